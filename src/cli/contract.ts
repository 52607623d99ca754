import { existsSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { CONTRACTS } from '../contract/contracts.ts';
import { judgeContracts, type Verdict } from '../contract/judge-contracts.ts';
import { tellContract, tellVerdict, toJson, toScenario } from '../contract/tell.ts';
import { nearest } from '../nearest.ts';
import { compilePattern } from '../pattern/index.ts';
import { Problem } from '../problem.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import type { Setup } from '../rehearse/setup.ts';
import { unknownConsumer } from '../rule/unknown-consumer.ts';
import { endSoon, exitAtLeast } from './exit.ts';

/** Flags of `ecreplay contract`. */
export interface ContractFlags {
  readonly list?: boolean;
  readonly operations?: boolean;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly seed?: number | string;
  readonly key: string;
  readonly pattern?: string;
  readonly config?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/** `ecreplay contract`: holds a consumer to what every consumer of these events has to stand. */
export async function contract(name: string | undefined, flags: ContractFlags): Promise<void> {
  const contracts = chosen(flags);
  if (flags.operations === true) return await printOperations(flags);
  if (flags.list === true) {
    for (const one of contracts)
      process.stdout.write(flags.json === true ? `${JSON.stringify(one)}\n` : tellContract(one));
    return;
  }
  if (name === undefined)
    throw new Problem(
      'USAGE',
      'Cannot tell whom to hold to contracts: wanted a consumer of the configuration, or "path#export"',
    );
  const { setup, consumer, hasNoRules } = await subjectOf(name, flags);
  const { seed, key, json } = flags;
  const { verdicts, isReached } = await judgeContracts({
    setup,
    consumer,
    contracts,
    key,
    ...(seed !== undefined && { seed }),
    ...(hasNoRules && { hasNoRules }),
    tell: (verdict) =>
      process.stdout.write(
        json === true ? `${JSON.stringify(toJson(verdict))}\n` : tellVerdict(verdict, again(name, verdict, flags)),
      ),
  });
  const broken = verdicts.filter(({ breach }) => breach !== undefined);
  if (broken.length > 0) exitAtLeast(1);
  else if (!isReached) throw unreached(consumer, setup);
  if (json !== true) {
    const idle = verdicts.filter(({ isIdle }) => isIdle === true).length;
    const judged = verdicts.length - idle;
    const rest = idle === 0 ? '' : `; of what ${idle} others are about nothing reaches it`;
    process.stdout.write(`\n${consumer} keeps ${judged - broken.length} of ${judged} contracts${rest}\n`);
    if (hasNoRules && flags.pattern === undefined && broken.length > 0)
      process.stdout.write(
        'No rule is known, so it was given every event of ECR; --pattern says what its rule lets through\n',
      );
  }
  if (flags.output !== undefined) writeFirst(broken, consumer, flags.output);
  endSoon();
}

/** The contracts that are asked for; a name that is none is refused. */
function chosen({ only, except }: ContractFlags): readonly Contract[] {
  const known = CONTRACTS.map(({ name }) => name);
  for (const name of [...(only ?? []), ...(except ?? [])]) {
    if (known.some((one) => one === name)) continue;
    const meant = nearest(name, known);
    throw new Problem(
      'USAGE',
      `Cannot hold anybody to "${name}": it is no contract, ${meant === undefined ? 'see --list' : `did you mean "${meant}"`}`,
    );
  }
  const contracts = CONTRACTS.filter(
    ({ name }) => (only === undefined || only.includes(name)) && except?.includes(name) !== true,
  );
  if (contracts.length === 0)
    throw new Problem('USAGE', 'Cannot judge anything: --only and --except leave no contract');
  return contracts;
}

interface Subject {
  readonly setup: Setup;
  readonly consumer: string;
  readonly hasNoRules: boolean;
}

/** A consumer of the configuration; or a handler by its path, which then gets every event of ECR. */
async function subjectOf(name: string, { config, pattern }: ContractFlags): Promise<Subject> {
  const [path = '', exported] = name.split('#');
  if (exported !== undefined || (config === undefined && existsSync(path) && extname(path) !== '')) {
    const consumer = basename(path, extname(path));
    if (config !== undefined)
      throw new Problem(
        'USAGE',
        `Cannot take "${name}" from a configuration: a path stands for itself, without --config`,
      );
    const rule = { name: 'every-event', pattern: readPattern(pattern), targets: [{ consumer }] };
    const handler = exported === undefined ? `${path}#handler` : name;
    return {
      consumer,
      hasNoRules: true,
      setup: { rules: [rule], consumers: { [consumer]: { handler } }, root: process.cwd() },
    };
  }
  if (pattern !== undefined)
    throw new Problem('USAGE', 'Cannot use --pattern: a consumer of the configuration has rules of its own');
  const file = config ?? findConfig(process.cwd());
  if (file === undefined)
    throw new Problem(
      'CONFIG_NOT_FOUND',
      `Cannot find the consumer "${name}": there is no ecreplay.config.ts here or above; without one, wanted "path#export"`,
    );
  const setup = await loadSetup(file);
  if (!Object.hasOwn(setup.consumers, name))
    throw unknownConsumer('Cannot hold anybody to contracts', name, Object.keys(setup.consumers), undefined);
  return { setup, consumer: name, hasNoRules: false };
}

const EVERYTHING = '{"source":["aws.ecr","aws.inspector2"]}';

function readPattern(text: string = EVERYTHING): string {
  compilePattern(text);
  return text;
}

function unreached(consumer: string, { rules }: Setup): Problem {
  const leading = rules.filter(({ targets }) => targets.some((target) => target.consumer === consumer));
  const why =
    leading.length === 0
      ? 'no rule targets it, and nothing feeds it'
      : `${leading.map(({ name }) => `rule "${name}"`).join(' and ')} lets nothing through of what was tried`;
  return new Problem('CONFIG_INVALID', `Cannot judge "${consumer}": no event has reached it, because ${why}`);
}

/** The command line that shows it again. */
function again(
  name: string,
  { contract: { name: told } }: Verdict,
  { seed = 1, key, config, pattern }: ContractFlags,
): string {
  const words = ['npx ecreplay contract', name, '--only', told, '--seed', String(seed)];
  if (key !== 'repository') words.push('--key', key);
  if (config !== undefined) words.push('--config', config);
  if (pattern !== undefined) words.push('--pattern', `'${pattern}'`);
  return words.join(' ');
}

function writeFirst(broken: readonly Verdict[], consumer: string, file: string): void {
  for (const verdict of broken) {
    const text = toScenario(verdict, consumer);
    if (text === undefined) continue;
    try {
      writeFileSync(file, text);
    } catch (cause) {
      throw new Problem(
        'FILE_NOT_WRITTEN',
        `Cannot write "${file}": ${cause instanceof Error ? cause.message : String(cause)}`,
        {
          cause,
        },
      );
    }
    process.stderr.write(`${file} shows "${verdict.contract.name}" under "ecreplay run"\n`);
    return;
  }
  process.stderr.write(
    `${file} was not written: ${broken.length === 0 ? 'nothing is broken' : 'what is broken is in a rule, and no scenario shows it'}\n`,
  );
}

/** Prints the table of operations, one a line. */
async function printOperations({ json }: ContractFlags): Promise<void> {
  const { tableOfOperations } = await import('../contract/operation/table.ts');
  for (const line of tableOfOperations()) {
    const { service, operation, nature, token, by, because } = line;
    process.stdout.write(
      json === true
        ? `${JSON.stringify(line)}\n`
        : `${`${service}:${operation}`.padEnd(48)} ${nature.padEnd(6)} ${token === undefined ? '' : `one where ${token} is one; `}${because} [${by}]\n`,
    );
  }
}
