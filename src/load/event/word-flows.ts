import type { EventEmission } from '../../eventbridge/emission.ts';
import { Problem } from '../../problem.ts';
import { tell } from '../../rehearse/tell.ts';
import { placeOf, type Scenario } from '../../scenario/scenario.ts';
import type { Plan } from '../plan/plan.ts';
import { templatesOf } from './to-templates.ts';
import type { FlowWording, Wording } from './wording.ts';

/** No flow tells of more: a mix of flows is laid out in memory. */
const MOST_STEPS = 10_000;

/** Acts each flow of a plan out once and makes templates of what AWS says of it. Throws the `Problem` of a flow that cannot be sent. */
export async function wordFlows(
  plan: Plan,
  read: (file: string) => Promise<Scenario>,
  isExpected: (emission: EventEmission) => boolean = () => true,
): Promise<Wording> {
  const repositories: string[] = [];
  const flows: FlowWording[] = [];
  const cardinality = { repositories: 1, tags: 1, accounts: 1, ...plan.cardinality };
  let home: { readonly account: string; readonly region: string } | undefined;
  for (const [index, flow] of plan.flows.entries()) {
    const scenario = await read(flow.scenario);
    home ??= scenario;
    const place = placeOf(plan, `/flows/${index}`);
    const events = await eventsOf(scenario, flow.only);
    const cannot = `Cannot send the flow "${flow.name}":`;
    if (events.length === 0) {
      const why = flow.only === undefined ? 'the bus is told nothing of it' : 'none of its events matches "only"';
      throw new Problem('LOAD_FLOW', `${cannot} ${why}`, { place });
    }
    const made = templatesOf(events, { plan, scenario, repositories, isExpected });
    if ('fault' in made) throw new Problem('LOAD_FLOW', `${cannot} ${made.fault}`, { place });
    flows.push({ name: flow.name, weight: flow.weight, steps: made.steps });
  }
  return {
    seed: String(plan.seed),
    flows,
    repositories,
    cardinality,
    account: home?.account ?? '',
    region: home?.region ?? '',
  };
}

/** What a rule that is just enabled would be told of. */
async function eventsOf(
  scenario: Scenario,
  only: Readonly<Record<string, unknown>> | undefined,
): Promise<readonly EventEmission[]> {
  const { compilePattern } = await import('../../pattern/index.ts');
  const pattern = only === undefined ? undefined : compilePattern(JSON.stringify(only));
  const events: EventEmission[] = [];
  for (const emission of tell(scenario).emissions()) {
    if (emission.channel !== 'eventbridge' || emission.elsewhere === true || emission.noise === true) continue;
    if (pattern === undefined ? emission.reaches !== 'enabled' : !pattern.matches(emission.event)) continue;
    events.push(emission);
    if (events.length > MOST_STEPS)
      throw new Problem('LOAD_FLOW', `Cannot send ${scenario.file}: it tells of more than ${MOST_STEPS} events`);
  }
  return events;
}
