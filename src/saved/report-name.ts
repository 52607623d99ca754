import { extname } from 'node:path';
import { Problem } from '../problem.ts';

/** What a report can be written as. */
const EXTENSIONS = ['.html', '.htm', '.json'];

/** Refuses a name that does not say what to write, before anything is run for it. */
export function checkReportName(file: string): void {
  if (EXTENSIONS.includes(extname(file).toLowerCase())) return;
  throw new Problem(
    'USAGE',
    `Cannot write the report "${file}": wanted a name that ends in .html, for a page, or in .json, for what "ecreplay view" opens`,
  );
}
