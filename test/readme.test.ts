import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { readPlan } from '../src/load/plan/read-plan.ts';
import { readScenario } from '../src/scenario/read.ts';
import { blocksOf, documents, readme, REPOSITORY } from './documents.ts';
import { project } from './unit/cli/project.ts';

const README = readme().text;
/** Pages that are written by hand; the others are held to what they are generated from. */
const BY_HAND = documents().filter(({ text }) => !text.includes('*Written by `npm run docs`'));

/** The fenced blocks of one language in a document. */
function blocks(language: string, text = README): readonly string[] {
  return blocksOf(text)
    .filter((block) => block.language === language)
    .map(({ code }) => code);
}

function everyBlock(language: string): readonly (readonly [string, string])[] {
  return BY_HAND.flatMap(({ file, text }) =>
    blocks(language, text).map((code, index) => [`${file}, block ${index + 1}`, code] as const),
  );
}

/** The sources behind what the package exports, and this repository's own copy of anything else. */
function resolved(specifier: string): string {
  const { exports: entries } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, { readonly default: string }>>;
  };
  const entry = entries[specifier.replace(/^ecreplay/, '.')];
  if (entry === undefined) return import.meta.resolve(specifier);
  return pathToFileURL(join(REPOSITORY, entry.default.replace('/dist/', '/src/').replace(/\.js$/, '.ts'))).href;
}

test('the documents have snippets to run', () => {
  expect(BY_HAND.length).toBeGreaterThan(5);
  expect(everyBlock('ts').length).toBeGreaterThan(8);
  expect(everyBlock('yaml').length).toBeGreaterThan(2);
});

test.each(everyBlock('ts'))('%s runs', async (_, snippet) => {
  const code = stripTypeScriptTypes(snippet).replaceAll(
    /(?<= from )'([^.'][^']*)'/g,
    (__, specifier: string) => `'${resolved(specifier)}'`,
  );
  await expect(import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)).resolves.toBeDefined();
});

test.each(everyBlock('yaml').filter(([, text]) => /^version: /m.test(text)))('%s can be read', (_, text) => {
  if (/^phases:/m.test(text)) expect(readPlan(text, 'scenarios/push.load.yaml').written.phases).not.toEqual([]);
  else expect(readScenario(text, 'scenarios/push.yaml').steps).not.toEqual([]);
});

test.each(documents().map(({ file, text }) => [file, text] as const))('%s links to what there is', (file, text) => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
  const missing = links.filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(REPOSITORY, target))) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(join(REPOSITORY, target), 'utf8')).includes(anchor);
  });
  expect(missing).toEqual([]);
});

/** The anchors of headings, as GitHub makes them. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('the README is the first screen and the ways in, and leaves the rest to the pages', () => {
  expect(README.split('\n').length).toBeLessThan(250);
  const linked = documents().filter(({ file }) => file !== 'README.md' && !README.includes(`(${file})`));
  expect(linked.map(({ file }) => file)).toEqual([]);
});

test('the report in the README is the one that its own mistake brings', { timeout: 60_000 }, async () => {
  const [scenario] = blocks('yaml');
  const [config] = blocks('ts', documents().find(({ file }) => file.endsWith('consumers.md'))?.text);
  const report = blocks('').find((block) => block.includes('BROKEN:'));
  using folder = project({
    'scenarios/push.yaml': scenario!,
    'ecreplay.config.ts': config!
      .replace('action-type', 'actionType')
      .replace(/'ecreplay[^']*'/, `'${resolved('ecreplay/config')}'`),
    'src/deployer.ts': 'export function handler(): void {}\n',
  });
  const { text } = await folder.ecreplay(['run']);
  expect(text).toContain(report);
});
