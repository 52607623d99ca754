import type { Instant, Milliseconds } from '../../clock.ts';
import type { Agenda } from '../agenda.ts';
import type { Received, Receiving } from './receiving.ts';

interface Poller {
  readonly receiving: Receiving;
  serve(received: readonly Received[]): void;
}

/** What those who wait want to know of their queue. */
interface Supply {
  /** How many messages are ready, now that time has done its part. */
  ready(): number;
  take(receiving: Receiving): readonly Received[];
  /** When the next message becomes ready by time alone. */
  next(): Instant | undefined;
}

/** Whoever waits for the messages of one queue: those who poll it, and those who watch it. */
export class Audience {
  readonly #agenda: Agenda;
  readonly #supply: Supply;
  readonly #pollers = new Set<Poller>();
  readonly #watchers = new Set<() => void>();
  #wake: { readonly at: Instant; cancel(): void } | undefined;

  constructor(agenda: Agenda, supply: Supply) {
    this.#agenda = agenda;
    this.#supply = supply;
  }

  /** Waits for messages, or until `wait` is over. */
  poll(receiving: Receiving, wait: Milliseconds): Promise<readonly Received[]> {
    return new Promise((resolve) => {
      const poller: Poller = {
        receiving,
        serve: (messages) => {
          cancel();
          this.#pollers.delete(poller);
          resolve(messages);
        },
      };
      const cancel = this.#agenda.after(wait, () => poller.serve([]));
      this.#pollers.add(poller);
      receiving.onceGone?.(() => poller.serve([]));
      this.#planWake();
    });
  }

  /** Calls `wake` whenever a message has become ready, until the returned function is called. */
  watch(wake: () => void): () => void {
    this.#watchers.add(wake);
    if (this.#supply.ready() > 0) wake();
    this.#planWake();
    return () => void this.#watchers.delete(wake);
  }

  /** Gives what is ready to whoever waits. */
  serve(): void {
    if (this.#pollers.size === 0 && this.#watchers.size === 0) return;
    for (const poller of this.#pollers) {
      if (this.#supply.ready() === 0) break;
      const received = this.#supply.take(poller.receiving);
      if (received.length > 0) poller.serve(received);
    }
    if (this.#watchers.size > 0 && this.#supply.ready() > 0) for (const wake of this.#watchers) wake();
    this.#planWake();
  }

  /** Somebody has received: whoever watches has to be woken when that becomes visible again. */
  taken(): void {
    if (this.#watchers.size > 0) this.#planWake();
  }

  /** There will be no more messages: whoever waits learns that there are none. */
  close(): void {
    for (const poller of this.#pollers) poller.serve([]);
    this.#watchers.clear();
    this.#wake?.cancel();
  }

  /** Somebody waits: what becomes ready by time alone has to be noticed by itself. */
  #planWake(): void {
    const next = this.#supply.next();
    if (next === undefined || (this.#pollers.size === 0 && this.#watchers.size === 0)) return;
    if (this.#wake !== undefined && this.#wake.at <= next) return;
    this.#wake?.cancel();
    const cancel = this.#agenda.after(next - this.#agenda.now(), () => {
      this.#wake = undefined;
      this.serve();
      this.#planWake();
    });
    this.#wake = { at: next, cancel };
  }
}
