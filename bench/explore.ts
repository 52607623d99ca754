/**
 * How many whole sequences a search tries in a second on one core, against a handler that does nothing: each is drawn, acted out by the
 * registry, worded, disturbed, delivered through a rule, and judged. And how long it takes to find each planted mistake with the default
 * seed. Seconds are those of the processor, which tell the same on a machine that has other things to do. Run: npm run bench -- explore
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
import { PLANTED } from '../test/fixtures/consumers/classes.ts';

const ROUNDS = 3;
const RUNS = 4_000;

function processorSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

const folder = mkdtempSync(join(tmpdir(), 'ecreplay-bench-'));
writeFileSync(join(folder, 'trivial.mjs'), 'export const handler = () => 1;\n');

/** A rule as most consumers have it, and one that sees every call that CloudTrail records. */
const RULES = {
  'images and scans': { source: ['aws.ecr'], 'detail-type': ['ECR Image Action', 'ECR Image Scan'] },
  'everything of ECR': { source: ['aws.ecr'] },
} as const;

for (const [name, pattern] of Object.entries(RULES)) {
  const setup: Setup = {
    rules: [{ name: 'all', pattern, targets: [{ consumer: 'trivial' }] }],
    consumers: { trivial: { handler: 'trivial.mjs#handler' } },
    root: folder,
  };
  const figures: { readonly cpu: number; readonly wall: number; readonly invocations: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const player = await openPlayer(setup);
    const cpu = process.cpuUsage();
    const began = performance.now();
    const { tried, invocations } = await search(player, { judge: unsound }, { seed: 1, runs: RUNS });
    const seconds = (performance.now() - began) / 1_000;
    if (round > 0) {
      figures.push({ cpu: tried / processorSeconds(cpu), wall: tried / seconds, invocations: invocations / tried });
    }
    await player[Symbol.asyncDispose]();
  }
  const best = (of: 'cpu' | 'wall'): string => Math.max(...figures.map((figure) => figure[of])).toFixed(0);
  console.log(
    `${name.padEnd(18)} ${best('cpu')} sequences a second of the processor, ${best('wall')} of the clock (best of ${ROUNDS}), ${figures[0]!.invocations.toFixed(1)} invocations each; at least 2000`,
  );
}
rmSync(folder, { recursive: true });

const setup = await loadSetup(join(import.meta.dirname, '../test/fixtures/consumers/ecreplay.config.ts'));
let slow = 0;
// What planted consumers print is not of interest.
console.error = () => undefined;
for (const { number, name, contract, steps } of PLANTED) {
  const player = await openPlayer(alone(setup, name).setup);
  const cpu = process.cpuUsage();
  const began = performance.now();
  const outcome = await search(
    player,
    {
      judge: judgeDrawn(player, { setup, consumer: name, contracts: CONTRACTS }),
      isCold: true,
      measure: { steps: 3, faults: 0 },
    },
    { seed: 1, milliseconds: 20_000 },
  );
  const seconds = (performance.now() - began) / 1_000;
  await player[Symbol.asyncDispose]();
  const isFound = outcome.kind === 'found' && seconds < 10 && outcome.played.scenario.steps.length <= steps + 3;
  if (!isFound && number !== undefined) slow += 1;
  console.log(
    `${String(number ?? '-').padStart(2)} ${name.padEnd(18)} ${outcome.kind === 'found' ? `${outcome.breach.contract === contract ? 'by name' : `as ${outcome.breach.contract}`}, ${outcome.played.scenario.steps.length} steps (smallest known ${steps})` : 'not found'} in ${seconds.toFixed(1)} s, ${processorSeconds(cpu).toFixed(1)} s of the processor, ${outcome.tried} tried, ${outcome.shrinking} to shrink`,
  );
}
console.log(
  `${slow} of the 18 not found in less than 10 s with at most 3 steps more than the smallest known; wanted 0`,
);
