import type { Milliseconds } from '../../clock.ts';
import { Problem } from '../../problem.ts';
import type { Delivery } from '../../timeline/timeline.ts';
import type { Fate } from '../bus.ts';
import { remoteProblem } from '../remote/failure.ts';
import type { Ledger } from '../remote/ledger.ts';
import { putEvents, type Sending } from '../remote/put-events.ts';
import { toEntry } from './entry.ts';
import type { Flight } from './flight.ts';

/** Puts deliveries on the bus, in company where nobody waits for them. */
export interface Outbox {
  readonly fates: Map<Delivery, Fate>;
  /** Has a delivery sent with the next that go; two of one id never go at once, because they would not be told apart. */
  add(flight: Flight): Promise<void>;
  /** Lets what was added go when there is enough company, or when there has been time for it. Waits only where much is under way. */
  soon(): Promise<void>;
  /** Has everything sent that was added, and waits until the bus has it. */
  flush(): Promise<void>;
  /** Waits until nothing is under way any more. */
  landed(): Promise<void>;
  /** Those that have gone under an id, first to last: the same event may come twice. */
  withId(id: string): readonly Flight[];
  /** The one that has gone last. */
  latest(): Flight | undefined;
  /** Has everybody told from now on what has gone wrong; the first to say so is heard. Returns what they are told. */
  fail(error: () => unknown): unknown;
  /** Throws what has gone wrong. */
  check(): void;
}

/** PutEvents takes no more at once. */
const MOST_AT_ONCE = 10;
/** How long events that nobody waits for may wait for company. */
const COMPANY: Milliseconds = 5;
/** How many such requests are under way at most: a timeline may be long. */
const MOST_UNDER_WAY = 4;

/** Opens the way to one bus. */
export function openOutbox({
  bus,
  sending,
  endpoint,
  ledger,
}: {
  readonly bus: string;
  readonly sending: Sending;
  readonly endpoint: string;
  readonly ledger: Pick<Ledger, 'sending' | 'sent'>;
}): Outbox {
  const fates = new Map<Delivery, Fate>();
  /** By the id that the bus has given it. */
  const flights = new Map<string, Flight[]>();
  const underWay = new Set<Promise<void>>();
  let waiting: Flight[] = [];
  let timer: NodeJS.Timeout | undefined;
  let failed: unknown;

  function fail(error: () => unknown): unknown {
    return (failed ??= error());
  }

  function check(): void {
    if (failed !== undefined) throw failed;
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return Promise.resolve();
    const going = put(waiting);
    waiting = [];
    underWay.add(going);
    const land = (): void => void underWay.delete(going);
    // What goes wrong is kept, and told to whoever delivers next.
    going.then(land, land);
    return going;
  }

  async function put(batch: readonly Flight[]): Promise<void> {
    const now = performance.now();
    for (const flight of batch) {
      flight.sentAt = now;
      fates.set(flight.delivery, 'unknown');
    }
    const ids = batch.map(({ delivery }) => delivery.event.id);
    ledger.sending(ids);
    const sent = await putEvents(
      batch.map(({ delivery }) => toEntry(delivery.event, bus)),
      sending,
    );
    const known = sent.flatMap(({ kind }, index) => (kind === 'unknown' ? [] : [ids[index]!]));
    ledger.sent(known, sent.filter(({ kind }) => kind === 'accepted').length);
    for (const [index, fate] of sent.entries()) {
      const flight = batch[index]!;
      fates.set(flight.delivery, fate.kind);
      if (fate.kind === 'accepted') {
        const same = flights.get(fate.eventId) ?? [];
        flights.set(fate.eventId, [...same, flight]);
      } else {
        fail(() =>
          fate.kind === 'refused'
            ? new Problem(
                'CONFIG_INVALID',
                `Cannot deliver an event: the bus refuses it: ${fate.message} (${fate.code})`,
              )
            : remoteProblem('deliver all events', fate.error, endpoint),
        );
      }
    }
    check();
  }

  return {
    fates,
    add: async (flight) => {
      const isTwin = waiting.some(({ delivery: { event } }) => event.id === flight.delivery.event.id);
      if (isTwin) await flush();
      waiting.push(flight);
    },
    soon: async () => {
      if (waiting.length === MOST_AT_ONCE) void flush().catch(() => undefined);
      else timer ??= setTimeout(() => void flush().catch(() => undefined), COMPANY);
      if (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay);
    },
    flush,
    landed: async () => {
      await Promise.all(underWay);
      check();
    },
    withId: (id) => flights.get(id) ?? [],
    latest: () => [...flights.values()].at(-1)?.at(-1),
    fail,
    check,
  };
}
