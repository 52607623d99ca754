import { Problem } from '../problem.ts';
import { describeReading } from '../rule/read/describe.ts';
import type { UnaskedParameter } from '../rule/read/parameters.ts';
import { readRules } from '../rule/read/read-rules.ts';
import type { Note, ReadOptions, Reading } from '../rule/read/reading.ts';
import { complain, exitAtLeast } from './exit.ts';

/** Flags of `ecreplay rules`. */
export interface RulesFlags {
  readonly parameter: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly region?: string;
  readonly json?: boolean;
  readonly aws?: boolean;
  readonly bus?: string;
  readonly profile?: string;
  readonly endpoint?: string;
}

/** `ecreplay rules`: prints what infrastructure code says of rules, and what is wrong with them. */
export async function rules(paths: readonly string[], flags: RulesFlags): Promise<void> {
  refuseIdleFlags(paths, flags);
  const { parameter, account, region, json, aws } = flags;
  if (aws === true) print(await readAws(flags), json === true);
  const options = { parameters: parameter, ...(account && { account }), ...(region && { region }) };
  const unasked: (readonly UnaskedParameter[])[] = [];
  for (const path of paths) {
    const reading = await readOrComplain(path, options);
    if (reading === undefined) continue;
    unasked.push(reading.unasked);
    print(reading, json === true);
  }
  // What one path does not ask for may be another's.
  const strange = unasked[0]?.filter(({ name }) => unasked.every((one) => one.some((other) => other.name === name)));
  for (const one of strange ?? []) complain(new Problem('USAGE', sayUnasked(one)));
}

/** What names nothing to read, or says something that nothing asks for. */
function refuseIdleFlags(paths: readonly string[], flags: RulesFlags): void {
  if (flags.aws === true) {
    if (paths.length > 0 || Object.keys(flags.parameter).length === 0) return;
    throw new Problem('USAGE', 'Cannot use "--parameter": an account knows its own values, and no path is named');
  }
  if (paths.length === 0) {
    throw new Problem('USAGE', 'Cannot read rules: nothing is named, wanted a path, or --aws for those of an account');
  }
  const idle = (['bus', 'profile', 'endpoint'] as const).find((name) => flags[name] !== undefined);
  if (idle !== undefined)
    throw new Problem('USAGE', `Cannot use "--${idle}": it is for an account, wanted --aws with it`);
}

async function readAws({ account, region, bus, profile, endpoint }: RulesFlags): Promise<Reading> {
  const { readAccount } = await import('../bus/aws/read/read-account.ts');
  return readAccount({
    account: account ?? true,
    ...(region !== undefined && { region }),
    ...(bus !== undefined && { eventBus: bus }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
  });
}

/** What cannot be read must not keep the rest from being. */
async function readOrComplain(path: string, options: ReadOptions): Promise<Reading | undefined> {
  try {
    return await readRules(path, options);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    complain(error);
    return undefined;
  }
}

function print(reading: Reading, isJson: boolean): void {
  process.stdout.write(isJson ? `${JSON.stringify(reading)}\n` : describeReading(reading, process.cwd()));
  exitAtLeast(codeOf(reading));
}

function sayUnasked({ name, meant }: UnaskedParameter): string {
  const advice = meant === undefined ? '' : `, did you mean "${meant}"`;
  return `Cannot use "--parameter ${name}=…": nothing that was read asks for it${advice}`;
}

/** What EventBridge refuses is wrong input; a rule that cannot do its work is a promise that cannot be kept. */
function codeOf({ notes }: Reading): 0 | 1 | 2 {
  const has = (severity: Note['severity']): boolean => notes.some((note) => note.severity === severity);
  return has('error') ? 2 : has('warning') ? 1 : 0;
}
