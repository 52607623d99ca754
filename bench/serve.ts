/**
 * PutEvents through an SDK client into a matched Lambda consumer, against the same client and an answer that is there at once: in process,
 * and through `ecreplay serve`. All sides take turns; the medians count. Run: npm run bench -- serve
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, type EventBridgeClientConfig, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { sdkRequestHandler } from '../src/embedded/door/request-handler.ts';
import { embed } from '../src/embedded/embedded.ts';
import { openServer } from '../src/serve/open-server.ts';
import { median } from './median.ts';
import { ANSWER, BATCH, DEPLOYER, ENTRIES, EVENTS, HEADERS, IN_FLIGHT, RULES } from './serve/workload.ts';

const ROUNDS = 5;

const root = mkdtempSync(join(tmpdir(), 'ecreplay-bench-'));
writeFileSync(
  join(root, 'deployer.mjs'),
  'globalThis.delivered = 0;\nexport const handler = async () => { globalThis.delivered += 1; };\n',
);
const counted = globalThis as { delivered?: number };

function client(config: EventBridgeClientConfig): EventBridgeClient {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  return new EventBridgeClient({ region: 'us-east-1', credentials, maxAttempts: 1, ...config });
}

/** Events a second until all are answered, and, where they can be counted, delivered. */
async function rate(
  eventbridge: EventBridgeClient,
  kind: keyof typeof ENTRIES,
  delivered?: () => number,
): Promise<number> {
  const Entries = Array.from({ length: BATCH }, () => ENTRIES[kind]);
  const before = delivered?.() ?? 0;
  let left = EVENTS / BATCH;
  async function send(): Promise<void> {
    while ((left -= 1) >= 0) await eventbridge.send(new PutEventsCommand({ Entries }));
  }
  const start = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, send));
  const arrived = (): boolean => delivered === undefined || delivered() - before >= EVENTS;
  while (!arrived()) await new Promise(setImmediate);
  return EVENTS / ((performance.now() - start) / 1_000);
}

const server = await openServer({
  setup: { rules: RULES, consumers: DEPLOYER, root },
  port: 0,
  host: '127.0.0.1',
  allowed: [],
  clock: 'real',
  account: '123456789012',
  region: 'us-east-1',
  seed: 1,
  tell: (line) => console.error(line),
});
const embedded = embed(server.estate);
let recorded = 0;
const record = (): void => void (recorded += 1);
const script = new URL('./serve/server.ts', import.meta.url).pathname;
const children = { ours: fork(script, ['ours', root]), nothing: fork(script, ['nothing']) };
const [[ours], [nothing]] = await Promise.all([once(children.ours, 'message'), once(children.nothing, 'message')]);

/** Answers at once, and does nothing. */
const NOTHING = {
  handle: () => Promise.resolve({ response: { statusCode: 200, headers: { ...HEADERS }, body: ANSWER } }),
  destroy: () => {},
};

const sides = {
  'in process, nothing': { client: client({ requestHandler: NOTHING }) },
  'in process, ours': {
    client: client({ requestHandler: sdkRequestHandler((request) => embedded(request, { record })) }),
    delivered: () => counted.delivered ?? 0,
  },
  'over HTTP, nothing': { client: client({ endpoint: nothing as string }) },
  'over HTTP, ours': { client: client({ endpoint: ours as string }) },
};

for (const kind of ['native', 'envelope'] as const) {
  const figures = new Map<string, number[]>();
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, side] of Object.entries(sides)) {
      const taken = await rate(side.client, kind, 'delivered' in side ? side.delivered : undefined);
      // The first round is for the compiler.
      if (round > 0) figures.set(name, [...(figures.get(name) ?? []), taken]);
    }
  }
  for (const [name, all] of figures) {
    console.log(`${kind.padEnd(9)} ${name.padEnd(20)} ${Math.round(median(all)).toLocaleString('en')} events a second`);
  }
  for (const [way, wanted] of [
    ['in process', kind === 'native' ? 0.7 : 0.6],
    ['over HTTP', 0.7],
  ] as const) {
    const ratio = median(figures.get(`${way}, ours`)!) / median(figures.get(`${way}, nothing`)!);
    console.log(`${kind.padEnd(9)} ${way}: ${ratio.toFixed(2)} of an answer that is there at once; at least ${wanted}`);
  }
}

for (const child of Object.values(children)) child.kill();
for (const side of Object.values(sides)) side.client.destroy();
await server[Symbol.asyncDispose]();
rmSync(root, { recursive: true });
