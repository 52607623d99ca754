import { parseBranches } from './branches.ts';
import type { Branch } from './branches.ts';
import { explainMismatch } from './explain/explain.ts';
import type { Explanation } from './explain/explanation.ts';
import { buildPathTree } from './match/path-tree.ts';
import { look } from './match/sightings.ts';
import { satisfies } from './match/satisfies.ts';
import type { Clause } from './match/satisfies.ts';
import { refusalsAsProblems } from './refusal.ts';

/** An event pattern, ready to judge events. */
export interface Pattern {
  /** Whether the event, parsed, satisfies the pattern. */
  matches(event: unknown): boolean;
  /** Whether the event satisfies the pattern, from its text: numbers too long for a double keep their spelling. */
  matchesText(json: string): boolean;
  /** Says where the event and the pattern part. */
  explain(event: unknown): Explanation;
}

/**
 * Compiles an event pattern from its text.
 *
 * Throws a Problem `PATTERN_INVALID` with AWS's own reason where AWS refuses the pattern.
 */
export function compilePattern(text: string): Pattern {
  const branches = refusalsAsProblems(() => parseBranches(text));
  const paths = [...new Set(branches.flatMap((branch) => [...branch.keys()]))].toSorted();
  const root = buildPathTree(paths);
  const ways = branches.map((branch) => toClauses(branch, paths));
  const matches = (event: unknown): boolean => {
    const sightings = look(event, root, paths.length);
    return ways.some((clauses) => satisfies(clauses, sightings));
  };
  return {
    matches,
    matchesText: (json) => matches(JSON.parse(json)),
    explain: (event) => explainMismatch(ways, look(event, root, paths.length), event),
  };
}

function toClauses(branch: Branch, paths: readonly string[]): Clause[] {
  return [...branch].map(([path, operators]) => ({ path, field: paths.indexOf(path), operators })).toSorted((a, b) => a.field - b.field);
}
