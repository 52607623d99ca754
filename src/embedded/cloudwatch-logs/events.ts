import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import { compileFilterPattern } from './filter-pattern/filter-pattern.ts';
import { horizon, idAt, idText, place, sizeOf, type LogEvent } from './log-group.ts';
import type { LogGroups, NewLogEvent } from './log-groups.ts';

/** A group, by its name or by its name or ARN. */
interface GroupNamed {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
}

interface Window {
  readonly startTime?: Instant;
  readonly endTime?: Instant;
  readonly limit?: number;
  readonly nextToken?: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A batch of PutLogEvents, 26 bytes an event included; and about what one answer carries. */
const BATCH_LIMIT = 1_048_576;

/** How many lines one call of FilterLogEvents looks at. Beyond, it gives a token; even when it has found nothing. */
const SEARCH_LIMIT = 10_000;

/** PutLogEvents, GetLogEvents and FilterLogEvents. */
export function eventOperations(groups: LogGroups) {
  const { agenda } = groups.scene;
  let tokens = 0n;

  function putLogEvents(input: {
    readonly logGroupName: string;
    readonly logStreamName: string;
    readonly logEvents: readonly NewLogEvent[];
  }) {
    const { logEvents } = input;
    const group = groups.find(input.logGroupName);
    groups.findStream(group, input.logStreamName);
    checkBatch(logEvents);
    const now = agenda.now();
    const expired = logEvents.filter(({ timestamp }) => timestamp < horizon(group, now)).length;
    const tooOld = logEvents.filter(({ timestamp }) => timestamp < now - 14 * DAY).length;
    const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > now + 2 * HOUR);
    const taken = logEvents.slice(Math.max(expired, tooOld), tooNew === -1 ? undefined : tooNew);
    if (taken.length > 0) groups.put(group.name, input.logStreamName, taken);
    const rejected = {
      ...(tooNew !== -1 && { tooNewLogEventStartIndex: tooNew }),
      ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      ...(expired > 0 && { expiredLogEventEndIndex: expired }),
    };
    tokens += 1n;
    return {
      // Nobody needs it any more, and it is still given.
      nextSequenceToken: `4960${idText(tokens).slice(4)}`,
      ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
    };
  }

  function getLogEvents(
    input: GroupNamed & Window & { readonly logStreamName: string; readonly startFromHead?: boolean },
  ) {
    const group = groups.find(identifierOf(input));
    const { events } = groups.findStream(group, input.logStreamName);
    const from = place(events, idAt(Math.max(input.startTime ?? 0, horizon(group, agenda.now()))));
    const to = input.endTime === undefined ? events.length : place(events, idAt(input.endTime));
    const within = events.slice(from, Math.max(from, to));
    const token = input.nextToken === undefined ? undefined : readDirection(input.nextToken);
    const forwards = token === undefined ? input.startFromHead === true : token.direction === 'f';
    const rest =
      token === undefined
        ? within
        : forwards
          ? within.slice(place(within, token.id + 1n))
          : within.slice(0, place(within, token.id));
    const page = forwards
      ? fill(rest, input.limit ?? 10_000)
      : fill(rest.toReversed(), input.limit ?? 10_000).toReversed();
    // At either end a reader gets the token that it came with; from there it can turn round.
    const edge = token?.id ?? within.at(-1)?.id ?? 0n;
    return {
      events: page.map(({ timestamp, message, ingested }) => ({ timestamp, message, ingestionTime: ingested })),
      nextForwardToken: `f/${idText(page.at(-1)?.id ?? (forwards || edge === 0n ? edge : edge - 1n))}/s`,
      nextBackwardToken: `b/${idText(page[0]?.id ?? (forwards ? edge + 1n : edge))}/s`,
    };
  }

