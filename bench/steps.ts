/**
 * A scenario of 100,000 steps, printed by `ecreplay emit`: the memory it takes against the text that comes out. Run: npm
 * run bench -- steps
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STEPS = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'ecreplay-steps-'));
const file = join(folder, 'long.yaml');
const steps = Array.from({ length: STEPS }, (_, step) =>
  step % 2 === 0
    ? `  - push: { image: "web:${step}", layers: [846, ${1_000 + step}] }`
    : `  - pull: { image: "web:${step - 1}" }`,
);
writeFileSync(
  file,
  `version: 1\ndescription: A long day.\ngiven: [{ repository: { name: web } }]\nsteps:\n${steps.join('\n')}\n`,
);

/** Runs the command as its own program does, and says in the end how much memory it had. */
const program = `
  process.argv.splice(1, Infinity, 'ecreplay', 'emit', ${JSON.stringify(file)});
  process.on('exit', () => console.error(process.resourceUsage().maxRSS));
  await import(${JSON.stringify(new URL('../src/cli/main.ts', import.meta.url).href)});
`;

async function measured(): Promise<{ readonly bytes: number; readonly memory: number; readonly seconds: number }> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let bytes = 0;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (bytes += chunk.length));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0 || bytes === 0) throw new Error(`emit ended with ${String(code)}: ${said}`);
  return { bytes, memory: Number(said.trim().split('\n').at(-1)) * 1024, seconds: (performance.now() - begun) / 1000 };
}

try {
  const { bytes, memory, seconds } = await measured();
  const ratio = memory / bytes;
  console.log(`steps: ${STEPS} steps, ${(bytes / 1e9).toFixed(2)} GB of text in ${seconds.toFixed(1)} s`);
  console.log(
    `  largest resident set ${(memory / 1e6).toFixed(0)} MB, ${ratio.toFixed(2)} of the text  (wanted: at most 2, ${ratio <= 2 ? 'met' : 'NOT met'})`,
  );
  if (ratio > 2) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
