import { advise } from '../advice/advise.ts';
import type { AdviceTable } from '../advice/advice.ts';
import type { Branch } from '../branches.ts';
import { Matcher } from '../match/matcher.ts';
import type { Operator } from '../operator/operator.ts';
import type { Explanation, Mismatch } from './explanation.ts';
import { findAt } from './found.ts';

/** Nobody reads the hundredth way through `$or`. */
const MOST_EXPLAINED = 100;

/** Why clauses fail of which each holds. */
const APART = 'it holds by itself, but not in the same element of a list as the others';

/** Explains why none of the branches of a pattern is satisfied, by the one that comes nearest. */
export function explainMismatch(branches: readonly Branch[], event: unknown, table: AdviceTable): Explanation {
  if (new Matcher([branches]).match(event).length > 0) return { matches: true, mismatches: [] };
  const candidates = branches.slice(0, MOST_EXPLAINED).map((branch) => mismatchesOf(branch, event));
  const [nearest = []] = candidates.toSorted((a, b) => a.length - b.length);
  return { matches: false, mismatches: nearest.map((mismatch) => withAdvice(mismatch, event, table)) };
}

function mismatchesOf(branch: Branch, event: unknown): Mismatch[] {
  const clauses = [...branch];
  const failing = clauses.filter((clause) => new Matcher([[new Map([clause])]]).match(event).length === 0);
  if (failing.length > 0) return failing.map(([path, operators]) => mismatchAt(path, operators, event));
  return clauses.map(([path, operators]) => ({ ...mismatchAt(path, operators, event), reason: APART }));
}

function mismatchAt(path: string, operators: readonly Operator[], event: unknown): Mismatch {
  const wanted = operators.map(({ json }) => json);
  const found = findAt(event, path);
  if (found === undefined) return { path, wanted, reason: 'the event has no such field' };
  return { path, wanted, found: found.value, reason: reasonOf(found.value, operators) };
}

function reasonOf(value: unknown, operators: readonly Operator[]): string {
  if (Array.isArray(value) && value.length === 0) return 'an empty list has no value that could match';
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return 'an object is no value: only its members can match';
  if (operators.every(({ kind }) => kind === 'absent')) return 'the field is there';
  return Array.isArray(value) ? 'none of these values is one of those' : 'this value is none of those';
}

function withAdvice(mismatch: Mismatch, event: unknown, table: AdviceTable): Mismatch {
  // Nothing is wrong with what holds by itself, so there is nothing to advise.
  if (mismatch.reason === APART) return mismatch;
  const advice = advise(mismatch, event, table);
  return advice === undefined ? mismatch : { ...mismatch, advice };
}
