import type { EventEmission } from '../eventbridge/emission.ts';
import type { Pattern } from '../pattern/index.ts';
import type { EventExpectation } from '../scenario/expectation.ts';
import { placeOf } from '../scenario/scenario.ts';
import type { Delivery } from '../timeline/timeline.ts';
import { patternAt } from './closest.ts';
import { AT_LEAST_ONCE } from './count.ts';
import { judgeCounted } from './counted.ts';
import type { Finding, Why } from './finding.ts';
import { eventsOf, type Hearing } from './hearing.ts';
import { plural, sayDone, sayEvent, sayInstant, sayValue } from './say.ts';

/** Judges which EventBridge events there are: `times` counts what was emitted, `delivered` what arrived after faults. */
export function judgeEvent(expectation: EventExpectation, pointer: string, hearing: Hearing): Finding[] {
  const { scenario } = hearing;
  const { times, delivered } = expectation;
  const pattern = patternAt(expectation.pattern, placeOf(scenario, `${pointer}/event/pattern`));
  const findings: Finding[] = [];
  // A scenario that only speaks of arrivals may mean that nothing is emitted for certain.
  if (times !== undefined || delivered === undefined)
    findings.push(judgeEmitted(expectation, pattern, pointer, hearing));
  if (delivered !== undefined) findings.push(judgeDelivered(expectation, pattern, pointer, hearing));
  return findings;
}

function judgeEmitted(
  expectation: EventExpectation,
  pattern: Pattern,
  pointer: string,
  { scenario, emissions, run }: Hearing,
): Finding {
  const { times } = expectation;
  const count = times ?? AT_LEAST_ONCE;
  // What consumers have caused themselves is on the bus like anything else.
  const all = eventsOf([...emissions, ...(run.caused ?? [])]);
  return judgeCounted(
    {
      promise: 'event',
      topic: 'emitted',
      claim: `${sayWanted(expectation)} is ${sayDone('emitted', count)}`,
      place: placeOf(scenario, `${pointer}/event/${times === undefined ? 'pattern' : 'times'}`),
    },
    pattern,
    count,
    {
      items: all.filter((emission) => counts(expectation, emission)),
      subject: ({ event }) => event,
      say: ({ event, at }) => `${sayEvent(event)} at ${sayInstant(at)}`,
      id: ({ event }) => event.id,
      noun: 'event',
      done: 'emitted',
      expected: sayExpected(expectation, 'times'),
      trap: () => readOnlyTrap(expectation, pattern, all),
    },
  );
}

function judgeDelivered(
  expectation: EventExpectation,
  pattern: Pattern,
  pointer: string,
  { scenario, emissions, run }: Hearing,
): Finding {
  const count = expectation.delivered ?? AT_LEAST_ONCE;
  const arrived = run.arrivals.map(({ delivery }) => delivery).filter(({ noise }) => noise !== true);
  return judgeCounted(
    {
      promise: 'event',
      topic: 'delivered',
      claim: `${sayWanted(expectation)} is ${sayDone('delivered', count)}`,
      place: placeOf(scenario, `${pointer}/event/delivered`),
    },
    pattern,
    count,
    {
      items: arrived.filter((delivery) => counts(expectation, delivery)),
      subject: ({ event }) => event,
      say: sayDelivery,
      id: ({ event }) => event.id,
      noun: 'event',
      done: 'delivered',
      expected: sayExpected(expectation, 'delivered'),
      trap: () => lostTrap(pattern, eventsOf(emissions), arrived) ?? readOnlyTrap(expectation, pattern, arrived),
      surplus: saySurplus,
    },
  );
}

function counts({ managementEvents }: EventExpectation, { reaches }: { readonly reaches: 'enabled' | 'all' }): boolean {
  return managementEvents === 'all' || reaches === 'enabled';
}

function sayWanted({ pattern, managementEvents }: EventExpectation): string {
  const all = managementEvents === 'all' ? ', among all management events,' : '';
  return `an event that matches ${sayValue(pattern, 100)}${all}`;
}

function sayExpected(expectation: EventExpectation, member: 'times' | 'delivered'): string {
  const count = expectation[member];
  return [
    `pattern: ${sayValue(expectation.pattern)}`,
    ...(count === undefined ? [] : [`${member}: ${sayValue(count)}`]),
  ].join('\n');
}

/** An arrival in a line, with the faults that touched it. */
export function sayDelivery({ event, at, faults, causedBy }: Delivery): string {
  const touched = faults.length === 0 ? '' : ` (${faults.join(', ')})`;
  const caused = causedBy === undefined ? '' : `, of what ${causedBy.consumer} has done with ecr:${causedBy.operation}`;
  return `${sayEvent(event)} at ${sayInstant(at)}${touched}${caused}`;
}

/** Says so when the pattern does fit an event, but one that no plain rule is shown. */
function readOnlyTrap(
  { managementEvents }: EventExpectation,
  pattern: Pattern,
  events: readonly Pick<EventEmission, 'event' | 'reaches' | 'at'>[],
): Why | undefined {
  if (managementEvents === 'all') return undefined;
  const hidden = events.find(({ event, reaches }) => reaches === 'all' && pattern.matches(event));
  if (hidden === undefined) return undefined;
  return {
    about: hidden.event.id,
    nearest: `${sayEvent(hidden.event)} at ${sayInstant(hidden.at)}`,
    difference:
      'it matches, but rules in state ENABLED never see Get, List and Describe calls; managementEvents: all counts them, and a rule needs state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
  };
}

/** Says so when a matching event was emitted and a fault kept it from arriving. */
export function lostTrap(
  pattern: Pattern,
  emitted: readonly EventEmission[],
  arrived: readonly Delivery[],
): Why | undefined {
  const ids = new Set(arrived.map(({ event }) => event.id));
  const lost = emitted.filter(({ event }) => !ids.has(event.id) && pattern.matches(event));
  const [first] = lost;
  if (first === undefined) return undefined;
  const { region, account } = first.event;
  if (first.elsewhere === true) {
    return {
      about: first.event.id,
      nearest: `${sayEvent(first.event)}, emitted at ${sayInstant(first.at)}`,
      difference: `it matches, but it is told in ${region} of account ${account}, on a bus that is not the scenario's`,
    };
  }
  return {
    about: first.event.id,
    nearest: `${sayEvent(first.event)}, emitted at ${sayInstant(first.at)}`,
    difference: `it matches, but never arrived (fault drop)${lost.length === 1 ? '' : `; so did ${lost.length - 1} more`}`,
  };
}

/** How many arrivals too many are repetitions of the same event. */
function saySurplus(deliveries: readonly Delivery[]): string {
  const ids = new Set(deliveries.map(({ event }) => event.id)).size;
  const repeated = deliveries.length - ids;
  return repeated === 0
    ? `${plural(deliveries.length, 'arrival')}, each of another event`
    : `${plural(deliveries.length, 'arrival')} of ${plural(ids, 'event')}: ${repeated} delivered again (fault duplicate)`;
}
