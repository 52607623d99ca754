/**
 * A recording of a million events through the embedded bus: memory, and the rate against that of the same bus without reading; and at real
 * speed the gaps of the replay against those of the recording. Says met or NOT met, and ends with 1 where one is not.
 * Run: npm run bench -- replay
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.ts';
import { writeEvents } from './replay/write-events.ts';

const EVENTS = Number(process.env['EVENTS'] ?? 1_000_000);
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
/** Seconds that the replay at real speed takes. */
const REAL = 10;

const folder = mkdtempSync(join(tmpdir(), 'ecreplay-bench-'));
let missed = 0;

function report(what: string, figure: string, met: boolean): void {
  console.log(`${what.padEnd(76)} ${figure}  ${met ? 'met' : 'NOT met'}`);
  if (!met) missed += 1;
}

/** Where memory is measured, V8 does not leave garbage lying about because there is room for it. */
const FLAGS = ['--max-semi-space-size=4'];
/** Without reading, all events are held. */
const READING = ['--max-old-space-size=96'];

interface Figures {
  readonly rate: number;
  readonly rss: number;
  readonly p99: number;
}

function play(script: string, ...args: readonly string[]): Figures {
  const file = join(import.meta.dirname, 'replay', script);
  const flags = script === 'bare.ts' ? FLAGS : [...FLAGS, ...READING];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, file, folder, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`"${script}" ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}

try {
  writeFileSync(join(folder, 'handler.mjs'), 'export const handler = async () => {};\n');
  const recording = join(folder, 'million.ndjson');
  await writeEvents(recording, { count: EVENTS, gap: 10 });
  const shuffled = join(folder, 'shuffled.ndjson');
  await writeEvents(shuffled, { count: EVENTS / 10, gap: 10, isShuffled: true });
  const paced = join(folder, 'paced.ndjson');
  await writeEvents(paced, { count: REAL * 50, gap: 20 });

  // In turn, so that whatever else the machine does is shared.
  const bare: Figures[] = [];
  const read: Figures[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(play('bare.ts', String(EVENTS / 5)));
    read.push(play('recorded.ts', recording, 'topspeed'));
  }
  const rates = [read, bare].map((figures) => median(figures.map(({ rate }) => rate)));
  const ratio = rates[0]! / rates[1]!;
  const rss = Math.max(...read.map((figures) => figures.rss)) / 1e6;
  console.log(`a second: ${rates[0]!.toFixed(0)} of a recording, ${rates[1]!.toFixed(0)} of the bus without reading`);
  report(`${EVENTS} events: rate against the bus without reading; at least 0.70`, ratio.toFixed(2), ratio >= 0.7);
  report(`${EVENTS} events: memory of the process at most; below 200 MB`, `${rss.toFixed(0)} MB`, rss < 200);
  const sorted = play('recorded.ts', shuffled, 'topspeed').rss / 1e6;
  report(`${EVENTS / 10} events in no order: memory at most; below 200 MB`, `${sorted.toFixed(0)} MB`, sorted < 200);
  const { p99 } = play('recorded.ts', paced, 'recorded');
  report(
    `gaps at real speed against those recorded, for ${REAL} s: error, p99; below 2 ms`,
    `${p99.toFixed(2)} ms`,
    p99 < 2,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed === 0 ? 0 : 1;
