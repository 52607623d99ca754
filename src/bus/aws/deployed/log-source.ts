import type { Instant } from '../../../clock.ts';
import type { Clients } from '../../remote/clients.ts';
import { isMissing } from '../../remote/failure.ts';
import type { LogLine } from './read-runs.ts';

/** Where the lines of a log group come from. */
export interface LogSource {
  /** All lines so far. */
  read(): Promise<readonly LogLine[]>;
  close(): void;
}

/** Asks for the lines since a moment, again and again: they may become visible seconds after they were written. */
export function filtered(logGroupName: string, startTime: Instant, clients: Clients): LogSource {
  return {
    read: async () => {
      const logs = await clients.open('cloudwatch-logs');
      const lines: LogLine[] = [];
      let nextToken: string | undefined;
      try {
        do {
          const { events = [], nextToken: next } = await logs.filterLogEvents({ logGroupName, startTime, nextToken });
          for (const { logStreamName: stream = '', timestamp = 0, message = '' } of events) {
            lines.push({ stream, timestamp, message });
          }
          nextToken = next;
        } while (nextToken !== undefined);
      } catch (error) {
        // The group is there once the function has run for the first time.
        if (!isMissing(error)) throw error;
      }
      return lines;
    },
    close: () => {},
  };
}

/** Has the lines sent as they come. The group has to be there already. */
export async function tailed(logGroupIdentifier: string, clients: Clients): Promise<LogSource> {
  const logs = await clients.open('cloudwatch-logs');
  const lines: LogLine[] = [];
  const ending = new AbortController();
  const { responseStream } = await logs.startLiveTail(
    { logGroupIdentifiers: [logGroupIdentifier] },
    { abortSignal: ending.signal },
  );
  let failure: unknown;
  async function listen(): Promise<void> {
    for await (const { sessionUpdate } of responseStream ?? []) {
      for (const { logStreamName: stream = '', timestamp = 0, message = '' } of sessionUpdate?.sessionResults ?? []) {
        lines.push({ stream, timestamp, message });
      }
    }
  }
  listen().catch((error: unknown) => {
    if (!ending.signal.aborted) failure = error;
  });
  return {
    read: () => (failure === undefined ? Promise.resolve(lines) : Promise.reject(failure)),
    close: () => ending.abort(),
  };
}
