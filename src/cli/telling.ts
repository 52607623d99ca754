import type { Problem } from '../problem.ts';
import { showProblem } from '../scenario/problem-text.ts';

/** Tells of what is wrong with lines of a recording, each once: what stands is used all the same. */
export function telling(): (problem: Problem) => void {
  const told = new Set<string>();
  return (problem) => {
    if (told.has(problem.message)) return;
    told.add(problem.message);
    process.stderr.write(`${showProblem(problem, '')}\n`);
  };
}
