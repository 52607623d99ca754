/** Runs the benchmarks that are named, or all of them, one after another. Each prints ratios measured in one run. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const ALL = [
  'wording',
  'registry',
  'steps',
  'run',
  'start',
  'heap',
  'pattern',
  'redact',
  'replay',
  'serve',
  'runtime-api',
  'explore',
  'load',
  'load-localstack',
  'localstack',
  'viewer',
] as const;

/** Where memory is measured, V8 does not leave garbage lying about because there is room for it. */
const FLAGS: Readonly<Record<string, readonly string[]>> = { registry: ['--max-old-space-size=256'] };

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(ALL as readonly string[]).includes(name));
if (unknown.length > 0) {
  console.error(`Cannot run the benchmark "${unknown.join('", "')}": there are ${ALL.join(', ')}`);
  process.exit(2);
}
let failed = 0;
for (const name of named.length > 0 ? named : ALL) {
  const script = new URL(`./${name}.ts`, import.meta.url);
  if (!existsSync(script)) throw new Error(`bench/${name}.ts is missing`);
  const flags = ['--expose-gc', ...(FLAGS[name] ?? [])];
  const { status } = spawnSync(process.execPath, [...flags, script.pathname], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
