import { expect } from 'vitest';
import { test } from './chromium.ts';
import { quiet, release, viewerOf } from './runs.ts';
import { violations } from './violations.ts';

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
  await page.keyboard.press('b');
  expect(await heard.innerText()).toMatch(/failed/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  expect(await heard.innerText()).toMatch(/^API call: /);
  await page.keyboard.press('End');
  expect(await heard.innerText()).toMatch(/^API call: PutImage/);
  await page.keyboard.press('e');
  expect(await heard.innerText()).toMatch(/^(CloudTrail record|Event, as emitted): PU/i);
  await page.keyboard.press('c');
  expect(await heard.innerText()).toMatch(/^API call: PutImage/);
  await page.keyboard.press('?');
  expect(await page.getByRole('dialog').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  expect(await page.getByRole('table').isVisible()).toBe(true);
});

test('search, the filter by repository and that of failures find in the picture and in the table', async ({ open }) => {
  const { page } = await open(viewerOf(RELEASE));
  await page.keyboard.press('t');
  await page.keyboard.press('/');
  await page.keyboard.type('no task definition');
  const rows = page.locator('tbody tr');
  expect(await rows.count()).toBe(3);
  await page.keyboard.press('Escape');
  await page.getByLabel('Repository').selectOption('worker');
  expect(new Set(await rows.locator('td:last-child').allInnerTexts())).toEqual(new Set(['worker']));
  await page.getByLabel('Repository').selectOption('');
  await page.getByLabel('failed').check();
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
    await page.keyboard.press('t');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('?');
    expect(await violations(page)).toEqual([]);
  },
);
