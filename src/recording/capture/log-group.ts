import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { Instant } from '../../clock.ts';
import type { Reach } from './reach.ts';
import type { Recorded } from '../recorded.ts';
import { type Batch, isWithin, type Reading, type Source, type Window } from './source.ts';
import { unwrap } from './unwrap.ts';

/** Which lines of a log group are wanted. */
export interface LogWish extends Window {
  /** In the language of CloudWatch Logs. */
  readonly filterPattern?: string;
}

/**
 * Lines may reach the log group later than the ones before them, so that a reading which goes on looks back this far. What it finds
 * again is not written again.
 */
const LOOK_BACK = 5 * 60_000;
/** A trail writes minutes after what it tells of, and the log group goes by when it was written. */
const LATENESS = 20 * 60_000;

/** Reads what a rule, or a trail, has sent to a log group. */
export function logGroup(group: string, wish: LogWish, reach: Reach): Source {
  return {
    names: { kind: 'log group', group, account: reach.where.account, region: reach.where.region },
    async *read(reading) {
      const { from: begin, to = Date.now() } = wish;
      const last = reading.from?.['time'];
      const since = typeof last === 'number' ? Math.max(last - LOOK_BACK, begin ?? 0) : begin;
      const strangers = { lines: 0 };
      const stretch = { ...wish, ...(since !== undefined && { from: since }), to: to + LATENESS };
      for await (const page of logPages(group, stretch, reach)) {
        yield toBatch(page, { window: wish, since, to, strangers, reading });
        if (reading.signal.aborted) return;
      }
      sayStrangers(strangers.lines, group, reading);
    },
  };
}

/** Says that a log group holds other things too. */
export function sayStrangers(lines: number, group: string, { note }: Pick<Reading, 'note'>): void {
  if (lines > 0)
    note(`${lines} line${lines === 1 ? '' : 's'} of ${group} ${lines === 1 ? 'is' : 'are'} no event and no record`);
}

interface Page {
  readonly events: readonly FilteredLogEvent[];
}

/** All pages of a stretch of time. A page may be empty and not be the last. */
export async function* logPages(
  group: string,
  { from, to, filterPattern }: LogWish,
  { clients, attempt }: Reach,
): AsyncGenerator<Page, void, undefined> {
  let nextToken: string | undefined;
  do {
    const answer = await attempt(`read the log group "${group}"`, async () =>
      (await clients.open('cloudwatch-logs')).filterLogEvents({
        ...(group.startsWith('arn:') ? { logGroupIdentifier: group.replace(/:\*$/, '') } : { logGroupName: group }),
        ...(from !== undefined && { startTime: Math.max(0, Math.floor(from)) }),
        ...(to !== undefined && { endTime: Math.ceil(to) }),
        ...(filterPattern !== undefined && { filterPattern }),
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    yield { events: answer.events ?? [] };
    // A token that is the same again is how some services say that this was the end.
    nextToken = answer.nextToken === nextToken ? undefined : answer.nextToken;
  } while (nextToken !== undefined);
}

function toBatch(
  { events }: Page,
  told: {
    readonly window: Window;
    readonly since: Instant | undefined;
    readonly to: Instant;
    readonly strangers: { lines: number };
    readonly reading: Reading;
  },
): Batch {
  const found: Recorded[] = [];
  for (const { message = '', timestamp, ingestionTime, eventId } of events) {
    const inLine = unwrap({ message, timestamp, ingestionTime, eventId });
    if (inLine.length === 0) told.strangers.lines += 1;
    found.push(...inLine.filter((one) => isWithin(one, told.window)));
  }
  const time = events.reduce((latest, { timestamp = 0 }) => Math.max(latest, timestamp), 0);
  const first = told.since ?? events[0]?.timestamp;
  return {
    found,
    ...(time > 0 && { cursor: { time } }),
    ...(time > 0 && first !== undefined && { part: Math.min(1, (time - first) / Math.max(1, told.to - first)) }),
  };
}
