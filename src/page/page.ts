import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Problem } from '../problem.ts';

/** A document that needs nothing but itself. */
export interface Page {
  readonly title: string;
  /** Which folder of `browser/` it runs. */
  readonly script: string;
  /** What that script is given: anything that JSON can hold. */
  readonly data: unknown;
}

/** The id of the element that holds the data of a page. */
const DATA_ID = 'data';

/**
 * Writes a page: one file with its script, its styles and its data, which loads nothing and runs nothing else. The data is inert text to
 * the browser, whatever stands in it, and nothing but that very script is let run.
 */
export function page({ title, script, data }: Page): string {
  const code = asset(script, 'js');
  const style = asset(script, 'css');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(code)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main id="root"><noscript>This page shows its data with a script of its own, which is switched off here.</noscript></main>',
    `<script type="application/json" id="${DATA_ID}">${inert(data)}</script>`,
    `<script>${code}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** JSON in which nothing can end the element that holds it, or begin another: such characters stand in strings only, where they can be spelled. */
function inert(data: unknown): string {
  return JSON.stringify(data).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function asset(name: string, extension: 'js' | 'css'): string {
  // From `src` as from `dist`: two folders up is the package.
  const file = new URL(`../../dist/page/browser/${name}.${extension}`, import.meta.url);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Problem(
      'ENVIRONMENT_MISSING',
      `Cannot write a page: its script "${name}.${extension}" is not built, wanted "npm run build"`,
      { cause },
    );
  }
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
