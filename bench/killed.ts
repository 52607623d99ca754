/**
 * Kills a recorder with SIGKILL at 100 moments drawn at random, and counts what was acknowledged and is not there.
 * Run: node bench/killed.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killRecorders } from '../test/unit/recording/file/killed-recorder.ts';
import { push } from '../test/unit/recording/recorded-lines.ts';

const KILLS = 100;

const folder = mkdtempSync(join(tmpdir(), 'ecreplay-bench-'));
const start = performance.now();
const { acknowledged, ids, problems } = await killRecorders(
  join(folder, 'killed.ndjson'),
  KILLS,
  () => Math.random() * 60,
);
rmSync(folder, { recursive: true });
const misplaced = ids.filter((id, index) => {
  const it = push(index);
  return it.channel === 'eventbridge' && it.event.id !== id;
});
const lost = Math.max(0, acknowledged - ids.length) + misplaced.length + problems.length;
const seconds = ((performance.now() - start) / 1_000).toFixed(0);
console.log(
  `killed   ${KILLS} times in ${seconds} s: ${acknowledged} lines acknowledged, ${ids.length} there, ${lost} lost or twice`,
);
if (lost > 0) process.exitCode = 1;
