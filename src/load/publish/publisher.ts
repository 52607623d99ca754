import { Pool } from 'undici';
import { backOff } from '../../bus/remote/back-off.ts';
import type { Milliseconds } from '../../clock.ts';
import type { Random } from '../../random.ts';
import { exchange } from './exchange.ts';
import { type EntryFate, fatesOf } from './fate.ts';
import { quotaOf } from './quota.ts';
import { type Addressing, openRequests } from './request.ts';
import { MOST_BYTES, MOST_ENTRIES, type WireEntry } from './wire-entry.ts';

/** What a publisher says of each entry, by the number that it was given with. Moments are those of `performance.now()`. */
export interface Told {
  /** It is in a request that is being sent, for the first time. */
  sent(number: number, at: Milliseconds): void;
  /** What has become of it in the end; `tries` is in how many requests it was. */
  ended(number: number, fate: Exclude<EntryFate, { kind: 'again' }>, at: Milliseconds, tries: number): void;
}

/** How a publisher goes about it. */
export interface Publishing extends Addressing {
  /** How many requests may be under way; each has a connection to itself. */
  readonly connections: number;
  /** How many entries may wait besides; what comes when they do is dropped. */
  readonly room: number;
  /** How many requests a second AWS allows. */
  readonly tps?: number | undefined;
  /** How long an answer may take before its fate is unknown. */
  readonly patience: Milliseconds;
  readonly random: Random;
  readonly told: Told;
}

/** Puts events on a bus, as fast as the wire allows. */
export interface Publisher {
  /** Takes an entry, or says that there is no room for it. Nothing is sent before `flush`, unless a request ends. */
  put(entry: WireEntry, number: number): boolean;
  /** Sends what there are connections and a quota for. */
  flush(): void;
  /** How many entries wait to be sent, the first time or again. */
  waiting(): number;
  /** How many requests are under way. */
  inFlight(): number;
  /** Resolves as soon as nothing waits and nothing is under way. */
  idle(): Promise<void>;
  /** Gives up what is left, whose ends are not told, and closes the connections. */
  close(): Promise<void>;
}

/** Entries that go together, and how often they have gone. */
interface Batch {
  readonly entries: WireEntry[];
  readonly numbers: number[];
  readonly tries: number;
}

/** Opens a publisher. Nothing is connected before the first entry. */
export function openPublisher(publishing: Publishing): Publisher {
  const { endpoint, connections, room, tps, patience, random, told, attempts } = publishing;
  const word = openRequests(publishing);
  const quota = quotaOf(tps);
  const pool = new Pool(endpoint.origin, { connections, headersTimeout: patience, bodyTimeout: patience });
  const path = endpoint.pathname;
  const fresh = openWaiting();
  /** Those whose pause is over: they go before all others. */
  const again: Batch[] = [];
  let pausing = 0;
  let pauses = new Set<NodeJS.Timeout>();
  let running = 0;
  let awaited: NodeJS.Timeout | undefined;
  let closed = false;
  let resting: (() => void)[] = [];

  function flush(): void {
    while (running < connections && !closed && (again.length > 0 || fresh.length() > 0)) {
      const now = performance.now();
      const wait = quota.take(now);
      if (wait > 0) {
        awaited ??= setTimeout(() => {
          awaited = undefined;
          flush();
        }, Math.ceil(wait));
        return;
      }
      send(again.shift() ?? fresh.batch(), now);
    }
  }

  function send(batch: Batch, now: Milliseconds): void {
    running += 1;
    const { entries, numbers } = batch;
    const tries = batch.tries + 1;
    if (tries === 1) for (const number of numbers) told.sent(number, now);
    exchange(pool, path, word(entries, tries), (outcome) => {
      running -= 1;
      if (closed) return;
      const at = performance.now();
      const fates = fatesOf(outcome, entries.length);
      const next: Batch = { entries: [], numbers: [], tries };
      for (let index = 0; index < entries.length; index += 1) {
        const fate = fates[index]!;
        if (fate.kind !== 'again') told.ended(numbers[index]!, fate, at, tries);
        else if (tries >= attempts) told.ended(numbers[index]!, { ...fate, kind: 'refused' }, at, tries);
        else {
          next.entries.push(entries[index]!);
          next.numbers.push(numbers[index]!);
        }
      }
      if (next.entries.length > 0) pause(next);
      flush();
      rest();
    });
  }

  function pause(batch: Batch): void {
    pausing += batch.entries.length;
    const timer = setTimeout(
      () => {
        pauses.delete(timer);
        pausing -= batch.entries.length;
        again.push(batch);
        flush();
      },
      backOff(batch.tries - 1, random),
    );
    pauses.add(timer);
  }

  const waiting = (): number => fresh.length() + pausing + again.reduce((sum, { entries }) => sum + entries.length, 0);

  function rest(): void {
    if (resting.length === 0 || running > 0 || waiting() > 0) return;
    for (const done of resting) done();
    resting = [];
  }

  return {
    put: (entry, number) => {
      if (fresh.length() + pausing >= room) return false;
      fresh.push(entry, number);
      return true;
    },
    flush,
    waiting,
    inFlight: () => running,
    idle: () =>
      new Promise((resolve) => {
        resting.push(resolve);
        flush();
        rest();
      }),
    close: async () => {
      closed = true;
      clearTimeout(awaited);
      for (const timer of pauses) clearTimeout(timer);
      pauses = new Set();
      await pool.destroy();
    },
  };
}

/** Entries in the order they came, taken out a batch at a time. */
function openWaiting(): {
  length(): number;
  push(entry: WireEntry, number: number): void;
  batch(): Batch;
} {
  let entries: WireEntry[] = [];
  let numbers: number[] = [];
  let first = 0;
  return {
    length: () => entries.length - first,
    push: (entry, number) => {
      entries.push(entry);
      numbers.push(number);
    },
    batch: () => {
      let last = first;
      for (let room = MOST_BYTES; last < entries.length && last - first < MOST_ENTRIES; last += 1) {
        room -= entries[last]!.size;
        if (room < 0 && last > first) break;
      }
      const batch = { entries: entries.slice(first, last), numbers: numbers.slice(first, last), tries: 0 };
      first = last;
      // What has been taken is let go of in large pieces, so that a queue costs the same however long it is.
      if (first === entries.length) [entries, numbers, first] = [[], [], 0];
      else if (first >= 4_096) [entries, numbers, first] = [entries.slice(first), numbers.slice(first), 0];
      return batch;
    },
  };
}
