import { compileBranches } from './compile-branches.ts';
import { ecrAdvice } from './advice/ecr.ts';
import { explainMismatch } from './explain/explain.ts';
import type { Explanation } from './explain/explanation.ts';
import { kept } from './kept.ts';
import { Matcher } from './match/matcher.ts';
import { refusalsAsProblems } from './refusal.ts';

/** An event pattern, ready to judge events. */
export interface Pattern {
  /** Whether the event, parsed, satisfies the pattern. */
  matches(event: unknown): boolean;
  /** Whether the event satisfies the pattern, from its JSON text: numbers too long for a double keep their spelling there. */
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
  return compiled(text);
}

const compiled = kept((text: string): Pattern => {
  const branches = refusalsAsProblems(() => compileBranches(text));
  // Many a pattern is only looked at, and its matcher costs more than reading it.
  let matcher: Matcher | undefined;
  return {
    matches: (event) => (matcher ??= new Matcher([branches])).match(event).length > 0,
    matchesText: (json) => (matcher ??= new Matcher([branches])).matchText(json).length > 0,
    explain: (event) => explainMismatch(branches, event, ecrAdvice),
  };
});
