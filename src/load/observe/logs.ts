import type { Clients } from '../../bus/remote/clients.ts';
import { isMissing, remoteProblem } from '../../bus/remote/failure.ts';
import type { Milliseconds } from '../../clock.ts';
import type { Observer, Seen } from './observer.ts';

/** How often is asked, and how far back: lines may become visible seconds after they were written. */
const EVERY: Milliseconds = 1_000;
const BACK: Milliseconds = 60_000;
const PATIENCE = 10;

/**
 * Watches a log group in which the consumer says what it was given: the event, its id or the digest of its image may stand anywhere in a line.
 * An event has arrived when its line says that it was written.
 */
export function observeLogs(logGroupName: string, clients: Clients): Observer {
  const attempt = `watch the log group "${logGroupName}"`;
  let failure: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const ending = new AbortController();
  let reading: Promise<void> = Promise.resolve();
  /** The lines that were read, by their ids, as far back as is asked. */
  const known = new Map<string, Milliseconds>();

  async function read(seen: Seen, wall: Milliseconds): Promise<void> {
    const logs = await clients.open('cloudwatch-logs');
    const startTime = Math.max(wall, Date.now() - BACK);
    let nextToken: string | undefined;
    do {
      const { events = [], nextToken: next } = await logs.filterLogEvents({ logGroupName, startTime, nextToken });
      for (const { eventId = '', timestamp = 0, message = '' } of events) {
        if (known.has(eventId)) continue;
        known.set(eventId, timestamp);
        const seq = seen.seqIn(message);
        if (seq !== undefined) seen.delivered(seq, (timestamp - wall) * 1e3);
      }
      nextToken = next;
    } while (nextToken !== undefined && !ending.signal.aborted);
    for (const [id, at] of known) if (at < startTime) known.delete(id);
  }

  function loop(seen: Seen, wall: Milliseconds, failed = 0): void {
    reading = read(seen, wall).then(
      () => again(0),
      (error: unknown) => {
        // The group is there once the consumer has run for the first time.
        if (isMissing(error)) return again(0);
        if (failed + 1 < PATIENCE) return again(failed + 1);
        failure = remoteProblem(attempt, error, clients.reach.endpoint).message;
        return undefined;
      },
    );
    const again = (times: number): void => {
      if (!ending.signal.aborted) timer = setTimeout(() => loop(seen, wall, times), EVERY);
    };
  }

  return {
    legs: ['delivery'],
    failure: () => failure,
    watch: (seen, _, wall) => loop(seen, wall),
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      clearTimeout(timer);
      await reading.catch(() => undefined);
      clients[Symbol.dispose]();
    },
  };
}
