import type { Watch } from '../../serve/open-server.ts';
import type { Observer, Seen } from './observer.ts';

/** Sees what the consumers of the embedded AWS are given, and how that ends. */
export interface InvocationObserver extends Observer {
  /** What the embedded AWS tells of invocations. */
  readonly watching: Watch;
  /** An event has gone to a dead-letter queue. */
  deadLettered(text: string): void;
}

/**
 * Watches so many consumers. An event has arrived once one of them has it.
 *
 * It is no duplicate that another consumer is given it, too, nor that it comes again after the consumer has failed with it.
 */
export function invocationObserver(consumers: number): InvocationObserver {
  let told: { readonly seen: Seen; readonly now: () => number } | undefined;
  /** Events that are given to a consumer once more, because it has failed. */
  const failed = new Set<number>();

  function end(seq: number, kind: Parameters<ReturnType<Watch['began']>>[0]['kind']): void {
    if (told === undefined) return;
    if (kind === 'returned') told.seen.processed(seq, told.now());
    else {
      told.seen.failed(seq, told.now());
      failed.add(seq);
      // The latest are those that may come again.
      if (failed.size > MOST_FAILED) failed.delete(failed.values().next().value!);
    }
  }

  return {
    legs: ['delivery', 'completion'],
    failure: () => undefined,
    watch: (seen, now) => {
      told = { seen, now };
    },
    watching: {
      began: (event) => {
        const at = told?.now() ?? 0;
        const seq = told?.seen.seqIn(JSON.stringify(event) ?? '');
        if (seq === undefined) return () => undefined;
        told?.seen.delivered(seq, at, { maybeAgain: failed.delete(seq) || consumers > 1 });
        return ({ kind }) => end(seq, kind);
      },
      worked: (texts, { kind }) => {
        for (const text of texts) {
          const seq = told?.seen.seqIn(text);
          if (seq === undefined) continue;
          told?.seen.delivered(seq, told.now(), { maybeAgain: failed.delete(seq) || consumers > 1 });
          end(seq, kind);
        }
      },
    },
    deadLettered: (text) => {
      const seq = told?.seen.seqIn(text);
      if (seq !== undefined) told?.seen.deadLettered(seq, told.now());
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const MOST_FAILED = 100_000;
