import { expect, test } from 'vitest';
import { COUNTS, type Counts } from '../../../../src/load/measure/counts.ts';
import { openTiming } from '../../../../src/load/measure/timing.ts';
import { parseThreshold } from '../../../../src/load/plan/parse-threshold.ts';
import type { Facts } from '../../../../src/load/result/facts.ts';
import { judge } from '../../../../src/load/result/judge.ts';
import { EXIT_OF, verdictOf } from '../../../../src/load/result/verdict.ts';

function facts({ counts = {}, ...more }: { counts?: Partial<Counts> } & Partial<Omit<Facts, 'counts'>> = {}): Facts {
  const zeros = Object.fromEntries(COUNTS.map((name) => [name, 0])) as unknown as Counts;
  const timing = openTiming(3);
  // 1 to 1,000 ms.
  for (let each = 1; each <= 1_000; each += 1) timing.record(each * 1_000);
  return {
    counts: { ...zeros, due: 1_000, ...counts },
    timing: (leg) => (leg === 'sending' ? undefined : timing),
    lag: 4_000_000,
    rate: 950,
    observed: { delivery: true, completion: true },
    ...more,
  };
}

function judged(text: string, of: Facts) {
  const threshold = parseThreshold(text);
  if ('says' in threshold) throw new Error(threshold.says);
  return judge([threshold], of)[0]!;
}

test.each([
  ['p99 < 1s', 'kept', '990 ms (completion)'],
  ['p99 < 250ms', 'broken', '990 ms (completion)'],
  ['publish p50 <= 501ms', 'kept', '500 ms (publish)'],
  ['delivery p99.9 < 900000us', 'broken', '999 ms (delivery)'],
  ['max = 1s', 'kept', '1.00 s (completion)'],
  ['mean > 500ms', 'kept', '501 ms (completion)'],
  ['lag < 5s', 'kept', '4.00 s'],
  ['lag < 4s', 'broken', '4.00 s'],
  ['rate >= 950/s', 'kept', '950/s'],
  ['rate >= 60000/m', 'broken', '950/s'],
  ['lost = 0', 'broken', '2'],
  ['lost <= 0.2%', 'kept', '0.2%'],
  ['errors < 0.5%', 'broken', '0.5%'],
  ['errors = 5', 'kept', '5'],
  ['out-of-order == 0', 'kept', '0'],
] as const)('%s is %s', (text, kind, says) => {
  expect(judged(text, facts({ counts: { lost: 2, refused: 3, failed: 2 } }))).toMatchObject({ kind, says });
});

test('what nobody could see is neither kept nor broken, and makes the run void', () => {
  const blind = facts({ observed: { delivery: false, completion: false } });
  for (const text of ['lost = 0', 'duplicated = 0', 'processed > 1', 'lag < 1s', 'sending p99 < 1ms']) {
    expect(judged(text, blind).kind).toBe('unknown');
  }
  expect(judged('p99 < 1s', blind)).toMatchObject({ kind: 'kept', says: '990 ms (publish)' });
  expect(verdictOf({ judgements: [judged('lost = 0', blind)], void: [] })).toBe('void');
});

test('a void run is void whatever its figures are, and an interrupted one is interrupted', () => {
  const broken = [judged('lost = 1', facts())];
  expect(EXIT_OF[verdictOf({ judgements: broken, void: [] })]).toBe(4);
  expect(EXIT_OF[verdictOf({ judgements: broken, void: [{ code: 'dropped', says: '' }] })]).toBe(3);
  expect(EXIT_OF[verdictOf({ judgements: [], void: [{ code: 'interrupted', says: '' }] })]).toBe(130);
  expect(EXIT_OF[verdictOf({ judgements: [], void: [], stopped: 'stopped because "errors > 5%" held for 10 s' })]).toBe(
    4,
  );
  expect(EXIT_OF[verdictOf({ judgements: [], void: [] })]).toBe(0);
});

test.each([
  ['p99 < 250', 'but "250" is not a length of time with its unit, such as 250ms'],
  ['lsot = 0', 'but "lsot" is not measured, did you mean "lost"?'],
  ['delivry p99 < 1s', 'but "delivry" is not timed, did you mean "delivery"?'],
  ['delivery lost = 0', 'but of "delivery" there is "p99", "max" or "mean", and no "lost"'],
  ['lost = many', 'but "many" is not a number or a percentage, such as 0 or 0.1%'],
  ['rate >= 2000000', 'but "2000000" is not a rate, such as 1000/s'],
  ['p101 < 1s', 'but "p101" is not measured'],
  ['constructor < 1', 'but "constructor" is not measured'],
  ['p99 <> 1s', 'not a threshold such as "p99 < 250ms"'],
  ['', 'not a threshold'],
])('%s is refused in words', (text, says) => {
  expect(parseThreshold(text)).toMatchObject({ says: expect.stringContaining(says) as string });
});
