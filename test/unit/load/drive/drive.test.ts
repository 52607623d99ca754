import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Driven, drive, type Driving } from '../../../../src/load/drive/drive.ts';
import { wordFlows } from '../../../../src/load/event/word-flows.ts';
import type { Observer, Seen } from '../../../../src/load/observe/observer.ts';
import type { Arrivals, Plan } from '../../../../src/load/plan/plan.ts';
import { localKeyring } from '../../../../src/load/publish/keyring.ts';
import { loadScenario } from '../../../../src/rehearse/load-scenario.ts';

/** A bus, and a consumer behind it: what of each event it is given is up to a test. */
interface Town {
  readonly url: string;
  readonly observer: Observer;
  /** Entries that the bus was sent. */
  readonly entries: () => number;
}

/** How a bus of a test goes about it. */
interface Manners {
  /** How often the consumer is given an event; once unless told. */
  readonly times?: (nth: number) => number;
  /** Answers in place of the bus; `true` where it has. */
  readonly answer?: (response: ServerResponse, nth: number) => boolean;
  /** Told of each request before it is answered. */
  readonly asked?: (nth: number) => void;
  /** Resolves when a request may be answered. */
  readonly hold?: () => Promise<unknown> | undefined;
}

async function town({ times = () => 1, answer, asked, hold }: Manners = {}): Promise<Town> {
  let seen: Seen | undefined;
  let now = (): number => 0;
  let [requests, entries] = [0, 0];
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    requests += 1;
    asked?.(requests);
    await hold?.();
    if (answer?.(response, requests) === true) return;
    const { Entries } = JSON.parse(Buffer.concat(chunks).toString()) as {
      readonly Entries: readonly { Detail: string }[];
    };
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: '1' })) }));
    for (const { Detail } of Entries) {
      entries += 1;
      const seq = seen?.seqIn(Detail);
      if (seq === undefined) continue;
      for (let left = times(entries); left > 0; left -= 1) seen?.delivered(seq, now());
    }
  }
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    entries: () => entries,
    observer: {
      legs: ['delivery'],
      failure: () => undefined,
      watch: (to, clock) => {
        seen = to;
        now = clock;
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
  };
}

const PUSH = `version: 1
description: An image is pushed.
region: us-east-1
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1" }
`;

