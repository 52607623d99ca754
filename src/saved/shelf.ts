import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMAT, type SavedFile, type SavedRun, VERSION } from './saved-run.ts';

/** A page with more would take long to open. */
const MOST_BYTES = 120_000_000;

/** A folder where workers put their runs, one file each, so that no process holds all of them while they come about. */
export function openShelf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-report-'));
  // However the run ends, also where it never begins.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const VERDICTS: readonly SavedRun['verdict'][] = ['broken', 'unjudged', 'kept'];

/** Puts a run on the shelf, in place of an earlier one of the same scenario. */
export function putOnShelf(folder: string, file: string, run: SavedRun): void {
  const name = createHash('sha256').update(file).digest('hex').slice(0, 32);
  for (const verdict of VERDICTS) rmSync(join(folder, `${VERDICTS.indexOf(verdict)}-${name}.json`), { force: true });
  writeFileSync(join(folder, `${VERDICTS.indexOf(run.verdict)}-${name}.json`), JSON.stringify(run));
}

/** Takes all runs from the shelf, the broken ones first; what does not fit any more keeps its promises and loses the rest. */
export function takeFromShelf(folder: string, title: string): SavedFile {
  const names = readdirSync(folder).toSorted();
  const runs: { readonly run: SavedRun; readonly rank: string }[] = [];
  let [bytes, emptied] = [0, 0];
  for (const name of names) {
    const file = join(folder, name);
    bytes += statSync(file).size;
    const run = JSON.parse(readFileSync(file, 'utf8')) as SavedRun;
    const rank = name.slice(0, 1);
    if (bytes <= MOST_BYTES) runs.push({ run, rank });
    else runs.push({ run: emptiedOf(run), rank });
    if (bytes > MOST_BYTES) emptied += 1;
  }
  rmSync(folder, { recursive: true });
  runs.sort((a, b) => a.rank.localeCompare(b.rank) || a.run.name.localeCompare(b.run.name));
  const leftOut = emptied === 0 ? [] : [`what happened in ${emptied} of the runs, of which there was too much`];
  return { format: FORMAT, version: VERSION, title, runs: runs.map(({ run }) => run), leftOut };
}

function emptiedOf(run: SavedRun): SavedRun {
  const findings = run.findings.map((finding) => ({ ...finding, items: [] }));
  return { ...run, findings, items: [], why: [], leftOut: ['what happened: there was no room for it'] };
}
