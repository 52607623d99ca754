import { extname } from 'node:path';
import { page } from '../page/page.ts';
import type { SavedFile } from './saved-run.ts';

/** Saved runs as the text of a report: a page, or JSON. */
export function reportText(file: string, saved: SavedFile, against?: SavedFile): string {
  if (extname(file).toLowerCase() === '.json') return `${JSON.stringify(saved)}\n`;
  const data = { file: saved, ...(against !== undefined && { against }) };
  return page({ title: titleOf(saved), script: 'viewer', data });
}

function titleOf({ title, runs, missing = 0 }: SavedFile): string {
  const broken = runs.filter(({ verdict }) => verdict === 'broken').length;
  const bad = [...(broken > 0 ? [`${broken} broken`] : []), ...(missing > 0 ? [`${missing} not rehearsed`] : [])];
  return bad.length > 0 ? `✗ ${bad.join(', ')}: ${title}` : title;
}
