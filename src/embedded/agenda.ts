import type { Instant, Milliseconds } from '../clock.ts';
import { type Guest, openGuests, type Stay } from './guests.ts';

/** Something that is to happen later: a retry, a message that becomes visible again, a scheduled rule. */
export type Action = () => void | Promise<void>;

/** What the embedded AWS has yet to do, and the time it goes by. */
export interface Agenda {
  now(): Instant;
  /** Plans an action for `delay` milliseconds from now; the returned function takes it off again. */
  after(delay: Milliseconds, action: Action): () => void;
  /** Where nobody waits for what actions begin: takes what fails of it, so that the action need not hand on a promise. */
  readonly failed?: (error: unknown) => void;
}

interface Entry {
  readonly at: Instant;
  /** Breaks ties: what was planned first happens first. */
  readonly order: number;
  readonly action: Action;
  cancelled: boolean;
}

/** What plans itself anew for the very same moment never ends: a function that calls itself, two queues that answer each other. */
const MOST_AT_ONE_MOMENT = 100_000;
/** Timers of handlers, and the test runner's own, fire only when the event loop turns. */
const LONGEST_TURN = 10;

/**
 * A rehearsal's agenda: time jumps from one entry to the next, so that a day of retries takes no time.
 *
 * Actions happen one after another, each to its end, but for those that wait for code that waits for the agenda itself: they go on
 * beside what comes after them.
 */
export interface VirtualAgenda extends Agenda {
  /** Does everything that is planned up to `until`, in order, also what that plans anew; then it is `until`. */
  runUntil(until: Instant): Promise<void>;
  /** Does everything that is planned within `limit` of now, and then stops where the last entry was. */
  settle(limit: Milliseconds): Promise<void>;
  /** Announces code that actions wait for, and that may wait for the agenda. */
  attend(stay: Stay): Guest;
}

export function virtualAgenda(start: Instant): VirtualAgenda {
  let now = start;
  let order = 0;
  // A binary heap by time, then by order of planning.
  const heap: Entry[] = [];
  let atThisMoment = 0;
  let turned = 0;
  /** How many actions have not come to their end. */
  let pending = 0;
  /** Why actions have failed after time had gone on without them. */
  const failures: unknown[] = [];
  /** Lets whoever waits for the end of all actions go on. */
  let goOn: (() => void) | undefined;

  const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

  function push(entry: Entry): void {
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at]!, heap[parent]!)) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  function pop(): Entry | undefined {
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      let least = at;
      if (left < heap.length && before(heap[left]!, heap[least]!)) least = left;
      if (left + 1 < heap.length && before(heap[left + 1]!, heap[least]!)) least = left + 1;
      if (least === at) return top;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }

  const guests = openGuests((at, action) => plan(at === 'now' ? now : Math.max(now, at), action), rested);

  function plan(at: Instant, action: Action): () => void {
    const entry: Entry = { at, order: (order += 1), action, cancelled: false };
    push(entry);
    return () => {
      entry.cancelled = true;
    };
  }

  function over(): void {
    pending -= 1;
    rested();
  }

  function rested(): void {
    // Who lives beside the agenda may have been given something by the last of its actions: that is seen when all wait.
    if (pending === 0 && !guests.hasResidents()) goOn?.();
  }

  function fail(error: unknown): void {
    failures.push(error);
    over();
  }

  /** Calls back when every action is at its end, or all that they wait for is to come of this agenda. */
  function whenCalm(resolve: () => void): void {
    goOn = resolve;
    guests.watch(resolve);
  }

  function rethrow(): void {
    if (failures.length > 0) throw failures.shift();
  }

  /** Lets everything come to rest that goes on; nothing, where nothing can. */
  function calm(): Promise<void> | undefined {
    return pending > 0 || guests.hasResidents() ? new Promise<void>(whenCalm) : undefined;
  }

  function calmed(): void {
    goOn = undefined;
    guests.stop();
    rethrow();
  }

  async function run(until: Instant): Promise<void> {
    rethrow();
    if (guests.hasResidents()) {
      await calm();
      calmed();
    }
    for (let next = heap[0]; next !== undefined && next.at <= until; next = heap[0]) {
      pop();
      if (next.cancelled) continue;
      atThisMoment = next.at > now ? 0 : atThisMoment + 1;
      if (atThisMoment > MOST_AT_ONE_MOMENT) {
        throw new Error(
          `More than ${MOST_AT_ONE_MOMENT} things happen at ${new Date(now).toISOString()}: something sets itself off for ever`,
        );
      }
      now = Math.max(now, next.at);
      const doing = next.action();
      if (doing instanceof Promise) {
        pending += 1;
        doing.then(over, fail);
      }
      // Also where there is nothing to wait for: what has been set going with that happens before the next entry.
      await calm();
      calmed();
      if (performance.now() - turned > LONGEST_TURN) {
        await new Promise((resolve) => void setImmediate(resolve));
        turned = performance.now();
      }
    }
  }

  return {
    now: () => now,
    after: (delay, action) => plan(now + Math.max(0, delay), action),
    attend: (stay) => guests.attend(stay),
    runUntil: async (until) => {
      await run(until);
      if (until <= now) return;
      now = until;
      // Else every moment of a recording would add to that of the last one that was waited for.
      atThisMoment = 0;
    },
    settle: (limit) => run(now + limit),
  };
}

/** The agenda of a service that runs in real time: entries wait for the machine's clock and do not keep the process alive. */
export function realAgenda(): Agenda {
  return {
    now: Date.now,
    after: (delay, action) => {
      const timer = setTimeout(() => void action(), Math.max(0, delay));
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
