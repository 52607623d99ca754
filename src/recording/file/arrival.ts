import type { CloudTrailRecord } from '../../cloudtrail/record.ts';
import type { BusEvent } from '../../eventbridge/event.ts';
import type { DeadLetter, Recorded } from '../recorded.ts';

/** What a line tells, or in words why it tells nothing: the end of "Cannot read line 7 …:". */
export type Told = { readonly recorded: Recorded; readonly bare: boolean } | { readonly wrong: string };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Takes a parsed line for a recorded emission. A bare event or record is one too, which arrived when it says that it
 * happened.
 */
export function arrivalOf(value: unknown): Told {
  if (!isFields(value)) return { wrong: 'it is not a JSON object' };
  if (typeof value['detail-type'] === 'string') return bare('eventbridge', value, value['time']);
  if (typeof value['eventName'] === 'string') return bare('cloudtrail', value, value['eventTime']);
  const { channel, arrivedAt, delivery, deadLetter } = value;
  if (channel !== 'eventbridge' && channel !== 'cloudtrail')
    return { wrong: 'it is no event, no record, and no line of a recording' };
  const at = typeof arrivedAt === 'string' ? Date.parse(arrivedAt) : Number.NaN;
  if (Number.isNaN(at)) return { wrong: 'its "arrivedAt" is not a time such as "2026-01-15T09:30:00.000Z"' };
  const more = {
    ...(typeof delivery === 'string' ? { delivery } : {}),
    ...(isFields(deadLetter) ? { deadLetter: deadLetter as DeadLetter } : {}),
  };
  return withBody(channel, at, value[channel === 'cloudtrail' ? 'record' : 'event'], more, false);
}

function bare(channel: Recorded['channel'], body: Fields, time: unknown): Told {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  const name = channel === 'cloudtrail' ? 'eventTime' : 'time';
  if (Number.isNaN(at)) return { wrong: `its "${name}" is not a time such as "2026-01-15T09:30:00Z"` };
  return withBody(channel, at, body, {}, true);
}

/** What every event has, and every record of whatever year. */
const EVENT_FIELDS = ['id', 'detail-type', 'source', 'account', 'time', 'region'];
const RECORD_FIELDS = ['eventTime', 'eventSource', 'eventName', 'awsRegion', 'eventID'];

function withBody(
  channel: Recorded['channel'],
  arrivedAt: number,
  body: unknown,
  more: { readonly delivery?: string; readonly deadLetter?: DeadLetter },
  isBare: boolean,
): Told {
  if (channel === 'cloudtrail') {
    const missing = missingOf(body, RECORD_FIELDS);
    if (missing !== undefined) return { wrong: `its record ${missing}` };
    return { recorded: { channel, arrivedAt, ...more, record: body as CloudTrailRecord }, bare: isBare };
  }
  const missing = missingOf(body, EVENT_FIELDS);
  if (missing !== undefined) return { wrong: `its event ${missing}` };
  const event = body as BusEvent;
  if (!isFields(event.detail)) return { wrong: 'its event has no "detail" that is an object' };
  if (!Array.isArray(event.resources)) return { wrong: 'its event has no "resources" that is a list' };
  return { recorded: { channel, arrivedAt, ...more, event }, bare: isBare };
}

function missingOf(body: unknown, fields: readonly string[]): string | undefined {
  if (!isFields(body)) return 'is not an object';
  const missing = fields.find((field) => typeof body[field] !== 'string');
  return missing === undefined ? undefined : `has no "${missing}" that is a string`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
