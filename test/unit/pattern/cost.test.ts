import { afterAll, expect, test } from 'vitest';
import { adversaries } from '../../../bench/pattern/adversaries.ts';
import { climb } from '../../../bench/pattern/search.ts';
import { seeded } from '../../../src/random.ts';
import { Steps } from './counted.ts';

const steps = new Steps();
const { compilePattern } = await import('../../../src/pattern/index.ts');
afterAll(() => steps[Symbol.dispose]());

const EVENT = 16_384;

/** A step takes one to two nanoseconds: together these are the millisecond that a match of an event of 16 KB may take. */
const MOST_STEPS = 600_000;

/** The steps of one match, from text or parsed, whichever takes more. */
function stepsOf(pattern: string, event: string): number {
  const compiled = compilePattern(pattern);
  const parsed: unknown = JSON.parse(event);
  // What is laid out once, when it is first needed, is no part of a match.
  compiled.matches(parsed);
  return Math.max(
    steps.count(() => compiled.matches(parsed)),
    steps.count(() => compiled.matchesText(event)),
  );
}

test('the steps of the work are counted', () => {
  const few = stepsOf('{"x":["a"]}', '{"x":["b"]}');
  const many = stepsOf('{"x":["a"]}', JSON.stringify({ x: Array.from({ length: 1000 }, () => 'b') }));
  expect(few).toBeGreaterThan(20);
  expect(many).toBeGreaterThan(few + 1000);
});

test.each(adversaries)(
  'a match takes few steps, and no more than the event grows by: $name',
  { timeout: 60_000 },
  ({ pattern, event }) => {
    expect(pattern.length).toBeLessThanOrEqual(4096);
    expect(event(EVENT).length).toBeLessThanOrEqual(EVENT);
    const taken = stepsOf(pattern, event(EVENT));
    expect(taken).toBeLessThan(MOST_STEPS);
    expect(stepsOf(pattern, event(EVENT * 4))).toBeLessThan(5 * taken);
  },
);

test.each([1, 2, 3])('a search for a slow pattern and event finds none, seed %i', { timeout: 60_000 }, (seed) => {
  const costOf = (pattern: string, event: string): number | undefined => {
    try {
      return stepsOf(pattern, event);
    } catch {
      return undefined;
    }
  };
  const found = climb(seeded(seed), costOf, 40);
  expect(found.cost < MOST_STEPS ? undefined : found.pair).toBeUndefined();
});
