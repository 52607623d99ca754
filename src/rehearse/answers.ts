import type { Scenario } from '../scenario/scenario.ts';
import type { Setup } from './setup.ts';

/** The consumers as a scenario has them: what it says AWS answers to their calls stands above what the configuration says. */
export function withAnswers(consumers: Setup['consumers'], { expect }: Pick<Scenario, 'expect'>): Setup['consumers'] {
  const more = expect.flatMap((each) => ('consumer' in each && each.answers !== undefined ? [each] : []));
  if (more.length === 0) return consumers;
  const specs = { ...consumers };
  for (const { consumer, answers } of more) {
    const spec = specs[consumer];
    // A webhook makes its calls where nobody answers them.
    if (spec === undefined || 'url' in spec) continue;
    specs[consumer] = { ...spec, answers: { ...spec.answers, ...answers } };
  }
  return specs;
}
