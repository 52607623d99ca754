import { hash } from 'node:crypto';
import type { Instant, Milliseconds } from '../../clock.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html */
const INTERVAL: Milliseconds = 300_000;

/** The id of a message that has none of its own, where content counts; attributes do not. */
export function ofContent(body: string): string {
  return hash('sha256', body);
}

/** What a FIFO queue or topic remembers for five minutes of what it was sent: the same again is taken, and not delivered. */
export class Deduplication<Sent> {
  /** In the order of noting, so that the first is the one to be forgotten first. */
  readonly #noted = new Map<string, { readonly at: Instant; readonly sent: Sent }>();

  known(scope: string, id: string, now: Instant): Sent | undefined {
    for (const [key, { at }] of this.#noted) {
      if (at + INTERVAL > now) break;
      this.#noted.delete(key);
    }
    return this.#noted.get(keyOf(scope, id))?.sent;
  }

  note(scope: string, id: string, now: Instant, sent: Sent): void {
    this.#noted.set(keyOf(scope, id), { at: now, sent });
  }
}

function keyOf(scope: string, id: string): string {
  return `${scope} ${id}`;
}
