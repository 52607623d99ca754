import type { Milliseconds } from '../clock.ts';

/** The end of the time that something has; `cancel` says that it has ended by itself. */
export interface Deadline {
  cancel(): void;
}

/** What has only so much time. */
export interface Expiring {
  expire(): void;
}

// Taken before a consumer or its tests can replace them by fakes.
const { setTimeout, performance } = globalThis;

/**
 * All deadlines of one length, in the order they fall due: the order they were set in. They share a timer, because almost every one is
 * cancelled before it is due, and a timer for each costs more than many a handler.
 */
class Queue {
  readonly #limit: Milliseconds;
  #first: Place | undefined;
  #last: Place | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(limit: Milliseconds) {
    this.#limit = limit;
  }

  add(began: number, whose: Expiring): Deadline {
    const place = new Place(this, began + this.#limit, whose);
    place.before = this.#last;
    if (this.#last === undefined) {
      this.#first = place;
      // Somebody is waiting again, for whom the process must live.
      this.#timer?.ref();
    } else this.#last.behind = place;
    this.#last = place;
    this.#timer ??= setTimeout(() => this.#sweep(), this.#limit);
    return place;
  }

  /** By how much the first is over its time, which is less than nothing where it is not. */
  overdue(now: number): Milliseconds {
    return this.#first === undefined ? Number.NEGATIVE_INFINITY : now - this.#first.due;
  }

  remove(place: Place): void {
    const { before, behind } = place;
    if (before === undefined) this.#first = behind;
    else before.behind = behind;
    if (behind === undefined) this.#last = before;
    else behind.before = before;
    // What is over must hold on to nothing that comes later: one that has grown old would keep all of them.
    place.before = undefined;
    place.behind = undefined;
    if (this.#first === undefined) this.#timer?.unref();
  }

  #sweep(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let place = this.#first; place !== undefined && place.due <= now; place = this.#first) place.fallDue();
    if (this.#first !== undefined) this.#timer = setTimeout(() => this.#sweep(), Math.ceil(this.#first.due - now));
  }
}

class Place implements Deadline {
  readonly due: number;
  before: Place | undefined;
  behind: Place | undefined;
  readonly #queue: Queue;
  #whose: Expiring | undefined;

  constructor(queue: Queue, due: number, whose: Expiring) {
    this.#queue = queue;
    this.due = due;
    this.#whose = whose;
  }

  cancel(): void {
    if (this.#whose === undefined) return;
    this.#whose = undefined;
    this.#queue.remove(this);
  }

  fallDue(): void {
    const whose = this.#whose;
    this.cancel();
    whose?.expire();
  }
}

const queues = new Map<Milliseconds, Queue>();

// Asked from outside of the thread, where a handler keeps it busy: then no timer fires, and nobody in here can tell.
Reflect.set(globalThis, Symbol.for('ecreplay.overdue'), (): Milliseconds => {
  const now = performance.now();
  return Math.max(0, ...queues.values().map((queue) => queue.overdue(now)));
});

/** Lets something expire when `limit` has passed since `began`, a moment of `performance.now()`, unless that is cancelled before. */
export function deadline(limit: Milliseconds, began: number, whose: Expiring): Deadline {
  let queue = queues.get(limit);
  if (queue === undefined) queues.set(limit, (queue = new Queue(limit)));
  return queue.add(began, whose);
}
