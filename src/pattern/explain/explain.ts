import type { Branch } from '../branches.ts';
import { Matcher } from '../match/matcher.ts';
import type { Explanation, Mismatch } from './explanation.ts';
import { findAt } from './found.ts';

/** Explains why none of the branches of a pattern is satisfied, by the one that comes nearest. */
export function explainMismatch(branches: readonly Branch[], event: unknown): Explanation {
  if (new Matcher([branches]).match(event).length > 0) return { matches: true, mismatches: [] };
  const candidates = branches.map((branch) => mismatchesOf(branch, event));
  const [nearest = []] = candidates.toSorted((a, b) => a.length - b.length);
  return { matches: false, mismatches: nearest };
}

function mismatchesOf(branch: Branch, event: unknown): Mismatch[] {
  const clauses = [...branch];
  const failing = clauses.filter((clause) => new Matcher([[new Map([clause])]]).match(event).length === 0);
  if (failing.length > 0)
    return failing.map(([path, operators]) =>
      mismatchAt(
        path,
        operators.map(({ json }) => json),
        event,
      ),
    );
  const reason = 'holds by itself, but not in the same element of a list as the others';
  return clauses.map(([path, operators]) => ({
    ...mismatchAt(
      path,
      operators.map(({ json }) => json),
      event,
    ),
    reason,
  }));
}

function mismatchAt(path: string, wanted: readonly unknown[], event: unknown): Mismatch {
  const found = findAt(event, path);
  if (found === undefined) return { path, wanted, reason: 'the event has no such field' };
  return { path, wanted, found: found.value, reason: reasonOf(found.value) };
}

function reasonOf(value: unknown): string {
  if (Array.isArray(value) && value.length === 0) return 'an empty list has no values to match';
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return 'an object is no value: only its members can match';
  return 'no value of the event is one of those';
}
