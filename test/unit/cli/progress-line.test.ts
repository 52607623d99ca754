import { expect, test } from 'vitest';
import { progressLine, sayDuration } from '../../../src/cli/progress-line.ts';

/** What is written where, with a clock that is turned by hand. */
function output(isTTY: boolean) {
  const written: string[] = [];
  let now = 0;
  const stream = { isTTY, columns: 40, write: (text: string) => written.push(text) > 0 };
  const line = progressLine(stream, () => now, {});
  return {
    written,
    line,
    after: (duration: number) => {
      now += duration;
    },
  };
}

test('on a terminal a line is written over, as often as can be read, and is gone in the end', () => {
  const { written, line, after } = output(true);
  line.tell(() => 'too soon');
  after(250);
  line.tell(() => `ten of twenty, and more than there is room for on a line`);
  line.end();
  expect(written).toEqual(['\r\u001B[Kten of twenty, and more than there is r', '\r\u001B[K']);
});

test('elsewhere, as in CI, plain lines come every ten seconds', () => {
  const { written, line, after } = output(false);
  after(250);
  line.tell(() => 'too soon');
  after(10_000);
  line.tell(() => 'ten of twenty');
  line.end();
  expect(written).toEqual(['ten of twenty\n']);
});

test.for([
  [4_200, '4.2 s'],
  [42_000, '42 s'],
  [125_000, '2m 5s'],
  [3_900_000, '1h 5m'],
] as const)('%i ms are %s', ([duration, words]) => {
  expect(sayDuration(duration)).toBe(words);
});
