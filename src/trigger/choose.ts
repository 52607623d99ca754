import type { EventEmission } from '../eventbridge/emission.ts';
import { nearest } from '../nearest.ts';
import { compilePattern } from '../pattern/index.ts';
import { Problem } from '../problem.ts';
import { loadScenario } from '../rehearse/load-scenario.ts';
import { propsFor, script } from '../rehearse/rehearse.ts';
import { type Flow, FLOWS } from './flows.ts';

/** The events that a flow or a scenario file tells of, and which is meant. */
export interface Told {
  readonly events: readonly EventEmission[];
  readonly chosen: EventEmission;
}

/** How a scenario is worded. */
type Wishes = Pick<NonNullable<Parameters<typeof script>[1]>, 'seed' | 'profile'>;

/** Acts out a flow by its name, or a scenario file, and chooses one of its events: by number from 1, or by a pattern or a detail type. */
export async function choose(name: string, wanted: string | undefined, wishes: Wishes): Promise<Told> {
  const flow: Flow | undefined = Object.hasOwn(FLOWS, name) ? FLOWS[name as keyof typeof FLOWS] : undefined;
  if (flow === undefined && !/\.ya?ml$|[/\\]/.test(name)) throw unknownFlow(name);
  const scenario = await loadScenario(flow === undefined ? name : flow.scenario);
  const { emissions } = script(scenario, { ...wishes, ...(await propsFor(scenario)) });
  const events = emissions.filter((emission) => emission.channel === 'eventbridge');
  if (events.length === 0) throw new Problem('USAGE', `Cannot trigger "${name}": it tells EventBridge nothing`);
  return { events, chosen: chosenOf(events, wanted, flow, name) };
}

function chosenOf(
  events: readonly EventEmission[],
  wanted: string | undefined,
  flow: Flow | undefined,
  name: string,
): EventEmission {
  if (wanted !== undefined && /^\d+$/.test(wanted)) {
    const chosen = events[Number(wanted) - 1];
    if (chosen !== undefined) return chosen;
    throw new Problem(
      'USAGE',
      `Cannot choose event ${wanted} of "${name}": it has ${events.length}, wanted 1 to ${events.length}`,
    );
  }
  const text = wanted === undefined ? JSON.stringify(flow?.event ?? {}) : patternText(wanted);
  // A scenario without a word more: ECR's own first event, which is what most rules wait for.
  if (wanted === undefined && flow === undefined) return events.find(({ origin }) => origin === 'native') ?? events[0]!;
  const pattern = compilePattern(text);
  const matching = events.filter(({ event }) => pattern.matches(event));
  const chosen = wanted === undefined ? matching.at(-1) : matching[0];
  if (chosen !== undefined) return chosen;
  throw new Problem(
    'USAGE',
    `Cannot choose an event of "${name}": none of ${events.length} matches ${text}, see "--list"`,
  );
}

function patternText(wanted: string): string {
  return wanted.trimStart().startsWith('{') ? wanted : JSON.stringify({ 'detail-type': [wanted] });
}

function unknownFlow(name: string): Problem {
  const names = Object.keys(FLOWS);
  const meant = nearest(name, names);
  const advice =
    meant === undefined ? `wanted a scenario file or one of ${names.join(', ')}` : `did you mean "${meant}"`;
  return new Problem('USAGE', `Cannot trigger "${name}": there is no such flow, ${advice}`);
}
