import { readFileSync, writeSync } from 'node:fs';
import { Problem, type ProblemCode, Problems, exitCodeOf } from '../problem.ts';
import { moreOn } from '../report/more.ts';
import { showProblem } from '../scenario/problem-text.ts';

/** What each code means stands in `.github/docs/codes.md`. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 70 | 130;

/**
 * From the least to the most that a reader has to be told. A run that could not judge everything (2, 3) outranks a
 * broken promise (1): "broken" would claim that the rest was judged.
 */
const WEIGHT: readonly ExitCode[] = [0, 1, 4, 2, 3, 130, 70];

/** The weightier of two exit codes. */
export function weightier(a: ExitCode, b: ExitCode): ExitCode {
  return WEIGHT.indexOf(a) > WEIGHT.indexOf(b) ? a : b;
}

/** Lets the process end with this code, unless it already has a weightier one. */
export function exitAtLeast(code: ExitCode): void {
  const now = WEIGHT.find((known) => known === process.exitCode) ?? 0;
  process.exitCode = weightier(now, code);
}

/** The codes that a reader has been told where to read more of: once is enough. */
const referred = new Set<ProblemCode>();

/** Prints a problem with the lines it points at and, the first time, where there is more to read; lets the process end with its code. */
export function complain(problem: Problem): void {
  const more = referred.has(problem.code) ? '' : `${moreOn(problem.code)}\n`;
  referred.add(problem.code);
  process.stderr.write(`${showProblem(problem, textAt(problem))}\n${more}`);
  exitAtLeast(exitCodeOf(problem.code));
}

function textAt({ place }: Problem): string {
  if (place === undefined) return '';
  try {
    return readFileSync(place.file, 'utf8');
  } catch {
    // A pointer is a courtesy: the problem itself may well be that the file cannot be read.
    return '';
  }
}

/** Prints whatever was thrown: what a person can mend as a problem, anything else as the defect of ours that it is. */
export function complainOf(error: unknown): void {
  if (error instanceof Problems) {
    for (const problem of error.problems) complain(problem);
  } else if (error instanceof Problem) {
    complain(error);
  } else {
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${shown}\n\nThis is a defect of ecreplay, please report it with the lines above\n`);
    exitAtLeast(70);
  }
}

/** Node's code for a main module whose promise never settles. */
const UNSETTLED = 13;

/**
 * Makes sure that "all is well" is only ever said at the end: a process that ends before the returned function is
 * called, by whoever's `process.exit` or because nothing is left to do, has failed.
 */
export function expectArrival(): () => void {
  let arrived = false;
  process.once('exit', (code) => {
    if (arrived || (code !== 0 && code !== UNSETTLED)) return;
    writeSync(2, 'The process ended before its work was done, so nothing is known of what was asked\n');
    process.exitCode = 70;
  });
  return () => {
    arrived = true;
  };
}

/** How long what a user's code has left running may go on once everything is said. */
const GRACE = 2_000;

/** Lets the process end even where a configuration has left a timer or a connection behind. */
export function endSoon(): void {
  setTimeout(() => process.exit(), GRACE).unref();
}
