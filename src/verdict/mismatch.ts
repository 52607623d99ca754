import type { Explanation, Mismatch } from '../pattern/index.ts';

const MOST_CHARACTERS = 160;

/** Where something and a pattern part, a line a path, with the nearest fix below where one is known. Long values are cut. */
export function sayMismatches({ mismatches }: Explanation): string {
  return mismatches.map(sayMismatch).join('\n');
}

function sayMismatch(mismatch: Mismatch): string {
  const found = 'found' in mismatch ? `is ${cut(JSON.stringify(mismatch.found))}` : 'is absent';
  const reason = isPlain(mismatch) ? '' : `: ${mismatch.reason}`;
  const advice = mismatch.advice === undefined ? '' : `\n  ${mismatch.advice}`;
  return `${mismatch.path} ${found}, wanted ${cut(JSON.stringify(mismatch.wanted))}${reason}${advice}`;
}

/** Whether both sides already say it all: nothing there, or one value that is none of the listed ones. */
function isPlain(mismatch: Mismatch): boolean {
  if (!('found' in mismatch)) return true;
  const { found, wanted } = mismatch;
  return isScalar(found) && Array.isArray(wanted) && wanted.every(isScalar) && !wanted.includes(found);
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
