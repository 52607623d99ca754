import { satisfies } from '../match/satisfies.ts';
import type { Clause } from '../match/satisfies.ts';
import type { Sightings } from '../match/sightings.ts';
import type { Explanation, Mismatch } from './explanation.ts';
import { findAt } from './found.ts';

/** Explains why none of the ways of a pattern is satisfied, by the way that comes nearest. */
export function explainMismatch(ways: readonly (readonly Clause[])[], sightings: Sightings, event: unknown): Explanation {
  if (ways.some((clauses) => satisfies(clauses, sightings))) return { matches: true, mismatches: [] };
  const candidates = ways.map((clauses) => mismatchesOf(clauses, sightings, event));
  const [nearest = []] = candidates.toSorted((a, b) => a.length - b.length);
  return { matches: false, mismatches: nearest };
}

function mismatchesOf(clauses: readonly Clause[], sightings: Sightings, event: unknown): Mismatch[] {
  const alone = clauses.filter((clause) => !satisfies([clause], sightings));
  if (alone.length > 0) return alone.map((clause) => mismatchAt(clause, event, undefined));
  return clauses
    .filter((clause) => (sightings.elements[clause.field] ?? []).some((element) => element > 0))
    .map((clause) => mismatchAt(clause, event, 'holds by itself, but not in the same element of the list as the others'));
}

function mismatchAt(clause: Clause, event: unknown, reason: string | undefined): Mismatch {
  const wanted = clause.operators.map(({ json }) => json);
  const found = findAt(event, clause.path);
  if (found === undefined) return { path: clause.path, wanted, reason: reason ?? 'the event has no such field' };
  return { path: clause.path, wanted, found: found.value, reason: reason ?? reasonOf(found.value) };
}

function reasonOf(value: unknown): string {
  if (Array.isArray(value) && value.length === 0) return 'an empty list has no values to match';
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return 'an object is no value: only its members can match';
  return 'no value of the event is one of those';
}
