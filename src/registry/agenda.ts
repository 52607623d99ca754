import type { Instant } from '../clock.ts';
import type { Ledger } from './ledger.ts';

/** Something that ends by itself, later. */
export interface Due {
  readonly at: Instant;
  /** Whether an activity goes on until it has ended; what is not awaited happens only if time passes. */
  readonly awaited: boolean;
  readonly run: (ledger: Ledger) => void;
}

/** What will happen by itself, in the order it falls due. */
export class Agenda {
  readonly #items: Due[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** When something falls due next. */
  get next(): Instant | undefined {
    return this.#items[0]?.at;
  }

  /** When `take` would find something. */
  dueBy(until: Instant): Instant | undefined {
    if (until !== Infinity) return (this.next ?? Infinity) <= until ? this.next : undefined;
    return this.#items.find(({ awaited }) => awaited)?.at;
  }

  add(due: Due): void {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#items[middle]!.at <= due.at) low = middle + 1;
      else high = middle;
    }
    this.#items.splice(low, 0, due);
  }

  /** Takes what falls due first, if it does by then. For the end of all time: what is awaited. */
  take(until: Instant): Due | undefined {
    if (until !== Infinity) return (this.#items[0]?.at ?? Infinity) <= until ? this.#items.shift() : undefined;
    const index = this.#items.findIndex(({ awaited }) => awaited);
    return index < 0 ? undefined : this.#items.splice(index, 1)[0];
  }
}
