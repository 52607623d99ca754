import type { Problem } from '../problem.ts';
import { showProblem } from '../scenario/problem-text.ts';
import { exitAtLeast } from './exit.ts';

/**
 * Tells of what is wrong with lines of a recording, each once: what stands is used all the same. `isVerdict`: the command then ends with 2,
 * because to say that all is equal would claim that all was compared.
 */
export function telling({ isVerdict = false }: { readonly isVerdict?: boolean } = {}): (problem: Problem) => void {
  const told = new Set<string>();
  return (problem) => {
    if (told.has(problem.message)) return;
    told.add(problem.message);
    if (isVerdict) exitAtLeast(2);
    process.stderr.write(`${showProblem(problem)}\n`);
  };
}
