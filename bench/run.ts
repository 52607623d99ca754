/**
 * What `ecreplay run` costs against Vitest alone. All sides run in turn, after a round that fills the caches; the medians
 * count. Run: npm run bench -- run
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFlock } from './flock.ts';
import { installed } from './installed.ts';
import { median } from './median.ts';

const ROUNDS = 9;

using project = installed();
project.write('empty/package.json', '{ "private": true, "type": "module" }');
project.write('empty/empty.test.ts', "import { test } from 'vitest';\ntest('nothing', () => {});\n");
project.write('bare/package.json', '{ "private": true, "type": "module" }');
project.write(
  'bare/scenarios/push.yaml',
  `version: 1
description: A push is recorded.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.0.0" }
expect:
  - cloudtrail: { inOrder: [InitiateLayerUpload, PutImage] }
`,
);
writeFlock(project, 'one', { scenarios: 1, handlers: 1 });
writeFlock(project, 'hundred', { scenarios: 100, handlers: 100 });

const SIDES = {
  empty: ['Vitest, an empty test file', project.vitest, ['run']],
  bare: ['ecreplay run, one file without a consumer', project.ecreplay, ['run']],
  one: ['ecreplay run, one file', project.ecreplay, ['run']],
  hundred: ['ecreplay run, 100 files', project.ecreplay, ['run']],
} as const;

function seconds(folder: keyof typeof SIDES): number {
  const [, command, args] = SIDES[folder];
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: join(project.folder, folder),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`"${folder}" ended with ${status}: ${stderr}`);
  return (performance.now() - start) / 1_000;
}

const sides = Object.keys(SIDES) as (keyof typeof SIDES)[];
const figures = Object.fromEntries(sides.map((side) => [side, [] as number[]])) as Record<keyof typeof SIDES, number[]>;
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const side of sides) {
    const taken = seconds(side);
    if (round > 0) figures[side].push(taken);
  }
}

for (const side of sides) console.log(`${SIDES[side][0].padEnd(44)} ${median(figures[side]).toFixed(3)} s`);
const ratio = (side: 'bare' | 'one'): string => (median(figures[side]) / median(figures.empty)).toFixed(2);
console.log(
  `one file against an empty test file: ${ratio('bare')} without a consumer, ${ratio('one')} with a handler and an SDK client; at most 1.50`,
);
console.log(
  `100 files against one: ${(median(figures.hundred) - median(figures.one)).toFixed(2)} s more; at most 3.00`,
);
