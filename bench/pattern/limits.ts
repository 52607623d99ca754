import { compilePattern } from '../../src/pattern/index.ts';
import { adversaries } from './adversaries.ts';

/** What the slowest pairs of a pattern and an event cost. */
export interface Limits {
  readonly pairs: number;
  /** The longest match of an event of 16 KB. */
  readonly slowest: { readonly name: string; readonly milliseconds: number };
  /** How many times as long an event of sixteen times the length takes, where that is most. */
  readonly steepest: { readonly name: string; readonly growth: number };
}

/** 16 KB, up to which a match has to be quick; longer events may take longer in proportion. */
const EVENT = 16_384;
const TIMES = 16;
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
    const growth = workOf(pattern, event(EVENT * TIMES)) / Math.max(workOf(pattern, event(EVENT)), MEASURABLE);
    return { name, milliseconds, growth };
  });
  return {
    pairs: worst.length,
    slowest: worst.reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a)),
    steepest: worst.reduce((a, b) => (b.growth > a.growth ? b : a)),
  };
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
