import { expect } from 'vitest';
import { toLoadReport } from '../../src/load/report/to-load-report.ts';
import { page } from '../../src/page/page.ts';
import { run } from '../unit/load/report/run.ts';
import { test } from './chromium.ts';
import { violations } from './violations.ts';

const PICTURES = [
  'Publish latency over time',
  'Delivery latency over time',
  'Latency by percentile',
  'Rate wanted and reached',
  'Lag over time',
];
/** For the browser: what everything is drawn on. */
const GROUND = 'getComputedStyle(document.body).backgroundColor';

function report(...runs: Parameters<typeof toLoadReport>): string {
  return page({ title: runs[0].plan.name, script: 'load', data: toLoadReport(...runs) });
}

test('a report says first what was broken, and asks the network for nothing', async ({ open }) => {
  const { page: shown, mishaps, requests } = await open(report(run()));
  const verdict = await shown.locator('.verdict').innerText();
  expect(verdict).toMatch(/^1 of 2 thresholds broken\n+push-storm\n/);
  expect(await shown.locator('.verdict tbody tr').allInnerTexts()).toEqual([
    expect.stringMatching(/delivery p99 < 250ms\s+BROKEN\s+812 ms/),
    expect.stringMatching(/lost = 0\s+kept\s+0/),
  ]);
  expect([mishaps, requests]).toEqual([[], []]);
});

test('behind each picture is a table that says the same', async ({ open }) => {
  const { page: shown } = await open(report(run()));
  const figures = shown.locator('figure');
  expect(await figures.locator('h3').allInnerTexts()).toEqual(PICTURES);
  for (const [index, title] of PICTURES.entries()) {
    const figure = figures.nth(index);
    expect(await figure.getByRole('img').getAttribute('aria-label')).toContain(`${title}. `);
    expect(await figure.getByRole('table').isVisible()).toBe(false);
    await figure.locator('summary').press('Enter');
    expect(await figure.getByRole('table').isVisible()).toBe(true);
    expect(await figure.locator('path.line').count()).toBe((await figure.locator('thead th').count()) - 1);
  }
  // One in a thousand of three thousand waited about the whole second of the stall.
  expect(
    await figures
      .nth(2)
      .getByRole('row', { name: /^99.9%/ })
      .innerText(),
  ).toMatch(/^99.9%\s+0.30 ms\s+9\d\d ms\s+9\d\d ms$/);
  // In its middle nothing was delivered, and afterwards all at once.
  const rates = await figures.nth(3).getByRole('row').allInnerTexts();
  expect(rates[16]).toMatch(/^0:15\s+200\/s\s+200\/s\s+200\/s\s+0\/s$/);
  expect(rates[17]).toMatch(/^0:16\s+200\/s\s+200\/s\s+200\/s\s+400\/s$/);
});

test('what was lost and what came twice is told by phase', async ({ open }) => {
  const { page: shown } = await open(report(run({ loses: 700, doubles: 250 })));
  const rows = await shown.locator('section', { hasText: 'Loss and duplicates' }).locator('tbody tr').allInnerTexts();
  expect(rows.map((row) => row.replaceAll(/\s+/g, ' '))).toEqual([
    'warm up 10s 1,000 none none 1 0.1% 4 0.4% none none none',
    'storm 10s 2,000 none none 3 0.15% 8 0.4% none none none',
    'Whole run 20s 3,000 none none 4 0.13% 12 0.4% none none none',
  ]);
});

test('events that are for no consumer are not said to be lost', async ({ open }) => {
  const { page: shown } = await open(report(run({ strays: 2 })));
  const phases = shown.locator('section', { hasText: 'Loss and duplicates' });
  expect(await phases.locator('thead').innerText()).toContain('For no consumer');
  expect((await phases.locator('tbody tr').last().innerText()).replaceAll(/\s+/g, ' ')).toMatch(
    /^Whole run 20s 3,000 1,500 none none none/,
  );
  expect(await shown.getByText('50% of what was accepted is for no consumer').count()).toBe(1);
});

