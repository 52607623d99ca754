import type { Caused } from '../timeline/caused.ts';
import type { Delivery } from '../timeline/timeline.ts';
import type { Book } from './book.ts';
import { type Told, writeEmissions } from './told.ts';

/** Writes down what AWS says of consumers' own calls, once each call is there to be the cause of it. */
export interface CausedWriter {
  /** What was said of the calls that have led to an arrival. */
  before(delivery: Delivery): void;
  /** What nothing has arrived of. */
  rest(): void;
}

/** Opens the writing; `requests` has the items of calls, by consumer, request and operation. */
export function openCaused(
  book: Book,
  caused: readonly Caused[],
  told: Told,
  requests: ReadonlyMap<string, string>,
): CausedWriter {
  const waiting = Map.groupBy(caused, ({ causedBy }) => causedBy.requestId);
  const write = (requestId: string): void => {
    const emissions = waiting.get(requestId) ?? [];
    waiting.delete(requestId);
    if (emissions.length > 0)
      writeEmissions(book, emissions, told, ({ causedBy: { consumer, operation } }) =>
        requests.get(`${consumer}\n${requestId}\n${operation}`),
      );
  };
  return {
    before: ({ causedBy }) => {
      if (causedBy !== undefined) write(causedBy.requestId);
    },
    rest: () => {
      for (const requestId of waiting.keys()) write(requestId);
    },
  };
}
