import type { Instant, Milliseconds } from '../clock.ts';

/** Something that is to happen later: a retry, a message that becomes visible again, a scheduled rule. */
export type Action = () => void | Promise<void>;

/** What the embedded AWS has yet to do, and the time it goes by. */
export interface Agenda {
  now(): Instant;
  /** Plans an action for `delay` milliseconds from now; the returned function takes it off again. */
  after(delay: Milliseconds, action: Action): () => void;
}

interface Entry {
  readonly at: Instant;
  /** Breaks ties: what was planned first happens first. */
  readonly order: number;
  readonly action: Action;
}

/** A rehearsal's agenda: time jumps from one entry to the next, so that a day of retries takes no time. */
export interface VirtualAgenda extends Agenda {
  /** Does everything that is planned up to `until`, in order, one after another, also what that plans anew; then it is `until`. */
  runUntil(until: Instant): Promise<void>;
  /** Does everything that is planned within `limit` of now, and then stops where the last entry was. */
  settle(limit: Milliseconds): Promise<void>;
}

export function virtualAgenda(start: Instant): VirtualAgenda {
  let now = start;
  let order = 0;
  // A binary heap by time, then by order of planning.
  const heap: Entry[] = [];
  const taken = new Set<Entry>();

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

  async function run(until: Instant): Promise<void> {
    for (let next = heap[0]; next !== undefined && next.at <= until; next = heap[0]) {
      pop();
      if (taken.delete(next)) continue;
      now = Math.max(now, next.at);
      await next.action();
    }
  }

  return {
    now: () => now,
    after: (delay, action) => {
      const entry = { at: now + Math.max(0, delay), order: (order += 1), action };
      push(entry);
      return () => void taken.add(entry);
    },
    runUntil: async (until) => {
      await run(until);
      now = Math.max(now, until);
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
