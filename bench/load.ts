/**
 * What the generator of `ecreplay load` is worth: how fast it publishes, how punctual it is, what measuring costs. Says met or NOT met,
 * and ends with 1 where one is not. Run: npm run bench -- load (SECONDS and ROUNDS by the environment)
 */
import { runLoad } from '../src/load/run-load.ts';
import { timingOf } from '../src/load/measure/summary.ts';
import { addMeasures, openMeasures } from '../src/load/measure/open-measures.ts';
import type { Plan } from '../src/load/plan/plan.ts';
import { planFrom } from '../src/load/plan/from-flags.ts';
import { seeded } from '../src/random.ts';
import { openSenders } from './load/publishing.ts';
import { openNothing, openStalling } from './load/nothing.ts';
import { median } from './median.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 9);
const SECONDS = Number(process.env['SECONDS'] ?? 60);
const RATE = 10_000;
const EVENTS = 160_000;

let missed = 0;

function report(what: string, figure: string, met: boolean): void {
  console.log(`${what.padEnd(86)} ${figure}  ${met ? 'met' : 'NOT met'}`);
  if (!met) missed += 1;
}

/** Events a second. */
async function rateOf(events: number, work: (events: number) => Promise<void>): Promise<number> {
  const start = performance.now();
  await work(events);
  return (events * 1_000) / (performance.now() - start);
}

async function publishing(): Promise<void> {
  await using senders = await openSenders();
  const sides = ['sdk', 'ours', 'worded', 'request', 'dispatch'] as const;
  const rounds: Record<(typeof sides)[number], number>[] = [];
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const rates = { sdk: 0, ours: 0, worded: 0, request: 0, dispatch: 0 };
    for (const side of sides) rates[side] = await rateOf(side === 'sdk' ? EVENTS / 16 : EVENTS, senders[side]);
    if (round > 0) rounds.push(rates);
  }
  const middle = (of: (round: (typeof rounds)[number]) => number): number => median(rounds.map(of));
  const said = sides.map((side) => `${side} ${middle((round) => round[side]).toFixed(0)}`).join(', ');
  console.log(`events a second, medians of ${ROUNDS}: ${said}`);
  // Of each round by itself: what else the machine does is in all of it.
  const overSdk = middle(({ ours, sdk }) => ours / sdk);
  const overBare = middle(({ worded, request }) => worded / request);
  const overDispatch = middle(({ worded, dispatch }) => worded / dispatch);
  report(
    'publishing against the SDK, 16 requests in flight, batches of ten; at least 4',
    overSdk.toFixed(1),
    overSdk >= 4,
  );
  report(
    "publishing against bare undici's request with a signed body; at least 0.80",
    overBare.toFixed(2),
    overBare >= 0.8,
  );
  console.log(`against undici's dispatch, where no promise is made and no stream read: ${overDispatch.toFixed(2)}`);
}

const ALONE = {
  setup: { rules: [], consumers: {}, root: process.cwd() },
  shard: { index: 1, of: 1 },
  run: 'bench',
  workers: 1,
  tell: console.log,
} as const;

function planAt(rate: number, seconds: number, endpoint: string): Promise<Plan> {
  const target = { endpoint, source: 'my.ecr' };
  return planFrom('scenarios/push.yaml', { rate: `${rate}/s`, duration: `${seconds}s`, settle: '0s', target });
}

async function punctuality(): Promise<void> {
  await using server = await openNothing();
  const plan = await planAt(RATE, SECONDS, server.url);
  const memory: number[] = [];
  const before = process.cpuUsage();
  const result = await runLoad(plan, {
    ...ALONE,
    view: { show: () => void memory.push(process.memoryUsage().rss) },
  });
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / result.took;
  const sending = timingOf(result.measures.phases, 'sending')!;
  const late = sending.percentile(99) / 1_000;
  console.log(
    `${RATE} events a second for ${SECONDS} s: lateness of sending p50 ${(sending.percentile(50) / 1_000).toFixed(2)} ms, p99 ${late.toFixed(2)} ms, p99.9 ${(sending.percentile(99.9) / 1_000).toFixed(2)} ms; void: ${result.void.map(({ says }) => says).join('; ') || 'no'}`,
  );
  report('p99 of lateness of sending, ms; below 2', late.toFixed(2), late < 2);
  report('the generator, in parts of a core; at most 0.70', share.toFixed(2), share <= 0.7);
  const [third = 0, last = 0] = [memory[Math.floor(memory.length / 3)], memory.at(-1)];
  const grown = (last - third) / 1_048_576;
  report('memory at the end, more than after a third of the run, MB; at most 16', grown.toFixed(1), grown <= 16);
}

/** A known truth: what a second of stalling in each ten does to what is due meanwhile, and how little a closed loop sees of it. */
async function stalling(): Promise<void> {
  const longest = (took: readonly number[]): number => took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.999)]!;
  await using open = await openStalling();
  const result = await runLoad(await planAt(500, 20, open.url), ALONE);
  const told = timingOf(result.measures.phases, 'publish')!.percentile(99.9) / 1_000;

  await using closed = await openStalling();
  const took: number[] = [];
  const body = JSON.stringify({ Entries: [{ Detail: '{}' }] });
  for (const end = performance.now() + 20_000; performance.now() < end;) {
    const start = performance.now();
    await (await fetch(closed.url, { method: 'POST', body })).text();
    took.push(performance.now() - start);
  }
  report(
    `a stall of 1 s in each 10: p99.9 in ms, from 900 to 1100 (a closed loop says ${longest(took).toFixed(1)})`,
    told.toFixed(0),
    told >= 900 && told <= 1_100,
  );
}

function recording(): void {
  const measures = openMeasures(1, 60e6);
  const random = seeded(1);
  const latencies = Array.from({ length: 4_096 }, () => Math.floor(1_000 / (random() + 1e-4)));
  const many = 2_000_000;
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { user, system } = process.cpuUsage();
    for (let at = 0; at < many; at += 1) measures.timed('delivery', 0, at * 30, latencies[at & 4_095]!);
    const after = process.cpuUsage();
    costs.push(((after.user + after.system - user - system) * 1_000) / many);
  }
  const cost = median(costs);
  report('recording a latency, in its phase and in the series, ns; below 200', cost.toFixed(0), cost < 200);
}

function merging(): void {
  const random = seeded(2);
  const shards = Array.from({ length: 100 }, () => openMeasures(1, 60e6));
  const whole = openMeasures(1, 60e6);
  for (let event = 0; event < 200_000; event += 1) {
    const latency = Math.floor(1_000 / (random() + 1e-5));
    for (const measures of [whole, shards[event % 100]!]) measures.timed('delivery', 0, event * 300, latency);
  }
  const merged = addMeasures(shards.map((shard) => shard.taken()));
  const isSame = JSON.stringify(merged) === JSON.stringify(whole.taken());
  report(
    '100 shards merged, against one process; the same to the last bucket',
    isSame ? 'the same' : 'not the same',
    isSame,
  );
}

recording();
merging();
await publishing();
await punctuality();
await stalling();
process.exitCode = missed === 0 ? 0 : 1;
