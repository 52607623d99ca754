import { existsSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { CONTRACTS } from '../contract/contracts.ts';
import type { Verdict } from '../contract/judge-contracts.ts';
import { tellContract, tellVerdict, toJson, toScenario } from '../contract/tell.ts';
import { configFor, nameFor, setupFor } from '../explore/found-at.ts';
import { nearest } from '../nearest.ts';
import { compilePattern } from '../pattern/index.ts';
import { Problem } from '../problem.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import type { Setup } from '../rehearse/setup.ts';
import { unknownConsumer } from '../rule/unknown-consumer.ts';
import { checkReportName } from '../saved/report-name.ts';
import { judgeApart } from './contract-apart.ts';
import { exitAtLeast } from './exit.ts';
import { makeFolder } from './make-folder.ts';
import { type FoundText, reportFound } from './report-found.ts';

/** Flags of `ecreplay contract`. */
export interface ContractFlags {
  readonly list?: boolean;
  readonly operations?: boolean;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly seed?: number | string;
  readonly key: string;
  readonly rule?: string;
  readonly config?: string;
  readonly output?: string;
  readonly json?: boolean;
  readonly report?: string;
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
  const { seed, key, json, output, report } = flags;
  if (report !== undefined) checkReportName(report);
  if (output !== undefined && existsSync(output))
    throw new Problem('USAGE', `Cannot write "${output}": there is a file already`);
  const verdicts: Verdict[] = [];
  const isReached = await judgeApart(
    {
      setup,
      consumer,
      names: contracts.map((one) => one.name),
      key,
      ...(seed !== undefined && { seed }),
      ...(hasNoRules && { hasNoRules }),
    },
    ({ name: told, ...others }) => {
      const verdict: Verdict = { ...others, contract: CONTRACTS.find((one) => one.name === told)! };
      verdicts.push(verdict);
      process.stdout.write(
        json === true ? `${JSON.stringify(toJson(verdict))}\n` : tellVerdict(verdict, again(name, verdict, flags)),
      );
    },
  );
  const broken = verdicts.filter(({ breach }) => breach !== undefined);
  if (broken.length > 0) exitAtLeast(1);
  else if (!isReached) throw unreached(consumer, setup);
  if (json !== true) process.stdout.write(`\n${summary(consumer, verdicts, contracts.length)}\n`);
  if (hasNoRules && flags.rule === undefined && broken.length > 0)
    process.stderr.write(
      'No rule is known, so it was given every event of ECR; --rule says what its rule lets through\n',
    );
  if (report !== undefined)
    await reportFound(
      report,
      broken.flatMap((verdict) => foundIn(verdict, consumer)),
      {
        setup,
        home: setup.root,
        title: `ecreplay contract ${name}`,
      },
    );
  if (output !== undefined) writeFirst(broken, { name, consumer, setup, output });
}

function summary(consumer: string, verdicts: readonly Verdict[], asked: number): string {
  const idle = verdicts.filter(({ idle: reason }) => reason !== undefined).length;
  const broken = verdicts.filter(({ breach }) => breach !== undefined).length;
  const judged = verdicts.length - idle;
  const untried = asked - verdicts.length;
  return [
    `${consumer} keeps ${judged - broken} of ${judged} contracts`,
    ...(idle === 0 ? [] : [`${idle} more could not be judged`]),
    ...(untried <= 0 ? [] : [`${untried} were not tried`]),
  ].join('; ');
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
async function subjectOf(name: string, { config, rule }: ContractFlags): Promise<Subject> {
  if (isPath(name, config)) {
    if (config !== undefined)
      throw new Problem(
        'USAGE',
        `Cannot take "${name}" from a configuration: a path stands for itself, without --config`,
      );
    const handler = name.includes('#') ? name : `${name}#handler`;
    const setup = setupFor(handler, process.cwd(), rule === undefined ? EVERYTHING : readPattern(rule));
    return { consumer: nameFor(handler), hasNoRules: true, setup };
  }
  if (rule !== undefined)
    throw new Problem('USAGE', 'Cannot use --rule: a consumer of the configuration has rules of its own');
  const file = config === undefined ? findConfig(process.cwd()) : resolve(config);
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

/** A broken contract as a scenario, where one shows it. */
function foundIn(verdict: Verdict, consumer: string): readonly FoundText[] {
  const text = toScenario(verdict, consumer);
  return text === undefined ? [] : [{ name: verdict.contract.name, text }];
}

function isPath(name: string, config: string | undefined): boolean {
  return name.includes('#') || (config === undefined && extname(name) !== '' && existsSync(name));
}

/** ECR's own events, CloudTrail's of ECR, and what Inspector finds in ECR's images. */
const EVERYTHING = { source: ['aws.ecr', 'aws.inspector2'] };

function readPattern(text: string): Readonly<Record<string, unknown>> {
  compilePattern(text);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
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
  { seed = 1, key, config, rule }: ContractFlags,
): string {
  const words = ['npx ecreplay contract', name, '--only', told, '--seed', String(seed)];
  if (key !== 'repository') words.push('--key', key);
  if (config !== undefined) words.push('--config', config);
  if (rule !== undefined) words.push('--rule', `'${rule}'`);
  return words.join(' ');
}

/** Writes the first that can be shown as a scenario, and for a handler without a configuration also that, where there is none yet. */
function writeFirst(
  broken: readonly Verdict[],
  { name, consumer, setup, output }: { readonly name: string; readonly output: string } & Omit<Subject, 'hasNoRules'>,
): void {
  const shown = broken.find(({ breach }) => breach?.situation !== undefined);
  const text = shown && toScenario(shown, consumer);
  if (shown === undefined || text === undefined) {
    const why = broken.length === 0 ? 'nothing is broken' : 'what is broken is in a rule, and no scenario shows it';
    process.stderr.write(`${output} was not written: ${why}\n`);
    return;
  }
  const folder = dirname(resolve(output));
  try {
    makeFolder(folder);
    writeFileSync(output, text, { flag: 'wx' });
    if (name.includes('#') && findConfig(folder) === undefined) {
      const from = (path: string): string => `./${relative(folder, resolve(path)).replaceAll('\\', '/')}`;
      writeFileSync(join(folder, 'ecreplay.config.ts'), configFor(setup, from), { flag: 'wx' });
    }
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Problem('FILE_NOT_WRITTEN', `Cannot write "${output}": ${words}`, { cause });
  }
  process.stderr.write(`${output} shows "${shown.contract.name}" under "ecreplay run"\n`);
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
