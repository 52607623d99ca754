import { summaries } from '../load/measure/summary.ts';
import { sumOf } from '../load/measure/tally.ts';
import { toLoadReport } from '../load/report/to-load-report.ts';
import { readResult } from '../load/result/read-result.ts';
import type { LoadResult } from '../load/result/result.ts';
import { sayResult } from '../load/result/say-result.ts';
import { EXIT_OF, verdictOf } from '../load/result/verdict.ts';
import { page } from '../page/page.ts';
import { Problem } from '../problem.ts';
import { exitAtLeast } from './exit.ts';
import { proveWritable, writeText } from './write-text.ts';

/** Where a result goes. */
export interface OutFlags {
  readonly out?: string;
  readonly report?: string;
  readonly against?: string;
  readonly json?: boolean;
}

/** Reads the earlier run that a page compares with; that, and whether files can be written, is found before anything is run. */
export async function earlierOf({ out, against, report }: OutFlags): Promise<LoadResult | undefined> {
  for (const file of [out, report]) if (file !== undefined) await proveWritable(file);
  if (report !== undefined) page({ title: '', script: 'load', data: null });
  if (against === undefined) return undefined;
  if (report === undefined) {
    throw new Problem('USAGE', 'Cannot read "--against": it is the page that compares, wanted --report with it');
  }
  return readResult(against);
}

/** Prints a result, writes the files that are asked for, and lets the process end with its code. */
export async function putOut(result: LoadResult, flags: OutFlags, earlier: LoadResult | undefined): Promise<void> {
  process.stdout.write(`${flags.json === true ? lastLine(result) : sayResult(result)}\n`);
  exitAtLeast(EXIT_OF[verdictOf(result)]);
  // After it is said: what comes of a run is not lost over a disk that is full.
  if (flags.out !== undefined) await writeText(flags.out, `${JSON.stringify(result)}\n`);
  if (flags.report !== undefined) {
    const title = `${result.plan.name} under load`;
    await writeText(flags.report, page({ title, script: 'load', data: toLoadReport(result, earlier) }));
  }
}

/** The result as `--json` tells it: with counts and percentiles in figures, too, which it holds by phase and as histograms. */
function lastLine(result: LoadResult): string {
  const counts = sumOf(result.measures.phases.map((phase) => phase.counts));
  return JSON.stringify({ verdict: verdictOf(result), counts, legs: summaries(result.measures), result });
}
