/**
 * How long a stranger waits after `npm ci`: `npm start` in a copy of this repository that has never run, until the first scenario is
 * told, and until all are. In seconds of this machine, the median of five; the first is to be there within 5.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.ts';

const REPOSITORY = join(import.meta.dirname, '..');
const MOST = 5;

/** What `npm start` reads; the packages are linked, because what is measured begins when they are there. */
const READ = ['package.json', 'src', 'scenarios', 'tsconfig.json'];

interface Times {
  readonly first: number;
  readonly all: number;
}

function start(folder: string): Promise<Times> {
  const began = performance.now();
  // Nothing that another run has compiled or transformed.
  const env = { ...process.env, NO_COLOR: '1', NODE_COMPILE_CACHE: join(folder, 'compiled'), TMPDIR: folder };
  const child = spawn('npm', ['start'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let first: number | undefined;
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    printed += part;
    if (first === undefined && / [✓×] scenarios\//.test(printed)) first = performance.now() - began;
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code !== 0 || first === undefined) reject(new Error(`npm start ended with ${code}: ${printed}`));
      else resolve({ first, all: performance.now() - began });
    });
  });
}

const times: Times[] = [];
for (let run = 0; run < 5; run += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-bench-'));
  for (const name of READ) cpSync(join(REPOSITORY, name), join(folder, name), { recursive: true });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  times.push(await start(folder));
  rmSync(folder, { recursive: true });
}
const first = median(times.map((one) => one.first)) / 1_000;
const all = median(times.map((one) => one.all)) / 1_000;
console.log(
  `npm start: the first scenario after ${first.toFixed(2)} s (${MOST} s at most), all after ${all.toFixed(2)} s`,
);
if (first > MOST) process.exitCode = 1;
