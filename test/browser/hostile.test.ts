import { expect } from 'vitest';
import { holdToFormat } from '../../src/saved/hold.ts';
import type { SavedRun } from '../../src/saved/saved-run.ts';
import { test } from './chromium.ts';
import { fileOf, pageOf, quiet, release, viewerOf } from './runs.ts';

const [RELEASE, QUIET] = [await release(), await quiet()];

const TEXTS = [
  '</script><script>globalThis.caught = 1</script>',
  '<img src=x onerror="globalThis.caught = 1">',
  '"><svg onload="globalThis.caught = 1">',
  '<!--<script>',
  "javascript:globalThis.caught = 1//'",
  '\u2028globalThis.caught = 1\u2029',
  '\u202Egnp.exe\u0000\uD800',
  '{{constructor.constructor("globalThis.caught = 1")()}}',
  '__proto__',
];

/** A run in which every text is hostile, and every member is named so. */
function hostile(text: string): SavedRun {
  const said = { reason: text, evidence: { outcome: text, expected: text, nearest: text, difference: text } };
  const run = {
    ...RELEASE,
    name: text,
    description: text,
    again: text,
    limits: [text],
    leftOut: [text],
    findings: RELEASE.findings.map((finding) => ({ ...finding, ...said, claim: text, place: text, topic: text })),
    rules: RELEASE.rules.map((rule) => ({ ...rule, pattern: JSON.stringify({ [text]: [text] }), targets: [text] })),
    lanes: RELEASE.lanes.map((lane) => ({ ...lane, name: text })),
    items: RELEASE.items.map((item) => ({
      ...item,
      title: text,
      repository: text,
      digest: text,
      eventId: text,
      notes: [text],
      logs: text,
      body: JSON.parse(`{${JSON.stringify(text)}: {${JSON.stringify(text)}: ${JSON.stringify(text)}}}`) as unknown,
    })),
  };
  return holdToFormat({ runs: [JSON.parse(JSON.stringify(run)) as unknown] }).runs[0]!;
}

test.for(TEXTS)('%j is text wherever it stands, and runs nowhere', async (text, { open }) => {
  const { page, mishaps, requests } = await open(viewerOf(hostile(text)));
  await page.waitForSelector('.detail .json');
  for (const summary of await page.locator('summary').all()) await summary.click();
  await page.getByRole('button', { name: 'Table' }).click();
  await page.locator('tbody tr').first().waitFor();
  expect(await page.evaluate('globalThis.caught')).toBeUndefined();
  expect(await page.locator('img, svg, iframe, object, a[href]').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(2);
  expect(requests).toEqual([]);
  expect(mishaps).toEqual([]);
});

test('a script that gets into the page all the same is not let run', async ({ open }) => {
  const html = viewerOf(RELEASE).replace(
    '<main ',
    '<script>globalThis.caught = 1</script><main onclick="globalThis.caught = 1" ',
  );
  const { page, mishaps } = await open(html);
  await page.waitForSelector('.detail');
  await page.locator('main').dispatchEvent('click');
  expect(await page.evaluate('globalThis.caught')).toBeUndefined();
  expect(mishaps.join('\n')).toContain('Content Security Policy');
});

test('an event of a megabyte, an older format and a run of nothing open, and say what is not there', async ({
  open,
}) => {
  const long = { ...RELEASE.items[0], body: { detail: 'x'.repeat(1_000_000) }, title: 'y'.repeat(1_000_000) };
  const { runs } = holdToFormat({ runs: [{ ...RELEASE, items: [long, ...RELEASE.items.slice(1), { id: 7 }] }, {}] });
  const { page, mishaps } = await open(viewerOf(...runs));
  await page.getByText('What this page cannot show').click();
  expect(await page.locator('.left-out').innerText()).toContain('1 of ');
  await page.getByRole('button', { name: 'a run', exact: false }).last().click();
  await page.getByText('Nothing was promised.').waitFor();
  expect(mishaps).toEqual([]);
});

test('scenarios that were not rehearsed stand beside the verdict, also where nothing else is in the file', async ({
  open,
}) => {
  const { page } = await open(viewerOf(QUIET));
  expect(await page.locator('.tally').innerText()).toBe('✓ 1 kept');
  const missing = { missing: 2, leftOut: ['2 of 3 scenarios'] };
  const some = await open(pageOf({ ...fileOf(QUIET), ...missing }));
  expect(await some.page.locator('.tally.bad').innerText()).toBe('✗ 2 not rehearsed, 1 kept');
  const none = await open(pageOf({ ...fileOf(), ...missing }));
  expect(await none.page.locator('#root').innerText()).toContain('2 of 3 scenarios');
});
