import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { sdkRequestHandler } from '../../src/embedded/door/request-handler.ts';
import { embed } from '../../src/embedded/embedded.ts';
import { openServer } from '../../src/serve/open-server.ts';
import { median } from '../median.ts';
import { client, send } from './send.ts';
import type { Verdicts } from './verdicts.ts';
import { ANSWER, DEPLOYER, HEADERS, RULES, SERVED } from './workload.ts';

/** What one side takes for an event, in microseconds. */
interface Cost {
  readonly time: number;
  /** Of this process, the collector's threads included. */
  readonly cpu: number;
}

/** Rounds are short, so that what else the machine does meets both sides alike; the first are for the compiler. */
const LOAD = { events: 8_000, inFlight: 16 };
const WARMING = 8;
const ROUNDS = 41;

const WANTED = { native: 0.7, envelope: 0.6, http: 0.7 };

/** Answers at once, and does nothing. */
const NOTHING = {
  handle: () => Promise.resolve({ response: { statusCode: 200, headers: { ...HEADERS }, body: ANSWER } }),
  destroy: () => {},
};

/**
 * PutEvents through an SDK client into a matched Lambda consumer, against the same client and an answer that is there at once: in process,
 * and through `ecreplay serve`.
 *
 * Sides take turns. A round's ratio is of the time that both took in it, and the median of the rounds counts. In process the CPU time is
 * printed beside it, in which the collector's own threads count too: on a busy machine it is the one to look at.
 */
export async function compareConsumer(asked: Verdicts): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'ecreplay-bench-'));
  writeFileSync(
    join(root, 'deployer.mjs'),
    'globalThis.delivered = 0;\nexport const handler = async () => { globalThis.delivered += 1; };\n',
  );
  const counted = globalThis as { delivered?: number };
  const server = await openServer({
    setup: { rules: RULES, consumers: DEPLOYER, root },
    ...SERVED,
  });
  const embedded = embed(server.estate);
  let recorded = 0;
  const record = (): void => void (recorded += 1);
  const script = new URL('./server.ts', import.meta.url).pathname;
  const children = { ours: fork(script, ['ours', root]), nothing: fork(script, ['nothing']) };
  const [[ours], [nothing]] = await Promise.all([once(children.ours, 'message'), once(children.nothing, 'message')]);

  const inProcess = {
    nothing: client({ requestHandler: NOTHING }),
    ours: client({ requestHandler: sdkRequestHandler((request) => embedded(request, { record })) }),
  };
  const overHttp = { nothing: client({ endpoint: nothing as string }), ours: client({ endpoint: ours as string }) };

  /** Until all are answered, and, where they can be counted, delivered. */
  async function costOf(eventbridge: EventBridgeClient, kind: 'native' | 'envelope'): Promise<Cost> {
    const before = counted.delivered ?? 0;
    const used = process.cpuUsage();
    const start = performance.now();
    await send(eventbridge, { ...LOAD, kind });
    if (eventbridge === inProcess.ours) {
      while ((counted.delivered ?? 0) - before < LOAD.events) await new Promise(setImmediate);
    }
    const time = ((performance.now() - start) * 1_000) / LOAD.events;
    const { user, system } = process.cpuUsage(used);
    return { time, cpu: (user + system) / LOAD.events };
  }

  async function compare(
    sides: typeof inProcess,
    kind: 'native' | 'envelope',
  ): Promise<{ nothing: Cost; ours: Cost }[]> {
    const rounds = [];
    for (let round = -WARMING; round < ROUNDS; round += 1) {
      // Neither side always comes first.
      const first = round % 2 === 0 ? undefined : await costOf(sides.ours, kind);
      const both = { nothing: await costOf(sides.nothing, kind), ours: first ?? (await costOf(sides.ours, kind)) };
      if (round >= 0) rounds.push(both);
    }
    return rounds;
  }

  for (const kind of ['native', 'envelope'] as const) {
    for (const [way, sides, wanted] of [
      ['in process', inProcess, WANTED[kind]],
      ['over HTTP', overHttp, WANTED.http],
    ] as const) {
      const rounds = await compare(sides, kind);
      const rate = (side: 'nothing' | 'ours'): string =>
        `${Math.round(1e6 / median(rounds.map((round) => round[side].time))).toLocaleString('en')} events a second`;
      console.log(`${kind}, ${way}: ${rate('ours')}; answered at once ${rate('nothing')}`);
      const ratio = (by: 'cpu' | 'time'): number => median(rounds.map((round) => round.nothing[by] / round.ours[by]));
      if (way === 'in process')
        console.log(`  of an answer that is there at once, by CPU time: ${ratio('cpu').toFixed(2)}`);
      asked.atLeast('of an answer that is there at once', ratio('time'), wanted);
    }
  }
  if (recorded === 0) throw new Error('No call has been recorded');

  for (const child of Object.values(children)) child.kill();
  for (const side of [...Object.values(inProcess), ...Object.values(overHttp)]) side.destroy();
  await server[Symbol.asyncDispose]();
  rmSync(root, { recursive: true });
}
