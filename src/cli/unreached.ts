import { scenarioOf } from '../explore/draw/to-scenario.ts';
import type { FoundFile } from './explore-thread.ts';
import { toFile } from '../explore/to-file.ts';

/** Says of consumers that nothing has ever reached: nobody knows how they are, and something is wrong with their rules. */
export function unreached(consumers: readonly string[], tried: number): FoundFile {
  const names = consumers.join(', ');
  const scenario = scenarioOf({
    seed: 1,
    given: [{ repository: { name: 'web' } }],
    steps: [{ push: { image: 'web:v1', login: true } }],
  });
  const breach = {
    key: `unreached ${names}`,
    sentence: `${names} is never invoked: no event of ${tried} scenarios matches what leads to it`,
    evidence: ['"ecreplay pattern" and "ecreplay rules" say why a rule does not match'],
  };
  const expect = consumers.map((consumer) => ({ consumer, invoked: { atLeast: 1 } }));
  const { steps, delivery } = scenario;
  return { breach, scenario: { steps, delivery }, text: toFile(scenario, breach, expect) };
}
