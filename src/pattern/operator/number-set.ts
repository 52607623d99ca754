import type { Bound, NumericRange } from './operator.ts';

const LOWEST: Bound = { value: -Infinity, open: false };
const HIGHEST: Bound = { value: Infinity, open: false };

/** Joins ranges of numbers and returns a test whether a number is in one of them. */
export function numberSet(ranges: readonly NumericRange[]): (value: number) => boolean {
  const sorted = ranges
    .map(({ bottom = LOWEST, top = HIGHEST }) => ({ bottom, top }))
    .toSorted((a, b) => a.bottom.value - b.bottom.value || Number(a.bottom.open) - Number(b.bottom.open));
  const joined: { bottom: Bound; top: Bound }[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last === undefined || !touch(last.top, range.bottom)) joined.push({ ...range });
    else if (isHigher(range.top, last.top)) last.top = range.top;
  }
  return (value) => {
    let low = 0;
    let high = joined.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { bottom } = joined[middle]!;
      if (bottom.value < value || (bottom.value === value && !bottom.open)) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return false;
    const { top } = joined[low - 1]!;
    return top.open ? value < top.value : value <= top.value;
  };
}

function touch(top: Bound, bottom: Bound): boolean {
  return bottom.value < top.value || (bottom.value === top.value && !(bottom.open && top.open));
}

function isHigher(a: Bound, b: Bound): boolean {
  return a.value > b.value || (a.value === b.value && b.open && !a.open);
}
