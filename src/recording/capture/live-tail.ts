import type { StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs';
import { logPages, type LogWish, sayStrangers } from './log-group.ts';
import type { Reach } from './reach.ts';
import { unwrap } from './unwrap.ts';
import type { Recorded } from '../recorded.ts';
import { type Batch, type Reading, type Source } from './source.ts';

/**
 * Reads a log group as it is written, by sessions of three hours at most. What a session has left out, because it sends no more than a
 * sample of busy seconds, and what was written between two of them, is read afterwards; so are the lines since an earlier reading.
 */
export function liveTail(arn: string, { filterPattern }: LogWish, reach: Reach): Source {
  return {
    names: { kind: 'log group, live', group: arn },
    isEndless: true,
    async *read(reading) {
      const strangers = { lines: 0 };
      const last = reading.from?.['time'];
      let since = typeof last === 'number' ? last : reach.clock.now();
      let sampled = 0;
      if (typeof last === 'number') yield* missed(since);
      while (!reading.signal.aborted) {
        const began = reach.clock.now();
        for await (const update of session()) {
          if (update.isSampled) sampled += 1;
          yield { found: recordedOf(update.lines, strangers), ...(sampled === 0 && { cursor: { time: update.time } }) };
        }
        if (sampled > 0) {
          reading.note(
            `CloudWatch Logs sent a sample of ${sampled} second${sampled === 1 ? '' : 's'}, in which there was more than it sends live; the rest is read from the log group now`,
          );
        }
        yield* missed(Math.min(since, began));
        since = reach.clock.now();
        sampled = 0;
      }
      sayStrangers(strangers.lines, arn, reading);

      async function* session(): AsyncGenerator<Update, void, undefined> {
        const { responseStream } = await reach.attempt(`follow the log group "${arn}"`, async () =>
          (await reach.clients.open('cloudwatch-logs')).startLiveTail(
            {
              logGroupIdentifiers: [arn],
              ...(filterPattern !== undefined && { logEventFilterPattern: filterPattern }),
            },
            { abortSignal: reading.signal },
          ),
        );
        if (responseStream !== undefined) yield* updates(responseStream, reading, reach);
      }

      /** Lines of a stretch that may have been told already, which are not kept again. */
      async function* missed(from: number): AsyncGenerator<Batch, void, undefined> {
        const pages = logPages(
          arn,
          { from, to: reach.clock.now(), ...(filterPattern !== undefined && { filterPattern }) },
          reach,
        );
        for await (const { events } of pages) {
          const time = events.at(-1)?.timestamp;
          yield { found: recordedOf(events, { lines: 0 }), ...(time !== undefined && { cursor: { time } }) };
        }
      }
    },
  };
}

interface Line {
  readonly message?: string | undefined;
  readonly timestamp?: number | undefined;
  readonly ingestionTime?: number | undefined;
}

interface Update {
  readonly lines: readonly Line[];
  readonly time: number;
  readonly isSampled: boolean;
}

async function* updates(
  stream: AsyncIterable<StartLiveTailResponseStream>,
  { signal }: Reading,
  { clock, attempt }: Reach,
): AsyncGenerator<Update, void, undefined> {
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await attempt('follow the log group', () => iterator.next());
      if (done === true || signal.aborted) return;
      // A session ends after three hours; another goes on.
      if (value.SessionTimeoutException !== undefined || value.SessionStreamingException !== undefined) return;
      const { sessionMetadata, sessionResults = [] } = value.sessionUpdate ?? {};
      if (value.sessionUpdate === undefined) continue;
      yield { lines: sessionResults, time: clock.now(), isSampled: sessionMetadata?.sampled === true };
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await iterator.return?.().catch(() => undefined);
  }
}

function recordedOf(lines: readonly Line[], strangers: { lines: number }): readonly Recorded[] {
  return lines.flatMap(({ message = '', ingestionTime, timestamp }) => {
    const found = unwrap({ message, ingestionTime, timestamp });
    if (found.length === 0) strangers.lines += 1;
    return found;
  });
}
