import type { Emission } from '../eventbridge/emission.ts';
import type { Activity } from '../registry/activity.ts';
import { sayRecord } from '../verdict/say.ts';
import { aboutOf } from './about.ts';
import type { Book } from './book.ts';
import { eventTitle } from './words.ts';

/** Where what was told stands in the book, for those who heard of it. */
export interface Told {
  /** Items of happenings, by index. */
  readonly happenings: ReadonlyMap<number, string>;
  /** Items of events, by the event's id. */
  readonly events: Map<string, string>;
}

/** Writes down what happened in the registry and what AWS said about it. */
export function writeTold(
  book: Book,
  { happenings }: Pick<Activity, 'happenings'>,
  emissions: readonly Emission[],
): Told {
  const registry = book.lane('registry', 'Registry');
  const ids = new Map<number, string>();
  for (const happening of happenings) {
    const { index, at, ended, step, changes, ...what } = happening;
    const failure = happening.kind === 'call' ? happening.failure : undefined;
    const notes = [
      `Step ${step + 1} of the scenario`,
      ...(failure === undefined ? [] : [`It failed with ${failure.code}: ${failure.message}`]),
    ];
    const about = happening.kind === 'call' ? aboutOf(happening.request) : { repository: happening.repository };
    const digest = aboutOf(changes[0]).digest ?? textOf(changes[0], 'digest');
    const id = book.add({
      lane: registry,
      kind: happening.kind === 'call' ? 'call' : 'action',
      at,
      title: happening.kind === 'call' ? happening.operation : happening.kind,
      notes,
      step: step + 1,
      ...(failure !== undefined && { tone: 'bad' as const }),
      ...about,
      ...(digest !== undefined && { digest }),
      body: { ...what, ...(ended > at && { took: ended - at }), ...(changes.length > 0 && { changes }) },
    });
    if (id !== undefined) ids.set(index, id);
  }
  const told: Told = { happenings: ids, events: new Map() };
  writeEmissions(book, emissions, told, (emission) => ids.get(emission.cause));
  return told;
}

/** Writes down records and events; each has what `causeOf` says as its cause, and an event via CloudTrail has its record. */
export function writeEmissions<E extends Emission>(
  book: Book,
  emissions: readonly E[],
  { events }: Told,
  causeOf: (emission: E) => string | undefined,
): void {
  const records = new Map<string, string>();
  const cloudtrail = book.lane('cloudtrail', 'CloudTrail');
  const eventbridge = book.lane('eventbridge', 'EventBridge');
  const sorted = emissions.toSorted((a, b) => Number(b.channel === 'cloudtrail') - Number(a.channel === 'cloudtrail'));
  for (const emission of sorted) {
    const cause = causeOf(emission);
    const noise = emission.noise === true ? { tone: 'noise' as const } : {};
    if (emission.channel === 'cloudtrail') {
      const { record, at } = emission;
      const id = book.add({
        lane: cloudtrail,
        kind: 'record',
        at,
        title: sayRecord(record),
        eventId: record.eventID,
        ...(cause !== undefined && { causes: [cause] }),
        ...aboutOf(record),
        ...(typeof record.errorCode === 'string' && { notes: [`The call failed with ${record.errorCode}`] }),
        ...noise,
        body: record,
      });
      if (id !== undefined) records.set(record.eventID, id);
      continue;
    }
    const { event, at, origin, reaches, elsewhere } = emission;
    const record = origin === 'cloudtrail' ? records.get(textOf(event.detail, 'eventID') ?? '') : undefined;
    const from = record ?? cause;
    const id = book.add({
      lane: eventbridge,
      kind: 'event',
      at,
      title: eventTitle(event),
      eventId: event.id,
      ...(from !== undefined && { causes: [from] }),
      ...aboutOf(event),
      notes: [
        origin === 'native' ? 'ECR tells it itself' : 'It carries a record of CloudTrail',
        ...(reaches === 'all' ? ['Only rules that see all management events see it'] : []),
        ...(elsewhere === true ? ['It is told in another Region or account'] : []),
      ],
      ...noise,
      body: event,
    });
    if (id !== undefined) events.set(event.id, id);
  }
}

function textOf(value: unknown, key: string): string | undefined {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}
