import { Pool } from 'undici';
import { backOff } from '../../bus/remote/back-off.ts';
import type { Milliseconds } from '../../clock.ts';
import type { Random } from '../../random.ts';
import { exchange } from './exchange.ts';
import { type EntryEnd, fatesOf } from './fate.ts';
import { quotaOf } from './quota.ts';
import { type Addressing, openRequests } from './request.ts';
import { openWaiting } from './waiting.ts';

/** What a publisher says of each entry, by the number that it was given with. Moments are those of `performance.now()`. */
export interface Told {
  /** It is in a request that is being sent, for the first time. */
  sent(number: number, at: Milliseconds): void;
  /** What has become of it in the end; `tries` is in how many requests it was. */
  ended(number: number, fate: EntryEnd, at: Milliseconds, tries: number): void;
  /** A request was answered, whatever the answer says. */
  answered(): void;
}

/** What is published, by the numbers that entries are known by. Each is worded as it is sent, so that waiting costs a number. */
export interface Entries {
  /** An entry of PutEvents as JSON, as it stands in the body. */
  text(number: number): string;
  /** Its bytes by the formula that AWS limits requests by. */
  sizeOf(number: number): number;
}

/** How a publisher goes about it. */
export interface Publishing extends Addressing {
  readonly entries: Entries;
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
  put(number: number): boolean;
  /** Sends what there are connections and a quota for. */
  flush(): void;
  /** How many entries wait to be sent, the first time or again. */
  waiting(): number;
  /** How many requests are under way. */
  inFlight(): number;
  /** Resolves as soon as nothing waits and nothing is under way. */
  idle(): Promise<void>;
  /** Forgets what waits, which then has no end; what is under way goes on, and is not tried again. */
  forgo(): void;
  /** Gives up what is left, whose ends are not told, and closes the connections. */
  close(): Promise<void>;
}

/** Entries that go together, and how often they have gone. */
interface Batch {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  readonly tries: number;
}

/** Opens a publisher. Nothing is connected before the first entry. */
export function openPublisher(publishing: Publishing): Publisher {
  const { endpoint, entries, connections, room, tps, patience, random, told, attempts } = publishing;
  const word = openRequests(publishing);
  const quota = quotaOf(tps);
  const pool = new Pool(endpoint.origin, { connections, headersTimeout: patience, bodyTimeout: patience });
  const path = endpoint.pathname;
  const fresh = openWaiting((number) => entries.sizeOf(number));
  /** Those whose pause is over: they go before all others. */
  const again: Batch[] = [];
  let pausing = 0;
  const pauses = new Set<NodeJS.Timeout>();
  let running = 0;
  let awaited: NodeJS.Timeout | undefined;
  let closed = false;
  let forgone = false;
  let resting: (() => void)[] = [];

  function flush(): void {
    if (closed) return;
    while (running < connections && (again.length > 0 || fresh.length() > 0)) {
      const now = performance.now();
      const wait = quota.take(now);
      if (wait > 0) {
        awaited ??= setTimeout(() => {
          awaited = undefined;
          flush();
        }, Math.ceil(wait));
        return;
      }
      send(again.shift() ?? first(fresh.batch()), now);
    }
  }

  function first(numbers: readonly number[]): Batch {
    return { numbers, texts: numbers.map((number) => entries.text(number)), tries: 0 };
  }

  function send(batch: Batch, now: Milliseconds): void {
    running += 1;
    const { numbers, texts } = batch;
    const tries = batch.tries + 1;
    if (tries === 1) for (const number of numbers) told.sent(number, now);
    exchange(pool, path, word(texts, tries), (outcome) => {
      running -= 1;
      if (closed) return;
      const at = performance.now();
      if ('status' in outcome) told.answered();
      const fates = fatesOf(outcome, numbers.length);
      const left: number[] = [];
      for (let index = 0; index < numbers.length; index += 1) {
        const fate = fates[index]!;
        if (fate.kind !== 'again') told.ended(numbers[index]!, fate, at, tries);
        else if (tries >= attempts || forgone) told.ended(numbers[index]!, { ...fate, kind: 'refused' }, at, tries);
        else left.push(index);
      }
      if (left.length > 0) {
        pause({ numbers: left.map((index) => numbers[index]!), texts: left.map((index) => texts[index]!), tries });
      }
      flush();
      rest();
    });
  }

  function pause(batch: Batch): void {
    pausing += batch.numbers.length;
    const timer = setTimeout(
      () => {
        pauses.delete(timer);
        pausing -= batch.numbers.length;
        again.push(batch);
        flush();
      },
      backOff(batch.tries - 1, random),
    );
    pauses.add(timer);
  }

  const waiting = (): number => fresh.length() + pausing + again.reduce((sum, { numbers }) => sum + numbers.length, 0);

  function rest(): void {
    if (resting.length === 0 || running > 0 || waiting() > 0) return;
    for (const done of resting) done();
    resting = [];
  }

  function forgo(): void {
    forgone = true;
    fresh.clear();
    again.length = 0;
    pausing = 0;
    for (const timer of pauses) clearTimeout(timer);
    pauses.clear();
    clearTimeout(awaited);
  }

  return {
    put: (number) => {
      if (fresh.length() + pausing >= room) return false;
      fresh.push(number);
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
    forgo,
    close: async () => {
      closed = true;
      forgo();
      await pool.destroy();
    },
  };
}
