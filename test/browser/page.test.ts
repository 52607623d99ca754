import { expect } from 'vitest';
import { test } from './chromium.ts';
import { quiet, viewerOf } from './runs.ts';

test('a page is one file that asks for nothing else', async ({ open }) => {
  const { page, mishaps, requests } = await open(viewerOf(await quiet()));
  await page.waitForSelector('h1');
  expect(await page.title()).toBe('ecreplay run');
  expect(requests).toEqual([]);
  expect(mishaps).toEqual([]);
});
