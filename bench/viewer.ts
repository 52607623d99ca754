/**
 * Opens runs of 10,000 and of 1,000,000 deliveries in headless Chromium: how long until they are drawn, and how long the longest task of
 * the main thread takes while somebody zooms and moves, by the trace of the browser itself.
 */
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { page } from '../src/page/page.ts';
import { type Measured, measured } from './viewer/measured.ts';
import { manyDeliveries } from './viewer/many-deliveries.ts';

const executablePath = process.env['ECREPLAY_CHROMIUM'] ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) {
  console.log('viewer: there is no Chromium here, wanted "apt-get install chromium" or ECREPLAY_CHROMIUM');
  process.exit(0);
}

const bare = Buffer.byteLength(gzipSync(page({ title: '', script: 'viewer', data: {} })));
console.log(`viewer: the page without data takes ${(bare / 1_000).toFixed(1)} kB gzipped`);

const folder = mkdtempSync(join(tmpdir(), 'ecreplay-viewer-'));
const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
for (const count of [10_000, 1_000_000]) {
  const began = performance.now();
  const { file, items, left } = manyDeliveries(count);
  const path = join(folder, `${count}.html`);
  writeFileSync(path, page({ title: `${count} deliveries`, script: 'viewer', data: { file } }));
  const written = performance.now() - began;
  const all: Measured[] = [];
  for (let round = 0; round < 3; round += 1) all.push(await measured(browser, pathToFileURL(path).href));
  const middle = (of: (one: Measured) => number): number => all.map(of).toSorted((a, b) => a - b)[1]!;
  console.log(
    [
      `viewer: ${count} deliveries, ${items} items kept${left === '' ? '' : ` (${left})`}`,
      `${(statSync(path).size / 1e6).toFixed(1)} MB written in ${(written / 1_000).toFixed(1)} s`,
      `drawn after ${middle(({ opened }) => opened).toFixed(0)} ms, of which the page's thread worked ${middle(({ worked }) => worked).toFixed(0)} ms`,
      `${all[0]!.frames} frames, the longest task while zooming and moving ${middle(({ longest }) => longest).toFixed(1)} ms by the clock, ${middle(({ longestWork }) => longestWork).toFixed(1)} ms of the thread's own time (median of 3)`,
    ].join('; '),
  );
}
await browser.close();
rmSync(folder, { recursive: true });
