/**
 * How many whole sequences a search tries in a second on one core, against a handler that does nothing: each is drawn, acted out by the
 * registry, worded, disturbed, delivered through a rule, and judged. And how long it takes to find each planted mistake with the default
 * seed. Sequences are counted by seconds of the processor, which tell the same on a machine that has other things to do; how long
 * somebody waits for a mistake is told by the clock. Exit code 1: a figure was missed. Run: npm run bench -- explore
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alone } from '../src/contract/alone.ts';
import { CONTRACTS } from '../src/contract/contracts.ts';
import { judgeDrawn } from '../src/contract/judge-drawn.ts';
import { openPlayer } from '../src/explore/player.ts';
import { search } from '../src/explore/search.ts';
import { unsound } from '../src/explore/sound.ts';
import { loadSetup } from '../src/rehearse/config.ts';
import type { Setup } from '../src/rehearse/setup.ts';
import { type Planted, PLANTED } from '../test/fixtures/consumers/classes.ts';
import { median } from './median.ts';

const ROUNDS = 5;
const RUNS = 4_000;
/** What is wanted. */
const SEQUENCES = 2_000;
const SECONDS = 10;
const MORE_STEPS = 3;

/** Rules as most consumers have them, for which the figure is meant; and one that sees every call that CloudTrail records, to compare. */
const RULES = {
  'images and scans': { source: ['aws.ecr'], 'detail-type': ['ECR Image Action', 'ECR Image Scan'] },
  'everything of ECR': { source: ['aws.ecr'] },
} as const;

function processorSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/** Sequences a second with a rule: the median of some rounds, after one that warms up. */
async function sequences(
  setup: Setup,
): Promise<{ readonly cpu: number; readonly wall: number; readonly each: number }> {
  const figures: { readonly cpu: number; readonly wall: number; readonly each: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const player = await openPlayer(setup);
    const cpu = process.cpuUsage();
    const began = performance.now();
    const { tried, invocations } = await search(player, { judge: unsound }, { seed: 1, runs: RUNS });
    const seconds = (performance.now() - began) / 1_000;
    if (round > 0)
      figures.push({ cpu: tried / processorSeconds(cpu), wall: tried / seconds, each: invocations / tried });
    await player[Symbol.asyncDispose]();
  }
  const middle = (of: 'cpu' | 'wall' | 'each'): number => median(figures.map((figure) => figure[of]));
  return { cpu: middle('cpu'), wall: middle('wall'), each: middle('each') };
}

/** Whether a planted mistake is found as soon, and as small, as is wanted. */
async function isFound(setup: Setup, { number, name, contract, steps: known }: Planted): Promise<boolean> {
  const player = await openPlayer(alone(setup, name).setup);
  const cpu = process.cpuUsage();
  const began = performance.now();
  const outcome = await search(player, judgeDrawn(player, { setup, consumer: name, contracts: CONTRACTS }), {
    seed: 1,
    milliseconds: 2 * SECONDS * 1_000,
  });
  const seconds = (performance.now() - began) / 1_000;
  const processor = processorSeconds(cpu);
  await player[Symbol.asyncDispose]();
  const steps = outcome.kind === 'found' ? outcome.played.scenario.steps.length : Infinity;
  const told =
    outcome.kind === 'found'
      ? `by ${outcome.breach.contract === contract ? '' : 'another, '}${outcome.breach.contract}, ${steps} steps (smallest known ${known}),`
      : 'not found';
  console.log(
    `${String(number ?? '-').padStart(2)} ${name.padEnd(18)} ${told} in ${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of the processor, ${outcome.tried} tried, ${outcome.shrinking} to shrink`,
  );
  return seconds < SECONDS && steps <= known + MORE_STEPS;
}

const missed: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'ecreplay-bench-'));
writeFileSync(join(folder, 'trivial.mjs'), 'export const handler = () => 1;\n');
for (const [name, pattern] of Object.entries(RULES)) {
  const { cpu, wall, each } = await sequences({
    rules: [{ name: 'all', pattern, targets: [{ consumer: 'trivial' }] }],
    consumers: { trivial: { handler: 'trivial.mjs#handler' } },
    root: folder,
  });
  const isMeant = name === 'images and scans';
  console.log(
    `${name.padEnd(18)} ${cpu.toFixed(0)} sequences a second of the processor, ${wall.toFixed(0)} of the clock (median of ${ROUNDS}), ${each.toFixed(1)} invocations each${isMeant ? `; at least ${SEQUENCES}` : ''}`,
  );
  if (isMeant && cpu < SEQUENCES) missed.push(`${cpu.toFixed(0)} sequences a second`);
}
rmSync(folder, { recursive: true });

const setup = await loadSetup(join(import.meta.dirname, '../test/fixtures/consumers/ecreplay.config.ts'));
// What planted consumers print is not of interest.
console.error = () => undefined;
for (const planted of PLANTED) {
  const isSoon = await isFound(setup, planted);
  // Those beside the 18 are there to compare.
  if (!isSoon && planted.number !== undefined) missed.push(planted.name);
}
console.log(
  missed.length === 0
    ? `each of the 18 found in less than ${SECONDS} s, with at most ${MORE_STEPS} steps more than the smallest known`
    : `missed: ${missed.join(', ')}`,
);
if (missed.length > 0) process.exitCode = 1;
