/**
 * What 400 scenarios hold against what 100 hold, after a garbage collection: in the worker when the last handler is
 * called, and in the main process when the run has ended. Run: npm run bench -- heap
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFlock } from './flock.ts';
import { installed } from './installed.ts';

const SIZES = [100, 400] as const;

// More than once, with a turn of the loop between: what a closed socket or a finaliser held goes with the next.
const MEASURE = `import { setImmediate } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
export async function held(where: string): Promise<string> {
  v8.setFlagsFromString('--expose-gc');
  for (let time = 0; time < 5; time += 1) {
    vm.runInNewContext('gc')({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await setImmediate();
  }
  return \`held \${where} \${process.memoryUsage().heapUsed}\`;
}
`;

// A symbol, because anything else a handler leaves among the globals is put back after its scenario.
const handler = (size: number): string => `import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { held } from '../measure.ts';
const ecs = new ECSClient({});
const calls = Symbol.for('bench.calls');
export async function handler(): Promise<void> {
  await ecs.send(new UpdateServiceCommand({ cluster: 'production', service: 'web' }));
  const all = globalThis as { [calls]?: number };
  all[calls] = (all[calls] ?? 0) + 1;
  if (all[calls] === ${size}) console.log(await held('worker'));
}
`;

const REPORTER = `import { held } from './measure.ts';
export default class { async onTestRunEnd() { console.log(await held('main')); } }
`;

using project = installed();

function held(size: number): { readonly worker: number; readonly main: number } {
  const folder = String(size);
  writeFlock(project, folder, { scenarios: size, handlers: 5, handler: handler(size) });
  project.write(`${folder}/measure.ts`, MEASURE);
  project.write(`${folder}/reporter.ts`, REPORTER);
  const args = ['run', '--maxWorkers=1', '--reporter=default', '--reporter=./reporter.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [project.ecreplay, ...args], {
    cwd: join(project.folder, folder),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${size} scenarios ended with ${status}: ${stderr}`);
  const bytes = (where: string): number => Number(new RegExp(`held ${where} (\\d+)`).exec(stdout)?.[1]);
  return { worker: bytes('worker'), main: bytes('main') };
}

const [few, many] = SIZES.map((size) => ({ size, ...held(size) }));
if (few === undefined || many === undefined) throw new Error('there are two sizes');
for (const { size, worker, main } of [few, many]) {
  console.log(
    `${size} scenarios hold ${(worker / 1e6).toFixed(1)} MB in the worker, ${(main / 1e6).toFixed(1)} MB in the main process`,
  );
}
console.log(
  `ratio ${(many.worker / few.worker).toFixed(2)} in the worker, ${(many.main / few.main).toFixed(2)} in the main process; at most 1.20`,
);
