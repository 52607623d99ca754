import { Buffer } from 'node:buffer';
import { seconds } from '../cloudtrail/moment-text.ts';
import { seeded, type Random } from '../random.ts';
import type { Activity } from '../registry/activity.ts';
import { DEFAULT_OPTIONS } from '../scenario/default-options.ts';
import type { Options } from '../scenario/options.ts';
import type { Profile } from '../scenario/scenario.ts';
import type { EventEmission, RecordEmission } from './emission.ts';
import { envelope, reachOf } from './envelope.ts';
import type { BusEvent } from './event.ts';
import { nativeEvent } from './native.ts';

/** CloudTrail hands larger records to S3 only (facts 4a). */
const LARGEST_RECORD = 256 * 1024;

/** Native events have ids in the shape of a UUID whose version digit can be anything (facts 1.3: real and documented samples). */
function nativeId(random: Random): string {
  const hex = random.hex(32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What words events need besides the activity. */
interface How {
  readonly profile: Profile;
  readonly seed: number | string;
  readonly options?: Options;
}

type Where = Pick<Activity, 'account' | 'region'>;
type Happening = Activity['happenings'][number];

/** Words what happened as EventBridge events: ECR's own, and each record in its envelope; in the order they came about. */
export function toEvents(activity: Activity, records: readonly RecordEmission[], how: How): readonly EventEmission[] {
  const random = seeded(how.seed).fork('eventbridge');
  const emissions: EventEmission[] = [];
  for (const happening of activity.happenings) emissions.push(...nativeEvents(happening, activity, how, random));
  for (const record of records) {
    const event = viaCloudTrail(record, activity, random);
    if (event !== undefined) emissions.push(event);
  }
  return emissions.toSorted((a, b) => a.at - b.at);
}

/** The two kinds of events, each as it comes. */
export interface EventWriter {
  native(happening: Happening): readonly EventEmission[];
  viaCloudTrail(record: RecordEmission): EventEmission | undefined;
}

/**
 * Words events of an activity that is too long to be held at once, the same as `toEvents`. Ids of ECR's own events are
 * drawn before those of envelopes, so it has to be said how many there are.
 */
export function eventWriter(where: Where, how: How, natives: number): EventWriter {
  const own = seeded(how.seed).fork('eventbridge');
  const others = seeded(how.seed).fork('eventbridge');
  for (let index = 0; index < natives; index += 1) nativeId(others);
  return {
    native: (happening) => nativeEvents(happening, where, how, own),
    viaCloudTrail: (record) => viaCloudTrail(record, where, others),
  };
}

/** How many of ECR's own events tell of a happening. */
export function countNatives(happening: Happening, where: Where, { profile, options = DEFAULT_OPTIONS }: How): number {
  return happening.changes.filter(
    (change) => nativeEvent(change, { ...where, ended: happening.ended }, { profile, options }) !== undefined,
  ).length;
}

function nativeEvents(
  happening: Happening,
  where: Where,
  { profile, options = DEFAULT_OPTIONS }: How,
  random: Random,
): readonly EventEmission[] {
  return happening.changes.flatMap((change): EventEmission[] => {
    const at = change.at ?? happening.ended;
    const placed = change.at === undefined ? { ...change, at } : change;
    const native = nativeEvent(placed, { ...where, ended: at }, { profile, options });
    if (native === undefined) return [];
    const event: BusEvent = {
      version: '0',
      id: nativeId(random),
      'detail-type': native['detail-type'],
      source: native.source,
      account: native.account,
      time: seconds(at),
      region: native.region,
      resources: native.resources,
      detail: native.detail,
    };
    return [
      {
        channel: 'eventbridge',
        at,
        cause: happening.index,
        event,
        text: JSON.stringify(event),
        origin: 'native',
        reaches: 'enabled',
        ...elsewhere(event, where),
      },
    ];
  });
}

function elsewhere({ account, region }: BusEvent, activity: Where): Pick<EventEmission, 'elsewhere'> {
  return account === activity.account && region === activity.region ? {} : { elsewhere: true };
}

/** A record in the envelope of the bus: its text is the record's own, unchanged. */
function viaCloudTrail(emission: RecordEmission, activity: Where, random: Random): EventEmission | undefined {
  const { record, text, at, cause, trailOnly } = emission;
  if (trailOnly === true) return undefined;
  if (text.length > LARGEST_RECORD / 4 && Buffer.byteLength(text) > LARGEST_RECORD) return undefined;
  const event = envelope(record, random.uuid());
  return {
    channel: 'eventbridge',
    at,
    cause,
    event,
    // None of these values needs escaping, and the record is text already.
    text: `{"version":"0","id":"${event.id}","detail-type":"${event['detail-type']}","source":"${event.source}","account":"${event.account}","time":"${event.time}","region":"${event.region}","resources":[],"detail":${text}}`,
    origin: 'cloudtrail',
    reaches: reachOf(event.detail),
    ...elsewhere(event, activity),
    ...(emission.noise === true ? { noise: true } : {}),
  };
}
