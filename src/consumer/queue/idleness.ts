import type { Milliseconds } from '../../clock.ts';
import type { Guest } from '../../embedded/guests.ts';

// Taken before a consumer or its tests can replace it by a fake.
const { clearTimeout, setTimeout } = globalThis;

/** How long a process has to be quiet before it counts as waiting: it may send something beside its poll. */
const QUIET: Milliseconds = 25;
/** The same, while it holds messages: it may work on them beside its poll, or may have let them be. */
const QUIET_AT_WORK: Milliseconds = 200;

/** How long a process may take to begin, at the least. */
const TO_BEGIN: Milliseconds = 10_000;

/** What is watched of a process. */
export interface Watched {
  /** The scenario's clock waits for it; nothing, where that waits for nobody. */
  readonly guest: Guest | undefined;
  /** How long it may do nothing that is expected of it. */
  readonly patience: Milliseconds;
  /** Whether it has messages that it has not let go of. */
  holdsMessages(): boolean;
  /** Told when it has come to rest. */
  rested(): void;
  /** Told when its time is up. */
  stuck(): void;
}

/**
 * Knows when a process in its own time has something to do, and lets the scenario's time go on when it has not: it polls and gets nothing,
 * or was told that there is nothing and has not asked again.
 */
export class Idleness {
  readonly #watched: Watched;
  #heard = performance.now();
  #timer: NodeJS.Timeout | undefined;
  /** How many of its polls have no answer. */
  #blocked = 0;
  #wasToldNothing = false;
  #attempts = 0;
  #rest: { readonly over: Promise<void>; readonly wake: () => void } | undefined;
  #isOver = false;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#expectSomething(Math.max(watched.patience, TO_BEGIN));
  }

  /** A request has come in. */
  heard(): void {
    this.#heard = performance.now();
    this.#wasToldNothing = false;
    this.#rest?.wake();
    this.#expectSomething();
  }

  /** Hands on what it polls for, once there is any; time goes on until then. */
  async polling<Answer>(answer: Promise<Answer>): Promise<Answer> {
    this.#blocked += 1;
    void this.#settle();
    try {
      return await answer;
    } finally {
      this.#blocked -= 1;
      this.#rest?.wake();
      // Others may have their turn first.
      await this.#rest?.over;
    }
  }

  /** It was told that there is nothing, and does what it does until it asks again. */
  toldNothing(): void {
    this.#wasToldNothing = true;
    void this.#settle();
  }

  /** Something other than a poll was answered: whoever polls beside that goes on waiting. */
  answered(): void {
    if (this.#blocked > 0 && !this.#watched.holdsMessages()) void this.#settle();
  }

  /** There is something for it, which it has yet to ask for. */
  stir(): void {
    if (this.#blocked === 0) this.#rest?.wake();
  }

  /** Nothing more is expected. */
  over(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#rest?.wake();
    this.#watched.guest?.leave();
  }

  async #settle(): Promise<void> {
    const attempt = (this.#attempts += 1);
    for (let rest = this.#unquiet(); rest > 0; rest = this.#unquiet()) {
      await new Promise((resolve) => void setTimeout(resolve, rest));
      if (attempt !== this.#attempts) return;
    }
    if (this.#isOver || this.#rest !== undefined || (this.#blocked === 0 && !this.#wasToldNothing)) return;
    clearTimeout(this.#timer);
    this.#watched.rested();
    const { promise, resolve: wake } = Promise.withResolvers<void>();
    this.#rest = { over: this.#rested(promise), wake };
  }

  async #rested(stirred: Promise<void>): Promise<void> {
    await (this.#watched.guest?.awaiting(stirred) ?? stirred);
    this.#rest = undefined;
    this.#expectSomething();
  }

  /** How long it still has to be quiet. */
  #unquiet(): Milliseconds {
    return this.#heard + (this.#watched.holdsMessages() ? QUIET_AT_WORK : QUIET) - performance.now();
  }

  #expectSomething(within = this.#watched.patience): void {
    clearTimeout(this.#timer);
    if (this.#isOver || !Number.isFinite(within)) return;
    this.#timer = setTimeout(() => this.#watched.stuck(), within);
    this.#timer.unref();
  }
}