async function run(
  { url, observer }: Pick<Town, 'url' | 'observer'>,
  arrivals: Arrivals,
  how: Partial<Driving> & { readonly settle?: number; readonly stop?: Plan['stop'] } = {},
): Promise<Driven> {
  const { settle = 300, stop, ...rest } = how;
  const plan: Plan = {
    name: 'test',
    file: 'test',
    description: '',
    seed: 1,
    phases: [{ ...arrivals, name: 'all' }],
    flows: [{ name: 'push', scenario: PUSH, weight: 1, only: { 'detail-type': ['ECR Image Action'] } }],
    cardinality: {},
    target: { kind: 'endpoint', url, eventBus: 'default', region: 'us-east-1' },
    observe: [],
    thresholds: [],
    stop,
    settle,
    places: {},
  };
  return drive({
    plan,
    wording: await wordFlows(plan, (text) => loadScenario(text)),
    target: {
      keyring: localKeyring(url, '123456789012', {}),
      region: 'us-east-1',
      observers: [observer],
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    shard: { index: 1, of: 1 },
    run: 'test',
    workers: 1,
    ...rest,
  });
}

/** What makes a run void, but for a generator that this machine is too busy for. */
function voids({ void: reasons }: Driven): readonly string[] {
  return reasons.filter(({ code }) => code !== 'generator-late').map(({ code }) => code);
}

const THOUSANDS: Arrivals = { kind: 'constant', rate: 6_000, for: 500 };

test('what all is sent, accepted and seen is counted to the last event, whoever sends it', async () => {
  const there = await town();
  const driven = await run(there, THOUSANDS, { workers: 2 });
  expect(driven.measures.counts()).toMatchObject({
    due: 3_000,
    sent: 3_000,
    accepted: 3_000,
    delivered: 3_000,
    duplicated: 0,
    dropped: 0,
    refused: 0,
  });
  expect(there.entries()).toBe(3_000);
  expect(driven.sightings.missing()).toBe(0);
  expect(voids(driven)).toEqual([]);
  expect(driven.observed).toEqual({ delivery: true, completion: false });
});

test('a consumer that misses each thousandth event has lost exactly those', async () => {
  const driven = await run(await town({ times: (nth) => (nth % 1_000 === 0 ? 0 : 1) }), THOUSANDS);
  expect(driven.measures.counts()).toMatchObject({ accepted: 3_000, delivered: 2_997, duplicated: 0 });
  expect(driven.sightings.missing()).toBe(3);
  expect(driven.sightings.someMissing(10)).toHaveLength(3);
});

test('a consumer that is given each five hundredth event twice has exactly those as duplicates', async () => {
  const driven = await run(await town({ times: (nth) => (nth % 500 === 0 ? 2 : 1) }), THOUSANDS);
  expect(driven.measures.counts()).toMatchObject({ accepted: 3_000, delivered: 3_000, duplicated: 6 });
  expect(driven.sightings.missing()).toBe(0);
});

test('a bus that stalls is told by every event that was due meanwhile, where a closed loop tells of one a stall', async () => {
  let stalled: Promise<unknown> | undefined;
  let began: number | undefined;
  let stalls = 0;
  /** A fifth of a second in each. */
  const hold = (): Promise<unknown> | undefined => {
    began ??= performance.now();
    const second = Math.floor((performance.now() - began) / 700);
    if (second >= stalls) {
      stalls = second + 1;
      const over = new Promise<void>((resolve) => setTimeout(resolve, 200));
      stalled = over;
      void over.then(() => (stalled = undefined));
    }
    return stalled;
  };
  const there = await town({ hold });
  const driven = await run(there, { kind: 'constant', rate: 500, for: 1_400 });
  const closed: number[] = [];
  const body = JSON.stringify({ Entries: [{ Detail: '{}' }] });
  const isOver = (until: number): boolean => stalls >= until;
  for (const until = stalls + 2; !isOver(until);) {
    const start = performance.now();
    await (await fetch(there.url, { method: 'POST', body })).text();
    closed.push(performance.now() - start);
  }
  expect(driven.measures.percentile('publish', 99.9)).toBeGreaterThan(150_000);
  // A seventh of all events waited for more than half of a stall.
  expect(driven.measures.percentile('publish', 90)).toBeGreaterThan(80_000);
  expect(closed.filter((took) => took > 80).length).toBeLessThanOrEqual(3);
  expect(driven.measures.counts().accepted).toBe(700);
  expect(voids(driven)).toEqual([]);
});

test('a bus that answers 500 is no end of the run, and its events are errors and not losses', async () => {
  const broken = (response: ServerResponse, nth: number): boolean => {
    if (nth % 2 === 0) return false;
    response.writeHead(500).end();
    return true;
  };
  const driven = await run(await town({ answer: broken }), { kind: 'constant', rate: 200, for: 500 });
  const { due, accepted, refused, delivered } = driven.measures.counts();
  expect(due).toBe(100);
  expect(accepted + refused).toBe(100);
  expect(refused).toBeGreaterThan(0);
  expect(delivered).toBe(accepted);
  expect(driven.sightings.missing()).toBe(0);
  expect(driven.codes).toEqual({ 'HTTP 500': refused });
  expect(voids(driven)).toEqual([]);
});

test('a bus that is not there makes a run void, which ends and says so', async () => {
  const there = await town();
  const driven = await run({ ...there, url: 'http://127.0.0.1:1/' }, { kind: 'constant', rate: 100, for: 200 });
  expect(driven.measures.counts()).toMatchObject({ due: 20, accepted: 0, refused: 20 });
  expect(voids(driven)).toEqual(['target-lost']);
  expect(driven.void.at(-1)?.says).toBe('the target has accepted none of 20 events (ECONNREFUSED)');
});

test('an interrupted run ends in order, and says how far it came', async () => {
  const interrupt = new AbortController();
  const there = await town({ asked: (nth) => nth === 20 && interrupt.abort() });
  const driven = await run(there, { kind: 'constant', rate: 100, for: 3_600_000 }, { signal: interrupt.signal });
  const { due, sent, accepted } = driven.measures.counts();
  expect(due).toBeGreaterThanOrEqual(20);
  expect(accepted).toBe(sent);
  expect(voids(driven)).toContain('interrupted');
  expect(driven.void.find(({ code }) => code === 'interrupted')?.says).toBe(
    `interrupted when ${due} of 360000 events had been due`,
  );
  expect(driven.stopped).toBe('interrupted');
});

test('a stop rule ends a run once what it says has been so for as long as it says', async () => {
  const refuse = (response: ServerResponse): boolean => {
    response.writeHead(400).end('{"__type":"ValidationException"}');
    return true;
  };
  const when = { text: 'errors > 5%', metric: { kind: 'share', of: 'errors' }, comparison: '>', bound: 0.05 } as const;
  const driven = await run(
    await town({ answer: refuse }),
    { kind: 'constant', rate: 100, for: 3_600_000 },
    { stop: { when, for: 500 } },
  );
  expect(driven.stopped).toBe('stopped because "errors > 5%" held for 0.5 s');
  expect(driven.codes).toEqual({ ValidationException: driven.measures.counts().refused });
});

test('two shards send the schedule between them, each event once', async () => {
  const seqs = new Map<number, number>();
  const there = await town();
  const { observer } = there;
  const noting: Observer = {
    ...observer,
    watch: (seen, now, wall) =>
      observer.watch(
        {
          ...seen,
          delivered: (seq, at) => {
            seqs.set(seq, (seqs.get(seq) ?? 0) + 1);
            seen.delivered(seq, at);
          },
        },
        now,
        wall,
      ),
  };
  const counts: number[] = [];
  for (const index of [1, 2]) {
    const driven = await run(
      { ...there, observer: noting },
      { kind: 'constant', rate: 401, for: 500 },
      { shard: { index, of: 2 }, workers: 2 },
    );
    counts.push(driven.measures.counts().due);
  }
  expect(counts).toEqual([101, 100]);
  expect([...seqs.values()].every((times) => times === 1)).toBe(true);
  expect([...seqs.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 201 }, (_, seq) => seq));
});
