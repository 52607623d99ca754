import { placeOf, type Scenario } from '../../scenario/scenario.ts';
import type { Finding } from '../finding.ts';

/** Where the scenario speaks of a consumer, else where it says what happens. */
export function placeOfConsumer(scenario: Scenario, consumer: string): Finding['place'] {
  const index = scenario.expect.findIndex(
    (expectation) => 'consumer' in expectation && expectation.consumer === consumer,
  );
  return placeOf(scenario, index < 0 ? '/steps' : `/expect/${index}/consumer`);
}
