/**
 * What LocalStack costs through ecreplay against the SDK alone: the start, the events, and each shipped scenario. Says met or NOT met,
 * and ends with 1 where one is not. Run: npm run bench -- localstack
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LocalstackContainer } from '@testcontainers/localstack';
import { LOCALSTACK_IMAGE } from '../src/bus/bus-spec.ts';
import { installed } from './installed.ts';
import { bareLoop, type Loop, ownLoop } from './localstack/loops.ts';
import { median } from './median.ts';

const STARTS = Number(process.env['STARTS'] ?? 5);
const ROUNDS = 7;
const REPOSITORY = join(import.meta.dirname, '..');

let missed = 0;

function report(what: string, figure: string, met: boolean): void {
  console.log(`${what.padEnd(76)} ${figure}  ${met ? 'met' : 'NOT met'}`);
  if (!met) missed += 1;
}

using project = installed();
project.write(
  'first/scenarios/push.yaml',
  `version: 1
description: A push is told.
region: us-east-2
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.0.0" }
expect:
  - consumer: watcher
    invoked: 1
`,
);
project.write(
  'first/ecreplay.config.ts',
  `import { defineConfig } from 'ecreplay/config';
export default defineConfig({
  rules: { pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ['watcher'] } },
  consumers: { watcher: { handler: 'watcher.mjs#handler' } },
});
`,
);
const seen = join(project.folder, 'first/seen.txt');
project.write(
  'first/watcher.mjs',
  `import { writeFileSync } from 'node:fs';
export function handler() { writeFileSync(${JSON.stringify(seen)}, String(performance.timeOrigin + performance.now())); }
`,
);

/** Seconds from the start of a process to what it says was the moment of the first event. */
function secondsTo(args: readonly string[], cwd: string, moment: (output: string) => number): number {
  const start = performance.timeOrigin + performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`"${args.join(' ')}" ended with ${status}: ${stdout}${stderr}`);
  return (moment(stdout) - start) / 1_000;
}

const bare: number[] = [];
const own: number[] = [];
for (let round = 0; round < STARTS; round += 1) {
  bare.push(
    secondsTo([join(REPOSITORY, 'bench/localstack/bare.ts')], REPOSITORY, (output) =>
      Number(/delivered ([\d.]+)/.exec(output)?.[1]),
    ),
  );
  rmSync(seen, { force: true });
  own.push(
    secondsTo([project.ecreplay, 'run', '--bus', 'localstack'], join(project.folder, 'first'), () =>
      Number(readFileSync(seen, 'utf8')),
    ),
  );
}
console.log(
  `to the first event, seconds: bare ${bare.map((s) => s.toFixed(2)).join(' ')}, ecreplay ${own.map((s) => s.toFixed(2)).join(' ')}`,
);
// The least of each: what else the machine does can only add to it.
const more = Math.min(...own) - Math.min(...bare);
report('to the first event delivered, more than a bare script; at most 1.00 s', `${more.toFixed(2)} s`, more <= 1);

const container = await new LocalstackContainer(LOCALSTACK_IMAGE).start();
const endpoint = container.getConnectionUri().replace(/\/$/, '');
try {
  await using ours = await ownLoop(endpoint);
  await using theirs = await bareLoop(endpoint);
  for (const [way, many, what] of [
    ['singly', 60, 'events one after another, each arrived, against a bare loop; at least 0.90'],
    ['batched', 1_000, 'events ten at once, four requests under way, against a bare loop; at least 0.90'],
  ] as const) {
    const ratio = await compare(way, many, ours, theirs);
    report(what, ratio.toFixed(2), ratio >= 0.9);
  }

  const output = join(project.folder, 'scenarios.json');
  // The first time belongs to the start-up: LocalStack loads each service when it is first asked for.
  for (let round = 0; round < 2; round += 1)
    spawnSync(
      process.execPath,
      [
        project.ecreplay,
        'run',
        'scenarios',
        '--bus',
        'localstack',
        '--endpoint',
        endpoint,
        '--reporter=json',
        `--outputFile=${output}`,
      ],
      { cwd: REPOSITORY, stdio: 'ignore' },
    );
  const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as {
    readonly testResults: readonly {
      readonly name: string;
      readonly assertionResults: readonly { readonly duration: number; readonly status: string }[];
    }[];
  };
  const durations = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (durations.some(({ status }) => status !== 'passed'))
    throw new Error('A shipped scenario does not pass on LocalStack');
  const longest = Math.max(...durations.map(({ duration }) => duration)) / 1_000;
  report(
    `the longest of ${durations.length} shipped scenarios; at most 2.00 s`,
    `${longest.toFixed(2)} s`,
    longest <= 2,
  );
} finally {
  await container.stop({ timeout: 0 });
}
process.exitCode = missed === 0 ? 0 : 1;

/** The rate of one way as a part of the other's: they take turns, and the medians count. */
async function compare(way: 'singly' | 'batched', many: number, ours: Loop, theirs: Loop): Promise<number> {
  const rates: { readonly ours: number; readonly theirs: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const pair =
      round % 2 === 0
        ? { ours: await ours[way](many), theirs: await theirs[way](many) }
        : { theirs: await theirs[way](many), ours: await ours[way](many) };
    if (round > 0) rates.push(pair);
  }
  const [own, bare] = [median(rates.map((pair) => pair.ours)), median(rates.map((pair) => pair.theirs))];
  console.log(`${way}: ${own.toFixed(0)} events a second, bare ${bare.toFixed(0)}`);
  return own / bare;
}
