import { expect, test } from 'vitest';
import { picture, pictureLine } from '../../../../src/load/telemetry/picture.ts';
import { counts, standing } from './standing.ts';

test('the picture says the rate wanted and reached, the latencies, what became of the events, and the time left', () => {
  expect(picture(standing())).toEqual([
    'phase       ██████████████░░░░░░░░░░ ramp, 1m 12s, 48s left',
    'rate        3,998/s of 4,000/s wanted',
    'publish     p50 1.8 ms      p99 6.2 ms      p99.9 31 ms     max 1.20 s',
    'events      288,000 due, 287,990 sent, 287,950 accepted, 287,900 delivered',
    'wrong       nothing so far',
    'under way   40 in flight, lag 3.1 ms',
  ]);
});

test('a line of a log says the same in one', () => {
  expect(pictureLine(standing())).toBe(
    '1m 12s ramp: 3,998/s of 4,000/s wanted, publish p50 1.8 ms p99 6.2 ms, 40 in flight, lag 3.1 ms, 48s left',
  );
});

test('what goes wrong is named with its count, and what does not is left out', () => {
  const wrong = standing({ counts: counts({ refused: 2, lost: 1_000, outOfOrder: 3 }) });
  expect(picture(wrong)).toContain('wrong       2 refused, 1,000 lost, 3 out of order');
  expect(pictureLine(wrong)).toContain(', 2 refused, 1,000 lost, 3 out of order, ');
});

test('events that no rule takes to a consumer are said to be such', () => {
  const some = standing({ counts: counts({ due: 4, sent: 4, accepted: 4, unmatched: 1, delivered: 3 }) });
  expect(picture(some)).toContain('events      4 due, 4 sent, 4 accepted, 1 for no consumer, 3 delivered');
});

test('a run that waits for nothing more is at its end', () => {
  const [first] = picture(standing({ phase: 'settling', left: 0 }));
  expect(first).toBe('phase       ████████████████████████ settling, 1m 12s, at its end');
});

test('a leg of which nothing was timed has no row', () => {
  expect(picture(standing({ legs: {} })).map((line) => line.split(' ')[0])).toEqual([
    'phase',
    'rate',
    'events',
    'wrong',
    'under',
  ]);
});
