import { compilePattern } from '../pattern/index.ts';
import { Problem } from '../problem.ts';
import { propsFor, script } from '../rehearse/rehearse.ts';
import type { Profile, Scenario } from '../scenario/scenario.ts';
import { type Envelope, inEnvelopes } from './envelope.ts';
import { distinct, eventName } from './file-name.ts';
import type { NamedEvent } from './test-events.ts';

/** Which events of a scenario, and what they are put into. */
export interface ExportWishes {
  readonly seed?: number | string;
  readonly profile?: Profile;
  /** An event pattern, or a detail type. */
  readonly event?: string;
  readonly envelope?: Envelope;
  /** Also the events that only a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS sees. */
  readonly allManagementEvents?: boolean;
}

/** The events of a scenario under names that say what they tell. Throws the `Problem` of a pattern that none of them matches. */
export async function exportEvents(scenario: Scenario, wishes: ExportWishes = {}): Promise<readonly NamedEvent[]> {
  const { event: wanted, envelope, allManagementEvents = false, seed = scenario.seed, profile } = wishes;
  const read = { ...scenario, seed, ...(profile !== undefined && { profile }) };
  const { emissions } = script(read, await propsFor(read));
  const pattern =
    wanted === undefined
      ? undefined
      : compilePattern(wanted.trimStart().startsWith('{') ? wanted : JSON.stringify({ 'detail-type': [wanted] }));
  const events = emissions
    .filter((emission) => emission.channel === 'eventbridge')
    .filter(({ reaches, noise }) => noise !== true && (allManagementEvents || reaches === 'enabled'))
    .filter(({ event }) => pattern?.matches(event) !== false);
  if (events.length === 0) {
    const which = wanted === undefined ? 'tells EventBridge nothing' : `has no event that matches ${wanted}`;
    throw new Problem('USAGE', `Cannot export "${scenario.name}": it ${which}`);
  }
  const names = distinct(events.map(({ event }) => eventName(event)));
  if (envelope === undefined) return events.map(({ event }, index) => ({ name: names[index]!, event }));
  const enveloped = await inEnvelopes(read, events, envelope);
  // What is told in another Region reaches no function here.
  return events.flatMap(({ event }, index) =>
    enveloped.has(event.id) ? [{ name: names[index]!, event: enveloped.get(event.id) }] : [],
  );
}
