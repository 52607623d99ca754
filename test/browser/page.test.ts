import { expect } from 'vitest';
import { page } from '../../src/page/page.ts';
import { test } from './chromium.ts';
import { violations } from './violations.ts';

test('a page is one file that asks for nothing else', async ({ open }) => {
  const {
    page: shown,
    mishaps,
    requests,
  } = await open(page({ title: 'A run', script: 'viewer', data: { title: 'A' } }));
  await shown.waitForSelector('h1');
  expect(await shown.title()).toBe('A run');
  expect(requests).toEqual([]);
  expect(mishaps).toEqual([]);
  expect(await violations(shown)).toEqual([]);
});