test('an earlier run is drawn beside, and each figure says what has become of it', async ({ open }) => {
  const { page: shown } = await open(report(run(), run({ slower: 2_000, loses: 100 })));
  const publish = await shown.getByRole('row', { name: /^Publish until/ }).innerText();
  expect(publish).toMatch(/1\.1 ms\s+−\d\d%/);
  expect(await shown.getByText('p99 of the earlier run').count()).toBe(2);
  expect(await shown.getByRole('row', { name: /^Earlier run/ }).innerText()).toMatch(/30\s+1%/);
  expect(await shown.getByText('was of another plan').count()).toBe(0);
});

test('an earlier run of another plan is said to be one', async ({ open }) => {
  const other = run();
  const { page: shown } = await open(report(run(), { ...other, plan: { ...other.plan, digest: 'd2'.repeat(32) } }));
  expect(await shown.getByText('was of another plan').count()).toBe(1);
});

test('a void run says why, and claims nothing of what nobody watched', async ({ open }) => {
  const { page: shown } = await open(
    report({
      ...run({ isObserved: false }),
      void: [{ code: 'generator-late', says: 'the generator was late: p99 of sending was 31 ms' }],
      judgements: [{ threshold: 'lost = 0', kind: 'unknown', measured: undefined, says: 'nobody watched' }],
      shards: [1, 2, 3, 5].map((index) => ({ index, of: 8 })),
      stopped: 'errors > 5% for 10s',
    }),
  );
  const verdict = await shown.locator('.verdict').innerText();
  expect(verdict).toMatch(/^Void: this run says nothing about the consumer/);
  expect(verdict).toContain('the generator was late: p99 of sending was 31 ms');
  expect(verdict).toContain('It ended before its time: errors > 5% for 10s');
  expect(verdict).toContain('1 to 3 and 5 of 8');
  expect(await shown.getByText('Nobody watched the consumer').isVisible()).toBe(true);
  expect(await shown.locator('figure h3').allInnerTexts()).toEqual([PICTURES[0], PICTURES[2], PICTURES[3]]);
});

test('a run that nothing came of opens all the same', async ({ open }) => {
  const nothing = run();
  const empty = {
    ...nothing,
    measures: {
      phases: nothing.measures.phases.map((phase) => ({ ...phase, legs: {} })),
      series: { width: 1_000_000, points: [] },
    },
  };
  const { page: shown, mishaps } = await open(report({ ...empty, judgements: [], phases: nothing.phases }));
  expect(await shown.locator('.verdict .word').innerText()).toBe('No thresholds to keep');
  expect(mishaps).toEqual([]);
});

test('the picture reads out what is under the pointer', async ({ open }) => {
  const { page: shown } = await open(report(run()));
  const picture = shown.locator('figure').first();
  await picture.getByRole('img').hover({ position: { x: 500, y: 100 } });
  expect(await picture.locator('.legend').innerText()).toMatch(/max \d.*p99 \d.*p50 \d.*at 0:\d\d/s);
});

test('names of the plan are text, whatever stands in them', async ({ open }) => {
  const hostile = '</script><img src=x onerror=alert(1)>\u2028';
  const { page: shown, mishaps } = await open(report(run({ name: hostile })));
  expect(await shown.locator('h1').innerText()).toContain('<img src=x');
  expect(await shown.locator('img').count()).toBe(0);
  expect(mishaps).toEqual([]);
});

test('axe finds nothing in light, with all tables open', async ({ open }) => {
  const { page: shown } = await open(report(run({ loses: 700 }), run({ slower: 500 })), { colorScheme: 'light' });
  for (const summary of await shown.locator('summary').all()) await summary.click();
  expect(await violations(shown)).toEqual([]);
  expect(await shown.evaluate(GROUND)).toBe('rgb(255, 255, 255)');
});

test('axe finds nothing in dark, which is drawn on dark ground', async ({ open }) => {
  const { page: shown } = await open(report(run({ loses: 700 }), run({ slower: 500 })), { colorScheme: 'dark' });
  expect(await violations(shown)).toEqual([]);
  expect(await shown.evaluate(GROUND)).toBe('rgb(20, 23, 28)');
});
