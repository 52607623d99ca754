import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { page } from '../../src/page/page.ts';
import { test } from './chromium.ts';
import { fileOf, quiet, release, viewerOf } from './runs.ts';
import { violations } from './violations.ts';

/** Presses a key, and waits until what came of it is drawn. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await drawn(page);
}

async function drawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

const [RELEASE, QUIET] = [await release(), await quiet()];

test('what broke is told first, with the command that repeats it, and what led to it is selected', async ({ open }) => {
  const { page, mishaps } = await open(viewerOf(RELEASE, QUIET));
  const promises = page.getByRole('region', { name: 'Promises' });
  expect(await promises.locator('h2').innerText()).toContain(
    'deployer is invoked exactly 2 times: it was invoked 5 times',
  );
  expect(await promises.innerText()).toContain('npx ecreplay run scenarios/release.yaml --seed 1');
  const detail = page.getByRole('region', { name: 'Selected' });
  expect(await detail.innerText()).toContain('TypeError: no task definition');
  expect(await detail.innerText()).toContain('deploying v2');
  await promises.getByTitle('notifier is invoked exactly once').click();
  await promises.getByRole('button', { name: 'Show where' }).click();
  expect(await detail.locator('h2').innerText()).toContain('Scan COMPLETE web:v1');
  expect(await detail.innerText()).toContain('notify-on-scan did not match');
  expect(await detail.innerText()).toContain('detail.finding-severity-counts.CRITICAL is absent');
  expect(await detail.locator('.differs > .mark, .looked-at .mark').count()).toBeGreaterThan(0);
  expect(mishaps).toEqual([]);
});

test('keys lead from what failed to its causes, through the picture', async ({ open }) => {
  const { page } = await open(viewerOf(RELEASE));
  const heard = page.locator('.heard');
  await page.getByRole('application').focus();
  await press(page, 'b');
  expect(await heard.innerText()).toMatch(/failed/);
  await press(page, 'Escape');
  await press(page, 'ArrowRight');
  expect(await heard.innerText()).toMatch(/^API call: /);
  await press(page, 'End');
  expect(await heard.innerText()).toMatch(/^API call: PutImage/);
  await press(page, 'e');
  expect(await heard.innerText()).toMatch(/^(CloudTrail record|Event, as emitted): PU/i);
  await press(page, 'c');
  expect(await heard.innerText()).toMatch(/^API call: PutImage/);
  await press(page, '?');
  await page.getByRole('dialog').waitFor();
  await press(page, 'Escape');
  await press(page, 't');
  await page.getByRole('table').waitFor();
});

test('search, the filter by repository and that of failures find in the picture and in the table', async ({ open }) => {
  const { page } = await open(viewerOf(RELEASE));
  await press(page, 't');
  await press(page, '/');
  await page.keyboard.type('no task definition');
  await drawn(page);
  const rows = page.locator('tbody tr');
  expect(await rows.count()).toBe(3);
  await press(page, 'Escape');
  await page.getByLabel('Repository').selectOption('worker');
  await drawn(page);
  expect(new Set(await rows.locator('td:last-child').allInnerTexts())).toEqual(new Set(['worker']));
  await page.getByLabel('Repository').selectOption('');
  await page.getByLabel('failed').check();
  await drawn(page);
  expect(await rows.count()).toBeLessThan(10);
  expect(new Set(await rows.evaluateAll((all) => all.map((row) => row.className)))).toEqual(new Set(['bad']));
});

test('an address leads to an event, and what is selected has one', async ({ open }) => {
  const id = RELEASE.items.find(({ kind, title }) => kind === 'event' && title.includes('worker'))?.eventId ?? '';
  const { page } = await open(viewerOf(QUIET, RELEASE), { hash: `#run=release&event=${id}` });
  expect(await page.locator('h1').innerText()).toContain('release');
  expect(await page.getByRole('region', { name: 'Selected' }).innerText()).toContain(id);
  expect(page.url()).toContain(`event=${id}`);
});

test.for(['light', 'dark'] as const)(
  'axe finds nothing against the picture, the table and the help in %s colours',
  async (colorScheme, { open }) => {
    const { page } = await open(viewerOf(RELEASE, QUIET), { colorScheme });
    const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(ground).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 28)');
    expect(await violations(page)).toEqual([]);
    await press(page, 't');
    expect(await violations(page)).toEqual([]);
    await press(page, '?');
    expect(await violations(page)).toEqual([]);
  },
);

test('two runs stand below each other, and what one has and the other has not is found in either', async ({ open }) => {
  const fewer = { ...RELEASE, items: RELEASE.items.filter(({ kind }) => kind !== 'retry'), findings: [] };
  const html = page({ title: 'two', script: 'viewer', data: { file: fileOf(RELEASE), against: fileOf(fewer) } });
  const { page: shown, mishaps } = await open(html);
  expect(await shown.locator('canvas').count()).toBe(2);
  expect(await shown.getByText('2 are not in the other run').count()).toBe(1);
  expect(mishaps).toEqual([]);
});
