import type { LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import type { Reach } from './reach.ts';
import type { Recorded } from '../recorded.ts';
import { isWithin, type Source, type Window } from './source.ts';
import { unwrap } from './unwrap.ts';

/** What is wanted of the event history. */
export interface HistoryWish extends Window {
  /** It can be searched by one attribute at a time. */
  readonly attribute?: { readonly key: string; readonly value: string };
}

/** CloudTrail lets two requests a second through, of an account and Region. */
const PAUSE = 550;
/** It keeps that long what has happened. */
const KEPT = 90 * 86_400_000;

/** Reads CloudTrail's event history of one account and Region, which begins with the newest; management events alone. */
export function eventHistory({ attribute, ...window }: HistoryWish, { where, clients, clock, attempt }: Reach): Source {
  return {
    names: { kind: 'event history', account: where.account, region: where.region },
    async *read({ from, signal }) {
      const now = clock.now();
      const begin = Math.max(window.from ?? 0, now - KEPT);
      const newest = typeof from?.['newest'] === 'number' ? from['newest'] : Math.min(window.to ?? now, now);
      let oldest = typeof from?.['oldest'] === 'number' ? from['oldest'] : newest;
      // Seconds are all that it knows, and the last one may not have been read to its end.
      const until = Math.min(newest, oldest + 1_000);
      let NextToken: string | undefined;
      let last = -Infinity;
      do {
        const rest = last + PAUSE - clock.now();
        if (rest > 0) await clock.sleep(rest);
        if (signal.aborted) return;
        last = clock.now();
        const wish: LookupEventsCommandInput = {
          MaxResults: 50,
          StartTime: new Date(begin),
          EndTime: new Date(until),
          ...(attribute !== undefined && {
            LookupAttributes: [{ AttributeKey: attribute.key as 'EventId', AttributeValue: attribute.value }],
          }),
          ...(NextToken !== undefined && { NextToken }),
        };
        const page = await attempt('read the event history', async () =>
          (await clients.open('cloudtrail')).lookupEvents(wish),
        );
        const { Events = [] } = page;
        const found: readonly Recorded[] = Events.flatMap(({ CloudTrailEvent = '' }) => unwrap(CloudTrailEvent)).filter(
          (one) => isWithin(one, window),
        );
        for (const { EventTime } of Events) if (EventTime !== undefined) oldest = Math.min(oldest, EventTime.getTime());
        ({ NextToken } = page);
        const isOver = NextToken === undefined;
        yield {
          found,
          cursor: { newest, oldest: isOver ? begin : oldest },
          part: isOver ? 1 : (newest - oldest) / Math.max(1, newest - begin),
        };
      } while (NextToken !== undefined);
    },
  };
}
