import { align, type Aligned, type Comparison } from '../deduce/align/alignment.ts';
import { saySubject } from '../deduce/align/subject.ts';
import { toldIn } from '../deduce/told-in.ts';
import type { Difference } from '../deduce/align/key-paths.ts';
import { Problem } from '../problem.ts';
import { toMilliseconds } from '../scenario/duration.ts';
import { exitAtLeast } from './exit.ts';
import { printLines } from './emit.ts';
import { telling } from './telling.ts';

/** Flags of `ecreplay diff`. */
export interface DiffFlags {
  readonly late: string;
  readonly json?: boolean;
}

/** `ecreplay diff`: aligns two recordings or runs by what they say, and prints where they differ. */
export async function diff(a: string, b: string, { late, json }: DiffFlags): Promise<void> {
  const tell = telling({ isVerdict: true });
  const comparison = await align(toldIn(a, tell), toldIn(b, tell), toMilliseconds(late));
  if (comparison.equal + comparison.aligned.length === 0)
    throw new Problem('FILE_EMPTY', `Cannot compare "${a}" and "${b}": neither holds a record or an event`);
  const isEqual = comparison.aligned.length === 0 && !comparison.isCut;
  if (json === true) process.stdout.write(`${JSON.stringify({ isEqual, ...comparison })}\n`);
  else await printLines(words(comparison, a, b), process.stdout);
  if (!isEqual) exitAtLeast(1);
}

function* words({ equal, aligned, isCut }: Comparison, a: string, b: string): Generator<string> {
  for (const each of aligned) yield* wordsOf(each, a, b);
  const count = (kind: Aligned['kind']): string => `${aligned.filter((each) => each.kind === kind).length} ${kind}`;
  yield `${equal} equal, ${count('missing')}, ${count('extra')}, ${count('different')}, ${count('late')}`;
  if (isCut) yield 'They differ in too much to compare all of it: what comes after is not told';
}

function* wordsOf(each: Aligned, a: string, b: string): Generator<string> {
  const about = saySubject(each.subject);
  switch (each.kind) {
    case 'missing':
      yield `missing    ${about}  ${a}:${each.line}`;
      return;
    case 'extra':
      yield `extra      ${about}  ${b}:${each.line}`;
      return;
    case 'late': {
      const by = `${Math.abs(each.by) / 1_000}s ${each.by > 0 ? 'later' : 'earlier'}`;
      yield `late       ${about}  ${a}:${each.a}  ${b}:${each.b}  ${by}`;
      return;
    }
    case 'different':
      yield `different  ${about}  ${a}:${each.a}  ${b}:${each.b}`;
      for (const { path, a: left, b: right } of each.differences) yield `  ${path}: ${shown(left)} → ${shown(right)}`;
  }
}

/** No value is longer than a line. */
const LONGEST = 100;

/** A value in a line. */
export function shown(value: Difference['a'] | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
