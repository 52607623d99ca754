import { type Finding, unchecked } from '../finding.ts';
import type { Hearing } from '../hearing.ts';
import { callsOf } from './invoked.ts';
import { sayFailure } from './outcome.ts';
import { placeOfConsumer } from './place.ts';

/**
 * Says of consumers that fail which no expectation names. A configuration holds consumers of many scenarios, so their failing breaks no promise
 * of this one; but whoever reads that all promises were kept must not believe that all is well.
 */
export function judgeUnpromised(hearing: Hearing): Finding[] {
  const { scenario, run } = hearing;
  const named = new Set(scenario.expect.flatMap((each) => ('consumer' in each ? [each.consumer] : [])));
  const invocations = [...(run.unprompted ?? []), ...run.arrivals.flatMap(({ invocations: each }) => each)];
  const failing = new Set(
    invocations
      .filter(({ consumer, outcome }) => !named.has(consumer) && outcome.kind !== 'returned')
      .map(({ consumer }) => consumer),
  );
  return [...failing].map((consumer) => {
    const outcomes = callsOf(consumer, hearing).map(({ invocation }) => invocation.outcome);
    const failures = outcomes.filter((outcome) => outcome.kind !== 'returned');
    const [first] = failures;
    return unchecked(
      {
        promise: 'consumer',
        topic: 'unpromised',
        claim: `no invocation of ${consumer} fails`,
        place: placeOfConsumer(scenario, consumer),
      },
      `the scenario promises nothing of ${consumer}, of which ${failures.length} of ${outcomes.length} failed: ${first === undefined ? '' : sayFailure(first)}. "- consumer: ${consumer}" with "threw: false" under "expect" makes a promise of it`,
    );
  });
}
