import { toRecords } from '../../cloudtrail/records.ts';
import type { EventEmission } from '../../eventbridge/emission.ts';
import { toEvents } from '../../eventbridge/events.ts';
import type { Activity } from '../../registry/activity.ts';
import type { Tell } from '../../registry/standing.ts';
import { ruleSees } from '../../rule/sees.ts';
import type { Cause } from '../../timeline/caused.ts';
import type { Estate } from '../assemble.ts';
import { matchingRules } from '../eventbridge/event-bus.ts';
import type { Enacted } from '../scene.ts';
import type { Client } from '../service.ts';

/**
 * How often what a consumer's call says may set a consumer off that makes the next one. Lambda stops loops of its own after about as
 * many (https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html), but knows none that go through ECR: those never end.
 */
const MOST_GENERATIONS = 16;
/** Loops that branch grow faster than they get deep. */
const MOST_REPEATED = 1_000;

/** Tells of what consumers' calls have brought about, as AWS does: records at once, and events when they would arrive. */
export function echoer(estate: Estate, enacted: Enacted, seed: string): Tell<Client | undefined> {
  const { account, region, agenda } = estate;
  const { echo, latency, profile, options } = enacted;
  /** How far the events are from the scenario that consumers have caused, by their ids. */
  const generations = new Map<string, number>();
  let told = 0;
  let repeated = 0;

  /** What no rule matches would have ended there. */
  function isHeard(event: EventEmission['event'], reaches: EventEmission['reaches']): boolean {
    const rules = matchingRules(estate.buses.find(undefined), event, (rule) => ruleSees(rule, { reaches }));
    return rules.some(({ targets }) => targets.size > 0);
  }

  function causeOf(client: Client, operation: string): Cause {
    const { consumer, requestId, eventId } = client;
    // What comes in an envelope does not say which event it is.
    const before = eventId === '' ? echo.generation : (generations.get(eventId) ?? 0);
    return { consumer, requestId, eventId, operation, generation: before + 1 };
  }

  function send({ event, reaches, at, origin }: EventEmission, causedBy: Cause): void {
    const { generation } = causedBy;
    // The first comes of what the scenario says, and the second may answer it.
    if (generation > 2) repeated += 1;
    if (generation > MOST_GENERATIONS || repeated > MOST_REPEATED) {
      const { consumer, operation } = causedBy;
      if (isHeard(event, reaches)) echo.endless ??= { consumer, operation, generation };
      return;
    }
    generations.set(event.id, generation);
    agenda.after(at + latency[origin] - agenda.now(), async () => {
      echo.generation = generation;
      const arrived = { at: agenda.now(), emittedAt: at, event, reaches, causedBy, faults: [] };
      await (echo.arrive?.(arrived) ?? estate.buses.accept(event, { reaches }).sent);
    });
  }

  return (happenings, client) => {
    const [first] = happenings;
    if (first === undefined) return;
    const activity: Activity = { account, region, happenings, failures: [], ended: agenda.now() };
    // Each lot is worded for itself, with ids of its own.
    const how = { profile, options, seed: `${seed}/${(told += 1)}` };
    const by = causeOf(client ?? NOBODY, first.kind === 'call' ? first.operation : first.kind);
    const records = toRecords(activity, how);
    for (const emission of records) {
      echo.caused.push({ ...emission, causedBy: by });
      // Where nobody has made a trail there is none, and it is not loaded.
      estate.opened('trails')?.take(emission.record, emission.at, emission.text);
    }
    for (const emission of toEvents(activity, records, how)) {
      echo.caused.push({ ...emission, causedBy: by });
      if (emission.elsewhere !== true) send(emission, by);
    }
  };
}

/** A state machine that calls ECR is of no consumer. */
const NOBODY: Client = { consumer: '', requestId: '', eventId: '' };
