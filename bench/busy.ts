import type { Scenario } from '../src/scenario/scenario.ts';
import type { Step } from '../src/scenario/step.ts';

/** A registry of 20 repositories at work, doing these steps. */
export function busy(steps: readonly Step[]): Scenario {
  return {
    name: 'busy',
    file: 'busy.yaml',
    version: 1,
    description: 'A registry at work.',
    account: '123456789012',
    region: 'us-east-2',
    start: '2026-01-15T09:30:00Z',
    seed: 1,
    as: { role: 'ci-pusher', session: 'github-actions' },
    options: {},
    given: Array.from({ length: 20 }, (_, index) => ({ repository: { name: `team-${index}/web` } })),
    steps,
    delivery: { latency: {}, faults: [] },
    expect: [],
    places: {},
  };
}
