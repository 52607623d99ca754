import type { Explanation } from '../pattern/index.ts';

const MOST_CHARACTERS = 160;

/** Where something and a pattern part, a line a path, with the nearest fix below where one is known. Long values are cut. */
export function sayMismatches({ mismatches }: Explanation): string {
  return mismatches
    .map((mismatch) => {
      const found = 'found' in mismatch ? `is ${cut(JSON.stringify(mismatch.found))}` : 'is absent';
      const advice = mismatch.advice === undefined ? '' : `\n  ${mismatch.advice}`;
      return `${mismatch.path} ${found}, wanted ${cut(JSON.stringify(mismatch.wanted))}: ${mismatch.reason}${advice}`;
    })
    .join('\n');
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
