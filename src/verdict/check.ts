import { Problem, Problems } from '../problem.ts';
import { unknownConsumer } from '../rule/unknown-consumer.ts';
import { placeOf, type Scenario } from '../scenario/scenario.ts';

/** Throws `Problems` for every expectation of a consumer that the configuration lacks; to be asked before anything runs. */
export function checkConsumers(
  scenario: Scenario,
  { consumers }: { readonly consumers: Readonly<Record<string, unknown>> },
): void {
  const known = Object.keys(consumers);
  const problems = scenario.expect.flatMap((expectation, index) => {
    if (!('consumer' in expectation)) return [];
    if (known.includes(expectation.consumer)) return unseenCalls(expectation, consumers, scenario, index);
    const place = placeOf(scenario, `/expect/${index}/consumer`);
    return [unknownConsumer(`Cannot judge expectation ${index + 1}`, expectation.consumer, known, place)];
  });
  if (problems.length > 0) throw new Problems(problems);
}

/** What an endpoint calls is its own affair: a promise of that would always be broken, and nobody would know why. */
function unseenCalls(
  { consumer, calls }: Extract<Scenario['expect'][number], { readonly consumer: string }>,
  consumers: Readonly<Record<string, unknown>>,
  scenario: Scenario,
  index: number,
): readonly Problem[] {
  const spec = consumers[consumer];
  if (calls === undefined || typeof spec !== 'object' || spec === null || !('url' in spec)) return [];
  return [
    new Problem(
      'SCENARIO_WRONG_VALUE',
      `Cannot judge expectation ${index + 1}: the AWS calls of "${consumer}" are not seen, because it is an endpoint`,
      { place: placeOf(scenario, `/expect/${index}/calls`) },
    ),
  ];
}
