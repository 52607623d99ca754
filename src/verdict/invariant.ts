import { placeOf } from '../scenario/scenario.ts';
import { topOfStack } from './consumer/threw.ts';
import { broken, type Finding, kept } from './finding.ts';
import type { Hearing } from './hearing.ts';

/** Frames of what asks an invariant. */
const OURS = /\n\s+at [^\n]*\/rehearse\/invariants\.[jt]s[^\n]*/g;

/** Judges an invariant that was asked about the run: `reason` is why it does not hold. */
export function judgeInvariant(
  named: string,
  pointer: string,
  { scenario }: Hearing,
  reason: Error | undefined,
): Finding {
  const claim = {
    promise: 'invariant' as const,
    topic: 'invariant' as const,
    claim: `the invariant ${named} holds`,
    place: placeOf(scenario, `${pointer}/invariant`),
  };
  if (reason === undefined) return kept(claim);
  const { message: words, stack } = reason;
  return broken(claim, {
    outcome: `it does not: ${words.split('\n', 1)[0]}`,
    expected: 'it returns anything but false, and does not throw',
    nearest: words,
    difference: topOfStack(stack?.replaceAll(OURS, '')),
  });
}
