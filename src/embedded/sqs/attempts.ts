import type { Instant, Milliseconds } from '../../clock.ts';
import type { Received } from './receiving.ts';

const INTERVAL: Milliseconds = 300_000;

/** What `ReceiveRequestAttemptId`s have been given: a receiver whose answer was lost may ask for the same again. */
export class Attempts {
  readonly #noted = new Map<string, { readonly at: Instant; readonly received: readonly Received[] }>();

  /** What the attempt was given, if it is all still in flight under the same receipt. */
  repeat(id: string, now: Instant): readonly Received[] | undefined {
    const noted = this.#noted.get(id);
    if (noted === undefined) return undefined;
    const isWhole = noted.received.every(
      ({ message, receiptHandle }) => message.state === 'in flight' && message.receiptHandle === receiptHandle,
    );
    if (isWhole && noted.received.length > 0 && now < noted.at + INTERVAL) return noted.received;
    this.#noted.delete(id);
    return undefined;
  }

  note(id: string, now: Instant, received: readonly Received[]): void {
    for (const [old, { at }] of this.#noted) {
      if (now < at + INTERVAL) break;
      this.#noted.delete(old);
    }
    this.#noted.set(id, { at: now, received });
  }
}
