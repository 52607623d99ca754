/** How fast events are published, by three senders to one server in another process that answers at once. */
import { Pool } from 'undici';
import { entrySize } from '../../src/bus/remote/put-events.ts';
import { exchange } from '../../src/load/publish/exchange.ts';
import { openPublisher } from '../../src/load/publish/publisher.ts';
import { openRequests } from '../../src/load/publish/request.ts';
import { wireEntry } from '../../src/load/publish/wire-entry.ts';
import { seeded } from '../../src/random.ts';
import { client, send } from '../serve/send.ts';
import { openNothing } from './nothing.ts';
import { BATCH, ENTRIES } from '../serve/workload.ts';

/** Each sender: publishes so many events, with so many requests under way. */
export interface Senders extends AsyncDisposable {
  readonly sdk: (events: number) => Promise<void>;
  /** Ours, each event worded anew as the SDK does; and with the words at hand, as bare undici has its body. */
  readonly ours: (events: number) => Promise<void>;
  readonly worded: (events: number) => Promise<void>;
  /** Bare undici with a signed body, as its documentation has it; and by the interface that all of it is built on. */
  readonly request: (events: number) => Promise<void>;
  readonly dispatch: (events: number) => Promise<void>;
}

const IN_FLIGHT = 16;
const CREDENTIALS = { accessKeyId: '123456789012', secretAccessKey: 'secret' };

/** Opens the senders, and the server. */
export async function openSenders(): Promise<Senders> {
  const server = await openNothing();
  const { url } = server;
  const endpoint = new URL(url);
  const eventbridge = client({ endpoint: url });
  const pool = new Pool(url, { connections: IN_FLIGHT });
  const common = {
    endpoint,
    region: 'us-east-1',
    credentials: () => CREDENTIALS,
    agent: { 'x-amz-user-agent': 'ecreplay', 'user-agent': 'ecreplay' },
    attempts: 3,
    now: Date.now,
    invocationId: () => crypto.randomUUID(),
  };
  const signed = openRequests(common)(
    Array.from({ length: BATCH }, () => wireEntry(ENTRIES.native)),
    1,
  );
  const size = entrySize(ENTRIES.native);
  const anew = (): string => wireEntry(ENTRIES.native);
  const entry = anew();
  let text = anew;
  let accepted = 0;
  let more = (): void => undefined;
  const publisher = openPublisher({
    ...common,
    entries: { text: () => text(), sizeOf: () => size },
    connections: IN_FLIGHT,
    room: 10_000,
    patience: 10_000,
    random: seeded(1),
    told: {
      sent: () => undefined,
      answered: () => undefined,
      ended: (_, { kind }) => {
        if (kind === 'accepted') accepted += 1;
        more();
      },
    },
  });

  async function publish(events: number, words: () => string): Promise<void> {
    text = words;
    accepted = 0;
    let put = 0;
    // What is waiting is never more than a second batch for each connection.
    more = () => {
      while (put < events && publisher.waiting() < IN_FLIGHT * BATCH) {
        publisher.put(put);
        put += 1;
      }
    };
    more();
    await publisher.idle();
    if (accepted !== events) throw new Error(`${events - accepted} events were not taken`);
  }

  return {
    sdk: (events) => send(eventbridge, { kind: 'native', events, inFlight: IN_FLIGHT }),
    ours: (events) => publish(events, anew),
    worded: (events) => publish(events, () => entry),
    request: async (events) => {
      let left = events / BATCH;
      const lane = async (): Promise<void> => {
        while ((left -= 1) >= 0) {
          const { statusCode, body } = await pool.request({ method: 'POST', path: '/', ...signed });
          await body.text();
          if (statusCode !== 200) throw new Error(`${BATCH} events were not taken`);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    },
    dispatch: async (events) => {
      let left = events / BATCH;
      await Promise.all(
        Array.from(
          { length: IN_FLIGHT },
          () =>
            new Promise<void>((resolve, reject) => {
              const next = (): void => {
                if ((left -= 1) < 0) resolve();
                else exchange(pool, '/', signed, (outcome) => ('error' in outcome ? reject(outcome.error) : next()));
              };
              next();
            }),
        ),
      );
    },
    [Symbol.asyncDispose]: async () => {
      eventbridge.destroy();
      await Promise.all([publisher.close(), pool.destroy()]);
      await server[Symbol.asyncDispose]();
    },
  };
}
