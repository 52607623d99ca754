import { dirname, resolve } from 'node:path';
import { Problem, Problems } from '../problem.ts';
import { refusalOf } from '../rule/read/diagnose.ts';
import { readRules } from '../rule/read/read-rules.ts';
import type { Reading, RulesAccount, RulesFile } from '../rule/read/reading.ts';
import { regionFault } from '../rule/read/region.ts';
import { wire } from '../rule/read/wire.ts';
import { toRules } from '../rule/rules.ts';
import { placeOfMember } from './config-place.ts';
import { inlineRules } from './inline-rules.ts';
import type { Config, RulesFrom, RulesSource, Setup } from './setup.ts';

/**
 * Reads the rules that a configuration takes from infrastructure code, with the consumers and the resources that come with them. Throws
 * `Problems` for what cannot be read, and for rules that EventBridge would refuse.
 */
export async function readRulesFrom(
  file: string,
  from: RulesFrom,
  config: Config,
): Promise<
  Required<Pick<Setup, 'rules' | 'consumers' | 'read'>> &
    Pick<Config, 'eventSources' | 'stateMachines' | 'topics' | 'queues'>
> {
  const root = dirname(file);
  const readings: Reading[] = [];
  for (const one of isList(from) ? from : [from]) {
    readings.push(
      await (isAccount(one) ? ofAccount(file, one) : ofFile(file, typeof one === 'string' ? { file: one } : one)),
    );
  }
  const notes = readings.flatMap((one) => one.notes);
  const refused = refusalOf(notes);
  if (refused.length > 0) throw new Problems(refused);
  const { consumers = {}, stateMachines = {}, apiDestinations = {} } = config;
  const wired = wire(readings, {
    root,
    consumers,
    stateMachines: Object.keys(stateMachines),
    apiDestinations: Object.keys(apiDestinations),
    rules: Object.keys(inlineRules(config)),
  });
  const all = { ...wired.consumers, ...consumers };
  const rules = wired.rules.flatMap(({ rule: { name, ...rule }, found }) =>
    toRules({ rules: { [name]: rule }, consumers: all }, found.place),
  );
  return {
    rules,
    consumers: all,
    eventSources: wired.eventSources,
    stateMachines: wired.stateMachines,
    topics: wired.topics,
    queues: wired.queues,
    read: { files: readings.flatMap((one) => one.files), notes: [...notes, ...wired.notes] },
  };
}

/** An account is read once in a process: every scenario asks for the configuration, and none is to cost a round of calls. */
const ACCOUNTS = new Map<string, Promise<Reading>>();

async function ofAccount(config: string, account: RulesAccount): Promise<Reading> {
  const key = JSON.stringify(account);
  const { readAccount } = await import('../bus/aws/read/read-account.ts');
  const reading = ACCOUNTS.get(key) ?? readAccount(account);
  ACCOUNTS.set(key, reading);
  reading.catch(() => ACCOUNTS.delete(key));
  return placed(config, reading);
}

async function ofFile(config: string, { file: path, ...options }: RulesFile): Promise<Reading> {
  const reading = await placed(config, readRules(resolve(dirname(config), path), options));
  const faults = optionFaults(options, reading);
  if (faults.length === 0) return reading;
  const place = placeOfMember(config, 'rules.from');
  throw new Problems([new Problem('CONFIG_INVALID', `Cannot read rules: ${faults.join('; ')}`, { place })]);
}

/** Slips in the options, which would otherwise leave a rule matching nothing. */
function optionFaults({ region }: Omit<RulesFile, 'file'>, { unasked }: Reading): readonly string[] {
  const fault = region === undefined ? undefined : regionFault(region);
  return [
    ...(fault === undefined ? [] : [`the region "${region}" ${fault}`]),
    ...unasked.map(({ name, meant }) => {
      const advice = meant === undefined ? '' : `, did you mean "${meant}"`;
      return `nothing asks for the parameter "${name}"${advice}`;
    }),
  ];
}

/** What cannot be read at all is told where the configuration names it, unless it has a place of its own. */
async function placed(config: string, reading: Promise<Reading>): Promise<Reading> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const place = error.place ?? placeOfMember(config, 'rules.from');
    throw new Problems([new Problem(error.code, error.message, { place, cause: error })]);
  }
}

function isAccount(one: RulesSource): one is RulesAccount {
  return typeof one === 'object' && !('file' in one);
}

function isList(from: RulesFrom): from is Extract<RulesFrom, readonly unknown[]> {
  return Array.isArray(from);
}
