import { Problems } from '../problem.ts';
import { unknownConsumer } from '../rule/unknown-consumer.ts';
import { placeOf, type Scenario } from '../scenario/scenario.ts';

/** Throws `Problems` for every expectation of a consumer that the configuration lacks; to be asked before anything runs. */
export function checkConsumers(
  scenario: Scenario,
  { consumers }: { readonly consumers: Readonly<Record<string, unknown>> },
): void {
  const known = Object.keys(consumers);
  const problems = scenario.expect.flatMap((expectation, index) => {
    if (!('consumer' in expectation) || known.includes(expectation.consumer)) return [];
    const place = placeOf(scenario, `/expect/${index}/consumer`);
    return [unknownConsumer(`Cannot judge expectation ${index + 1}`, expectation.consumer, known, place)];
  });
  if (problems.length > 0) throw new Problems(problems);
}
