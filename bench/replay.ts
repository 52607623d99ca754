/**
 * `ecreplay replay` of a recording of a million events through the embedded bus, as it runs where it is installed:
 * memory, and the rate against that of the same bus without reading; and at real speed the gaps of the replay against
 * those of the recording. Says met or NOT met, and ends with 1 where one is not.
 * Run: npm run bench -- replay
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installed } from './installed.ts';
import { median } from './median.ts';
import { writeEvents } from './replay/write-events.ts';

const EVENTS = Number(process.env['EVENTS'] ?? 1_000_000);
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
/** Seconds that the replay at real speed takes. */
const REAL = 10;

using project = installed();
const { folder } = project;
let missed = 0;

function report(what: string, figure: string, met: boolean): void {
  console.log(`${what.padEnd(76)} ${figure}  ${met ? 'met' : 'NOT met'}`);
  if (!met) missed += 1;
}

interface Figures {
  readonly rate: number;
  readonly rss: number;
  readonly p99: number;
}

function run(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder });
  if (status !== 0) throw new Error(`"${args.join(' ')}" ended with ${status}: ${stderr}`);
  return stdout;
}

function play(script: string, ...args: readonly string[]): Figures {
  return JSON.parse(run(join(import.meta.dirname, 'replay', script), folder, ...args)) as Figures;
}

/** The command itself, without any flag for Node: what it needs it sets. */
function command(recording: string): Pick<Figures, 'rate' | 'rss'> {
  const watch = pathToFileURL(join(import.meta.dirname, 'replay', 'peak.ts')).href;
  const said = run('--import', watch, project.ecreplay, 'replay', recording, '--topspeed', '--json');
  const { reachedRate, delivered, wanted } = JSON.parse(said) as Readonly<Record<string, number>>;
  if (delivered !== wanted) throw new Error(`${delivered} of ${wanted} were delivered`);
  return { rate: reachedRate!, rss: Number(readFileSync(join(folder, 'peak'), 'utf8')) };
}

project.write('handler.mjs', 'export const handler = async () => {};\n');
project.write(
  'ecreplay.config.ts',
  `export default {
    rules: { pushes: { pattern: { source: ['aws.ecr'] }, targets: ['watcher'] } },
    consumers: { watcher: { handler: 'handler.mjs#handler' } },
  };`,
);
const recording = join(folder, 'million.ndjson');
await writeEvents(recording, { count: EVENTS, gap: 10 });
const shuffled = join(folder, 'shuffled.ndjson');
await writeEvents(shuffled, { count: EVENTS / 10, gap: 10, isShuffled: true });
const paced = join(folder, 'paced.ndjson');
await writeEvents(paced, { count: REAL * 50, gap: 20 });

// In turn, so that whatever else the machine does is shared.
const bare: Figures[] = [];
const read: ReturnType<typeof command>[] = [];
const gaps: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  bare.push(play('bare.ts', String(EVENTS / 5)));
  read.push(command(recording));
  gaps.push(play('recorded.ts', paced).p99);
}
const rates = [read, bare].map((figures) => median(figures.map(({ rate }) => rate)));
const ratio = rates[0]! / rates[1]!;
const rss = Math.max(...read.map((figures) => figures.rss)) / 1e6;
console.log(`a second: ${rates[0]!.toFixed(0)} of a recording, ${rates[1]!.toFixed(0)} of the bus without reading`);
report(`${EVENTS} events: rate against the bus without reading; at least 0.70`, ratio.toFixed(2), ratio >= 0.7);
report(`${EVENTS} events: memory of the process at most; below 200 MB`, `${rss.toFixed(0)} MB`, rss < 200);
const sorted = command(shuffled).rss / 1e6;
report(`${EVENTS / 10} events in no order: memory at most; below 200 MB`, `${sorted.toFixed(0)} MB`, sorted < 200);
const p99 = median(gaps);
report(
  `gaps at real speed against those recorded, for ${REAL} s: error, p99, median; below 2 ms`,
  `${p99.toFixed(2)} ms`,
  p99 < 2,
);
process.exitCode = missed === 0 ? 0 : 1;
