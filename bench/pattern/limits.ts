import { compilePattern } from '../../src/pattern/index.ts';
import { adversaries } from './adversaries.ts';

/** What the slowest pairs of a pattern and an event cost. */
export interface Limits {
  readonly pairs: number;
  /** The longest match of an event of 16 KB. */
  readonly slowest: { readonly name: string; readonly milliseconds: number };
  /** How many times as long a character of a 1 MB event takes as one of 16 KB, where that is most: 1 is linear. */
  readonly steepest: { readonly name: string; readonly growth: number };
}

/** A character may take so much longer among 1 MB of them: what is parsed of those fills caches, and a mere walk through it slows down too. */
export const STEEPEST = 1.5;

/** 16 KB, up to which a match has to be quick; longer events may take longer in proportion, up to the 1 MB that EventBridge takes. */
const EVENT = 16_384;
const TIMES = 64;
/** How often a growth is measured that seems too steep: other work on the machine can only make it so. */
const LOOKS = 6;
const WARM_UP = 20;
const SAMPLES = 40;
/** Milliseconds below which a growth says more about the clock. */
const MEASURABLE = 0.02;
/**
 * Long matches are interrupted on a busy machine, so their growth is judged by the time of the processor. It is counted
 * in ticks of some milliseconds: so many have to come together.
 */
const LEAST_WORK = 80;

/** Measures single matches, from text and parsed, of the pairs that were made to be slow or found so. */
export function measureLimits(): Limits {
  const worst = adversaries.map(({ name, pattern, event }) => {
    const milliseconds = timeOf(pattern, event(EVENT));
    return { name, milliseconds, growth: growthOf(pattern, event(EVENT), event(EVENT * TIMES)) };
  });
  return {
    pairs: worst.length,
    slowest: worst.reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a)),
    steepest: worst.reduce((a, b) => (b.growth > a.growth ? b : a)),
  };
}

/** By how much a character of the long event takes longer than one of the short. The best time of each decides. */
function growthOf(pattern: string, short: string, long: string): number {
  let [least, most] = [Infinity, Infinity];
  let growth = Infinity;
  for (let look = 0; look < LOOKS && growth > STEEPEST; look += 1) {
    least = Math.min(least, workOf(pattern, short));
    most = Math.min(most, workOf(pattern, long));
    growth = (most / Math.max(least, MEASURABLE)) * (short.length / long.length);
  }
  return growth;
}

/** The milliseconds of one match, from text or parsed, whichever takes longer. */
export function timeOf(pattern: string, event: string): number {
  const compiled = compilePattern(pattern);
  const parsed: unknown = JSON.parse(event);
  return Math.max(
    best(() => compiled.matchesText(event)),
    best(() => compiled.matches(parsed)),
  );
}

/** The milliseconds that the processor works for one match of a parsed event. */
function workOf(pattern: string, event: string): number {
  const compiled = compilePattern(pattern);
  const parsed: unknown = JSON.parse(event);
  for (let match = 0; match < WARM_UP; match += 1) compiled.matches(parsed);
  const before = process.threadCpuUsage();
  for (let matches = 1; ; matches += 1) {
    compiled.matches(parsed);
    const { user, system } = process.threadCpuUsage(before);
    const worked = (user + system) / 1000;
    if (worked >= LEAST_WORK) return worked / matches;
  }
}

function best(work: () => unknown): number {
  let least = Infinity;
  for (let sample = 0; sample < WARM_UP + SAMPLES; sample += 1) {
    const start = performance.now();
    work();
    if (sample >= WARM_UP) least = Math.min(least, performance.now() - start);
  }
  return least;
}
