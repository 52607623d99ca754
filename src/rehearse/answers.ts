import { Problem, Problems } from '../problem.ts';
import { pointerOf } from '../scenario/place.ts';
import { placeOf, type Scenario } from '../scenario/scenario.ts';
import { placeOfMember } from './config-place.ts';
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
    // Of the keys that fit an HTTP request the first is taken: the scenario's.
    specs[consumer] = { ...spec, answers: { ...answers, ...spec.answers, ...answers } };
  }
  return specs;
}

/** Throws `Problems` for answers to calls that there are not, and of consumers whose calls nobody sees. */
export async function checkAnswers({ expect, ...scenario }: Scenario, { consumers, file }: Setup): Promise<void> {
  const declared = Object.entries(consumers).flatMap(([name, spec]) =>
    'answers' in spec ? Object.entries(spec.answers ?? {}).map(([call, answer]) => ({ name, call, answer, spec })) : [],
  );
  const told = expect.flatMap((each, index) =>
    'consumer' in each && each.answers !== undefined
      ? Object.entries(each.answers).map(([call, answer]) => ({ name: each.consumer, call, answer, index }))
      : [],
  );
  if (declared.length === 0 && told.length === 0) return;
  // Read late: it loads what the calls are held against.
  const { faultOfAnswer } = await import('../consumer/check-answers.ts');
  const problems: Problem[] = [];
  for (const { name, call, answer, spec } of declared) {
    const fault = unseen(call, spec) ?? (await faultOfAnswer(call, answer));
    if (fault === undefined) continue;
    problems.push(
      new Problem('CONFIG_INVALID', `Cannot answer "${call}" of consumer "${name}": ${fault}`, {
        place: file === undefined ? undefined : placeOfMember(file, `consumers.${name}.answers.${call}`),
      }),
    );
  }
  for (const { name, call, answer, index } of told) {
    const spec = consumers[name];
    const isEndpoint = spec !== undefined && 'url' in spec;
    const fault = isEndpoint
      ? 'its AWS calls are not seen, because it is an endpoint'
      : (unseen(call, spec) ?? (await faultOfAnswer(call, answer)));
    if (fault === undefined) continue;
    const place = placeOf(scenario, pointerOf(['expect', index, 'answers', call]));
    problems.push(new Problem('SCENARIO_WRONG_VALUE', `Cannot answer "${call}" of "${name}": ${fault}`, { place }));
  }
  if (problems.length > 0) throw new Problems(problems);
}

/** HTTP requests are answered in this process only. */
function unseen(call: string, spec: Setup['consumers'][string] | undefined): string | undefined {
  return spec === undefined || 'handler' in spec || !/^(?:[A-Z]+ )?https?:/.test(call)
    ? undefined
    : 'its HTTP requests are not seen, because it runs in a process of its own';
}
