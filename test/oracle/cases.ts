import fc from 'fast-check';
import { patternText } from './pattern-text.ts';
import { Die } from './die.ts';
import { eventOf } from './event.ts';
import type { Json } from './event.ts';
import { escapeSome } from './escape-some.ts';
import { printEvent } from './print.ts';

/** One question to both matchers. */
export interface Case {
  readonly pattern: string;
  readonly event: string;
}

/** Every number as likely as the next: fast-check by itself prefers small ones, and would break most patterns. */
function even(most: number): fc.Arbitrary<number> {
  return fc.noBias(fc.nat({ max: most }));
}

/** Patterns and events from small alphabets, the pattern made with the event in sight so that about half of them match. */
export const cases: fc.Arbitrary<Case> = fc.gen().map((draw) => {
  const die = new Die((most) => draw(even, most));
  const event: Json = eventOf(die);
  return { pattern: escapeSome(die, patternText(die, event)), event: escapeSome(die, printEvent(event)) };
});
