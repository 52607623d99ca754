import { describeReading } from '../rule/read/describe.ts';
import { readRules } from '../rule/read/read-rules.ts';
import type { Note, Reading } from '../rule/read/reading.ts';
import { exitAtLeast } from './exit.ts';

/** Flags of `ecreplay rules`. */
export interface RulesFlags {
  readonly parameter: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly region?: string;
  readonly json?: boolean;
}

/** `ecreplay rules`: prints what infrastructure code says of rules, and what is wrong with them. */
export async function rules(paths: readonly string[], { parameter, account, region, json }: RulesFlags): Promise<void> {
  const options = { parameters: parameter, ...(account && { account }), ...(region && { region }) };
  for (const path of paths) {
    const reading = await readRules(path, options);
    process.stdout.write(json === true ? `${JSON.stringify(reading)}\n` : describeReading(reading, process.cwd()));
    exitAtLeast(codeOf(reading));
  }
}

/** What EventBridge refuses is wrong input; a rule that cannot do its work is a promise that cannot be kept. */
function codeOf({ notes }: Reading): 0 | 1 | 2 {
  const has = (severity: Note['severity']): boolean => notes.some((note) => note.severity === severity);
  return has('error') ? 2 : has('warning') ? 1 : 0;
}
