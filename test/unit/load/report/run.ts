import { openMeasures } from '../../../../src/load/measure/open-measures.ts';
import type { LoadResult } from '../../../../src/load/result/result.ts';
import { seeded } from '../../../../src/random.ts';

const SECOND = 1_000_000;

/** What became of a run, told in advance. */
export interface Story {
  readonly name?: string;
  readonly seed?: number;
  /** Microseconds that everything takes longer by. */
  readonly slower?: number;
  /** One event in so many is lost, or comes twice. */
  readonly loses?: number;
  readonly doubles?: number;
  readonly isObserved?: boolean;
  /** One event in so many is for no consumer. */
  readonly strays?: number;
}

/** Two phases, a hundred and two hundred events a second for ten seconds each; for a second of the latter everything stands still. */
export function run({
  name = 'push-storm',
  seed = 7,
  slower = 0,
  loses = Number.POSITIVE_INFINITY,
  doubles = Number.POSITIVE_INFINITY,
  isObserved = true,
  strays = Number.POSITIVE_INFINITY,
}: Story = {}): LoadResult {
  const random = seeded(seed);
  const measures = openMeasures(2, 25 * SECOND);
  for (let seq = 0; seq < 3_000; seq++) {
    const phase = seq < 1_000 ? 0 : 1;
    const due = phase === 0 ? seq * 10_000 : 10 * SECOND + (seq - 1_000) * 5_000;
    const stall = due >= 15 * SECOND && due < 16 * SECOND ? 16 * SECOND - due : 0;
    const publish = 800 + 3_000 * random() ** 4 + stall + slower;
    for (const what of ['due', 'sent', 'accepted'] as const) measures.count(what, phase, due);
    measures.timed('sending', phase, due, 100 + 200 * random());
    measures.timed('publish', phase, due, publish);
    if (!isObserved) continue;
    measures.lagged(phase, due, stall + 2_000);
    if (seq % strays === strays - 1) {
      measures.count('unmatched', phase, due);
      continue;
    }
    if (seq % loses === loses - 1) {
      measures.count('lost', phase, due);
      continue;
    }
    measures.count('delivered', phase, due + publish);
    measures.timed('delivery', phase, due, publish + 900 + 5_000 * random() ** 6);
    if (seq % doubles === doubles - 1) measures.count('duplicated', phase, due + publish);
  }
  return {
    ecreplay: 'load',
    version: 1,
    plan: {
      name,
      description: 'Every team pushes at once.',
      digest: 'd1'.repeat(32),
      seed,
      target: 'the embedded bus',
      thresholds: ['delivery p99 < 250ms', 'lost = 0'],
    },
    run: 'test',
    start: '2026-01-15T09:30:00.000Z',
    duration: 20 * SECOND,
    took: 22 * SECOND,
    shards: [{ index: 1, of: 1 }],
    phases: [
      { name: 'warm up', begins: 0, ends: 10 * SECOND, wanted: 1_000 },
      { name: 'storm', begins: 10 * SECOND, ends: 20 * SECOND, wanted: 2_000 },
    ],
    observed: { delivery: isObserved, completion: false },
    measures: measures.taken(),
    sightings: { of: 1, events: 3_000, blocks: [], ended: [] },
    judgements: [
      { threshold: 'delivery p99 < 250ms', kind: 'broken', measured: 812_000, says: '812 ms' },
      { threshold: 'lost = 0', kind: 'kept', measured: 0, says: '0' },
    ],
    void: [],
  };
}
