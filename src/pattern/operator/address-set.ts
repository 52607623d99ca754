import type { AddressRange } from './address-range.ts';

interface Span<T> {
  readonly bottom: T;
  top: T;
}

/**
 * Joins ranges of addresses and returns a test for the digits of an address.
 *
 * Gives the verdict of `inAddressRange` for any of the ranges, in which the two versions meet by their first digits.
 */
export function addressSet(ranges: readonly AddressRange[]): (digits: string) => boolean {
  const short = ranges.filter(({ bottom }) => bottom.length === 8);
  const long = ranges.filter(({ bottom }) => bottom.length !== 8);
  const firsts = joined(short.map(({ bottom, top }) => ({ bottom: numberOf(bottom), top: numberOf(top) })));
  // A version 4 address has no digits left to be told from the bounds, so it has to be strictly between their beginnings.
  const between = joined(
    long
      .map(({ bottom, top }) => ({ bottom: numberOf(bottom) + 1, top: numberOf(top) - 1 }))
      .filter(({ bottom, top }) => bottom <= top),
  );
  const whole = joined(long.map(({ bottom, top }) => ({ bottom, top })));
  return (digits) => {
    const first = numberOf(digits);
    if (contains(firsts, first)) return true;
    return digits.length === 8 ? contains(between, first) : contains(whole, digits);
  };
}

function numberOf(digits: string): number {
  return Number.parseInt(digits.slice(0, 8), 16);
}

function joined<T extends number | string>(spans: readonly Span<T>[]): Span<T>[] {
  const result: Span<T>[] = [];
  for (const span of spans.toSorted((a, b) => (a.bottom < b.bottom ? -1 : 1))) {
    const last = result.at(-1);
    if (last === undefined || span.bottom > last.top) result.push({ ...span });
    else if (span.top > last.top) last.top = span.top;
  }
  return result;
}

function contains<T extends number | string>(spans: readonly Span<T>[], value: T): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle]!.bottom <= value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && value <= spans[low - 1]!.top;
}
