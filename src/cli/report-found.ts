import { join } from 'node:path';
import { rehearse } from '../rehearse/rehearse.ts';
import type { Setup } from '../rehearse/setup.ts';
import { saveRehearsal } from '../saved/save-rehearsal.ts';
import { FORMAT, type SavedRun, VERSION } from '../saved/saved-run.ts';
import { readScenario } from '../scenario/read.ts';
import { againWithout } from './again-without.ts';
import { writeReportFile } from './report.ts';

/** A scenario that was found to break a consumer. */
export interface FoundText {
  readonly name: string;
  /** As its file would say it. */
  readonly text: string;
}

/** Rehearses what was found once more, with everything looked at, and writes a report of it. */
export async function reportFound(
  report: string,
  found: readonly FoundText[],
  { setup, home, title }: { readonly setup: Setup; readonly home: string; readonly title: string },
): Promise<void> {
  if (found.length === 0) {
    process.stderr.write(`${report} was not written: there is nothing to show\n`);
    return;
  }
  const runs: SavedRun[] = [];
  for (const { name, text } of found) {
    const scenario = readScenario(text, join(home, `${name}.yaml`));
    runs.push({ ...saveRehearsal(await rehearse(scenario, setup), { again: againWithout('--report') }), name });
  }
  await writeReportFile(report, { format: FORMAT, version: VERSION, title, runs, leftOut: [] });
}
