import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { page } from '../../../src/page/page.ts';

/** What stands between the tags of the data. */
function dataIn(html: string): string {
  return /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(html)?.[1] ?? '';
}

test.each([
  '</script><script>alert(1)</script>',
  '<!-- <script>',
  '\u2028\u2029',
  '&lt;img src=x onerror=alert(1)&gt;',
  ']]>',
  '\ud800',
])('data that holds %j stays text, and comes back as it was', (text) => {
  const html = page({ title: 'A run', script: 'viewer', data: { [text]: text } });
  expect(dataIn(html)).not.toMatch(/[<>&\u2028\u2029]/);
  const read: unknown = JSON.parse(dataIn(html));
  expect(read).toEqual({ [text]: text });
});

test('a title is text, whatever it says', () => {
  expect(page({ title: '</title><script>alert(1)</script>', script: 'viewer', data: {} })).toContain(
    '<title>&#60;/title&#62;&#60;script&#62;alert(1)&#60;/script&#62;</title>',
  );
});

test('a page lets nothing run or load but its own script and styles', () => {
  const html = page({ title: 'A run', script: 'viewer', data: {} });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'$/,
  );
});

test('a script that is not built is a problem of whoever asks for its page', () => {
  expect(() => page({ title: '', script: 'nowhere', data: {} })).toThrow(
    expect.objectContaining({
      code: 'ENVIRONMENT_MISSING',
      message: 'Cannot write a page: its script "nowhere.js" is not built, wanted "npm run build"',
    }),
  );
});

test('the page that shows runs takes less than 200 KB without its data, as it is sent', () => {
  expect(gzipSync(page({ title: 'A run', script: 'viewer', data: {} })).length).toBeLessThan(200_000);
});
