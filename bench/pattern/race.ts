import { compileRules } from '../../src/pattern/index.ts';
import type { Harness } from '../../test/oracle/harness.ts';
import { median } from '../median.ts';
import { workload } from './workload.ts';

/** A sample takes about a millisecond: on a busy machine a longer one is never left alone. */
const ROUNDS = 6;
const SAMPLES = 50;
/** Turns that each side has before it counts, for its compiler, and turns that count. */
const WARM_UP = 5;
const TURNS = 10;

/** Nanoseconds an event. */
export interface Cost {
  readonly median: number;
  readonly best: number;
}

/** What both sides need for an event, from its text and parsed. */
export interface Figures {
  readonly text: Pair;
  readonly parsed: Pair;
  readonly events: number;
  /** Characters in an event on the average. */
  readonly length: number;
}

interface Pair {
  readonly ours: Cost;
  readonly theirs: Cost | undefined;
}

/** Lets the two matchers take turns on a workload with that many rules. They have to find the same number of matches. */
export async function race(count: number, harness: Harness | undefined): Promise<Figures> {
  const { rules, events } = workload(count);
  const set = compileRules(rules);
  const parsed: unknown[] = events.map((event) => JSON.parse(event));
  const samples = { ourText: [] as number[], ourParsed: [] as number[], text: [] as number[], parsed: [] as number[] };
  const matched = events.reduce((sum, event) => sum + set.matchText(event).length, 0);
  for (let turn = 0; turn < WARM_UP + TURNS; turn += 1) {
    if (turn === WARM_UP) for (const list of Object.values(samples)) list.length = 0;
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      samples.ourText.push(timed(events, (event) => set.matchText(event).length));
      samples.ourParsed.push(timed(parsed, (event) => set.match(event).length));
    }
    const [theirs] = (await harness?.ask([{ bench: { rules, events, rounds: ROUNDS, samples: SAMPLES } }])) ?? [];
    if (theirs === undefined) continue;
    if (theirs.matched !== matched) throw new Error(`we match ${matched} times, event-ruler ${JSON.stringify(theirs)}`);
    samples.text.push(...(theirs.textNanoseconds ?? []));
    samples.parsed.push(...(theirs.parsedNanoseconds ?? []));
  }
  return {
    text: { ours: costOf(samples.ourText), theirs: samples.text.length > 0 ? costOf(samples.text) : undefined },
    parsed: { ours: costOf(samples.ourParsed), theirs: samples.parsed.length > 0 ? costOf(samples.parsed) : undefined },
    events: events.length,
    length: Math.round(events.join('').length / events.length),
  };
}

function costOf(samples: readonly number[]): Cost {
  return { median: median(samples), best: Math.min(...samples) };
}

function timed<T>(inputs: readonly T[], match: (input: T) => number): number {
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) for (const input of inputs) match(input);
  return ((performance.now() - start) * 1e6) / (ROUNDS * inputs.length);
}
