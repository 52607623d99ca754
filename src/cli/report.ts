import { relative } from 'node:path';
import type { SavedFile } from '../saved/saved-run.ts';
import { reportText } from '../saved/write-report.ts';
import { writeText } from './write-text.ts';

/** Writes a report, and says on standard error where it is: standard output may be for a program. */
export async function writeReportFile(file: string, saved: SavedFile, against?: SavedFile): Promise<void> {
  await writeText(file, reportText(file, saved, against));
  process.stderr.write(`Report: ${relative(process.cwd(), file) || file}\n`);
}
