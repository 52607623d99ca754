import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';
import { test as base } from 'vitest';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium of this machine; `ECREPLAY_CHROMIUM` names another. */
function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env['ECREPLAY_CHROMIUM'] ?? '', ...found].find((file) => file !== '' && existsSync(file));
}

/** A page as it was opened, and everything that a reader would not want to happen in it. */
export interface Opened {
  readonly page: Page;
  /** Errors, refusals by the policy of the page, and dialogs. */
  readonly mishaps: readonly string[];
  /** What it has asked for besides itself. */
  readonly requests: readonly string[];
}

/** What tests in a browser are given. */
interface Fixtures {
  readonly executablePath: string | undefined;
  readonly browser: Browser | undefined;
  /** Opens a document from a file, as a reader does. */
  readonly open: (html: string, options?: BrowserContextOptions & { readonly hash?: string }) => Promise<Opened>;
}

/** `test` with a browser; skipped where there is none. */
export const test = base.extend<Fixtures>({
  executablePath: [findChromium(), { scope: 'file' }],
  browser: [
    async ({ executablePath }, use) => {
      if (executablePath === undefined) return use(undefined);
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  open: async ({ browser, skip }, use) => {
    if (browser === undefined)
      return skip('there is no Chromium: wanted "apt-get install chromium", or ECREPLAY_CHROMIUM');
    const folder = mkdtempSync(join(tmpdir(), 'ecreplay-page-'));
    const opened: Page[] = [];
    await use(async (html, { hash = '', ...options } = {}) => {
      const file = join(folder, `${opened.length}.html`);
      writeFileSync(file, html);
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      opened.push(page);
      const mishaps: string[] = [];
      const requests: string[] = [];
      page.on('pageerror', (error) => mishaps.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') mishaps.push(message.text());
      });
      page.on('dialog', (dialog) => {
        mishaps.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => requests.push(request.url()));
      const url = pathToFileURL(file).href;
      await page.goto(url + hash);
      return {
        page,
        mishaps,
        get requests() {
          return requests.filter((asked) => !asked.startsWith(url));
        },
      };
    });
    for (const page of opened) await page.context().close();
    rmSync(folder, { recursive: true });
  },
});
