import type { Instant } from '../../clock.ts';
import { secondsOf } from './dispatch.ts';
import type { CarriedEvent } from './event-bus.ts';
import { holdsHugeInteger } from './integers.ts';
import { invalid } from './refusal.ts';

/** An event as a caller of PutEvents words it. */
export interface PutEntry {
  readonly Source?: string | undefined;
  readonly DetailType?: string | undefined;
  readonly Detail?: string | undefined;
  readonly Resources?: readonly string[] | undefined;
  /** Seconds since the epoch on the wire. */
  readonly Time?: Date | number | string | undefined;
  readonly EventBusName?: string | undefined;
  readonly TraceHeader?: string | undefined;
}

/** Why an entry is not taken. */
export interface RefusedEntry {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html: since 2026 for the whole request. */
const SIZE_LIMIT = 1_048_576;
const DEEPEST = 1_000;
const LONGEST_TYPE = 128;

/** No text of so many UTF-16 units has more bytes than a third of a limit. */
const MOST_BYTES = 3;

/** Refuses a request as a whole. */
export function checkEntries(entries: readonly PutEntry[]): void {
  let length = 0;
  for (const { Detail = '', Source = '', DetailType = '', Resources } of entries) {
    length += Detail.length + Source.length + DetailType.length;
    // Whoever sends resources is counted to the byte.
    if (Resources !== undefined && Resources.length > 0) length = SIZE_LIMIT;
  }
  // Bytes are counted only where they may be too many.
  if (length * MOST_BYTES + entries.length * 14 <= SIZE_LIMIT) return;
  let size = 0;
  for (const entry of entries) size += sizeOf(entry);
  if (size > SIZE_LIMIT) throw invalid('Total size of the entries in the request is over the limit.');
}

/** EventBridge's own formula: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: PutEntry): number {
  let size = Time === undefined ? 0 : 14;
  size += Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
  for (const resource of Resources) size += Buffer.byteLength(resource);
  return size;
}

/** Makes an event of an entry, in the key order that EventBridge delivers; or says why not. `now` is its time unless the caller says another. */
export function readEntry(
  entry: PutEntry,
  {
    id,
    account,
    region,
    now,
    isOfAws = false,
  }: {
    readonly id: string;
    readonly account: string;
    readonly region: string;
    readonly now: string;
    /** Whether AWS's own services put it. */
    readonly isOfAws?: boolean | undefined;
  },
): CarriedEvent | RefusedEntry {
  const { Source: source, DetailType: detailType, Detail: detail, Resources: resources, Time } = entry;
  if (source === undefined || source === '') return required('Source');
  if (detailType === undefined || detailType === '') return required('DetailType');
  if (detail === undefined || detail === '') return required('Detail');
  if (detailType.length > LONGEST_TYPE) {
    return invalidArgument('DetailType', `DetailType is longer than ${LONGEST_TYPE} characters.`);
  }
  if (source.startsWith('aws.') && !isOfAws) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const at = Time === undefined ? undefined : toInstant(Time);
  if (Number.isNaN(at)) return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Time is not valid.' };
  const value = readDetail(detail);
  if (value === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return {
    version: '0',
    id,
    'detail-type': detailType,
    source,
    account,
    time: at === undefined ? now : secondsOf(at),
    region,
    // A function may change its event, and the request is not part of it.
    resources: resources === undefined ? [] : [...resources],
    detail: value,
  };
}

/** The event as compact JSON, given that of its detail. */
export function eventText(event: Omit<CarriedEvent, 'detail'>, detail: string): string {
  const { id, source, account, time, region, resources, 'detail-type': type, 'replay-name': replay } = event;
  const replayed = replay === undefined ? '' : `"replay-name":${JSON.stringify(replay)},`;
  return (
    `{"version":"0","id":${JSON.stringify(id)},"detail-type":${JSON.stringify(type)},"source":${JSON.stringify(source)},` +
    `"account":"${account}","time":"${time}","region":"${region}",${replayed}"resources":${JSON.stringify(resources)},` +
    `"detail":${detail}}`
  );
}

/** Reads a moment as it comes off the wire: seconds since the epoch, or a date in words. */
export function toInstant(time: Date | number | string): Instant {
  if (typeof time === 'number') return time * 1000;
  return time instanceof Date ? time.getTime() : Date.parse(time);
}

function required(name: string): RefusedEntry {
  return invalidArgument(name, `${name} is a required argument.`);
}

function invalidArgument(name: string, reason: string): RefusedEntry {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}` };
}

function readDetail(text: string): CarriedEvent['detail'] | undefined {
  if (text.length > 2 * DEEPEST && !isShallow(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return holdsHugeInteger(text) ? undefined : (value as CarriedEvent['detail']);
}

/** A detail as EventBridge hands it on: without white space, and numbers as JavaScript writes them. */
export function compactDetail(text: string): string {
  const written = JSON.stringify(JSON.parse(text));
  // A number of sixteen digits may not come through a double as it was.
  return written !== text && LONG_NUMBER.test(text) ? withoutSpace(text) : written;
}

const LONG_NUMBER = /\d{16}/;

/** Everything but the white space between tokens. */
function withoutSpace(text: string): string {
  return text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}

function isShallow(text: string): boolean {
  if (countOf('{', text) + countOf('[', text) <= DEEPEST) return true;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (quoted) {
      if (character === 92) at += 1;
      else if (character === 34) quoted = false;
    } else if (character === 34) quoted = true;
    else if (character === 123 || character === 91) {
      depth += 1;
      if (depth > DEEPEST) return false;
    } else if (character === 125 || character === 93) depth -= 1;
  }
  return true;
}

/** How often a character stands in a text, as far as it matters. */
function countOf(character: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1 && count <= DEEPEST; at = text.indexOf(character, at + 1))
    count += 1;
  return count;
}