  function filterLogEvents(
    input: GroupNamed &
      Window & {
        readonly logStreamNames?: readonly string[];
        readonly logStreamNamePrefix?: string;
        readonly filterPattern?: string;
      },
  ) {
    const { logStreamNames, logStreamNamePrefix: prefix, limit = 10_000, endTime = Infinity } = input;
    const group = groups.find(identifierOf(input));
    if (logStreamNames !== undefined && prefix !== undefined) {
      throw new Fault('InvalidParameterException', 'logStreamNames and logStreamNamePrefix cannot both be specified.');
    }
    for (const name of logStreamNames ?? []) groups.findStream(group, name);
    const streams = logStreamNames === undefined ? undefined : new Set(logStreamNames);
    const matches = compileFilterPattern(input.filterPattern ?? '');
    const start =
      input.nextToken === undefined
        ? idAt(Math.max(input.startTime ?? 0, horizon(group, agenda.now())))
        : readPosition(input.nextToken);
    const found: LogEvent[] = [];
    let at = place(group.events, start);
    let bytes = 0;
    for (let seen = 0; at < group.events.length && seen < SEARCH_LIMIT && found.length < limit; at += 1, seen += 1) {
      const event = group.events[at]!;
      if (event.timestamp > endTime) break;
      if (streams?.has(event.stream) === false || (prefix !== undefined && !event.stream.startsWith(prefix))) continue;
      if (matches(event.message) === undefined) continue;
      bytes += sizeOf(event);
      if (bytes > BATCH_LIMIT && found.length > 0) break;
      found.push(event);
    }
    const next = group.events[at];
    return {
      events: found.map(({ id, stream, timestamp, message, ingested }) => ({
        logStreamName: stream,
        timestamp,
        message,
        ingestionTime: ingested,
        eventId: idText(id),
      })),
      searchedLogStreams: [],
      ...(next !== undefined && next.timestamp <= endTime && { nextToken: writePosition(next.id) }),
    };
  }

  return { PutLogEvents: putLogEvents, GetLogEvents: getLogEvents, FilterLogEvents: filterLogEvents };
}

function checkBatch(events: readonly NewLogEvent[]): void {
  const size = events.reduce((sum, event) => sum + sizeOf(event), 0);
  if (size > BATCH_LIMIT) {
    throw new Fault('InvalidParameterException', `Upload too large: ${size} bytes exceeds limit of ${BATCH_LIMIT}`);
  }
  if (events.some(({ timestamp }, index) => index > 0 && timestamp < events[index - 1]!.timestamp)) {
    throw new Fault(
      'InvalidParameterException',
      'Log events in a single PutLogEvents request must be in chronological order.',
    );
  }
  if (events.length > 0 && events.at(-1)!.timestamp - events[0]!.timestamp > DAY) {
    throw new Fault(
      'InvalidParameterException',
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
}

/** The group that an operation means. */
function identifierOf({ logGroupName, logGroupIdentifier }: GroupNamed): string {
  const name = logGroupIdentifier ?? logGroupName;
  if (name === undefined || (logGroupIdentifier !== undefined && logGroupName !== undefined)) {
    throw new Fault(
      'InvalidParameterException',
      'Exactly one of logGroupName and logGroupIdentifier must be specified.',
    );
  }
  return name;
}

/** As many as an answer carries: a number, and a mebibyte. */
function fill(events: readonly LogEvent[], limit: number): readonly LogEvent[] {
  let bytes = 0;
  const end = events.findIndex((event, index) => (bytes += sizeOf(event)) > BATCH_LIMIT && index > 0);
  return events.slice(0, end === -1 ? limit : Math.min(limit, end));
}

function readDirection(token: string): { readonly direction: string; readonly id: bigint } {
  const found = /^([fb])\/(\d{1,60})(?:\/s)?$/.exec(token);
  if (found === null) throw new Fault('InvalidParameterException', 'The specified nextToken is invalid.');
  return { direction: found[1]!, id: BigInt(found[2]!) };
}

function writePosition(id: bigint): string {
  return Buffer.from(`v1/${id}`).toString('base64url');
}

function readPosition(token: string): bigint {
  const found = /^v1\/(\d{1,60})$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (found === null) throw new Fault('InvalidParameterException', 'The specified nextToken is invalid.');
  return BigInt(found[1]!);
}
