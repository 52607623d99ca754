import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { readScenario } from '../src/scenario/read.ts';
import { project } from './unit/cli/project.ts';

const REPOSITORY = join(import.meta.dirname, '..');
const README = readFileSync(join(REPOSITORY, 'README.md'), 'utf8');

/** The fenced blocks of one language, without the indentation they have in a list. */
function blocks(language: string): readonly string[] {
  return [...README.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)]
    .filter(([, , name]) => name === language)
    .map(([, indent = '', , code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
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

test('the README has snippets to run', () => {
  expect(blocks('ts').length).toBeGreaterThan(2);
  expect(blocks('yaml').length).toBeGreaterThan(0);
});

test.each(blocks('ts'))('README snippet %# runs', async (snippet) => {
  const code = stripTypeScriptTypes(snippet).replaceAll(
    /(?<= from )'([^.'][^']*)'/g,
    (_, specifier: string) => `'${resolved(specifier)}'`,
  );
  await expect(import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)).resolves.toBeDefined();
});

test.each(blocks('yaml').filter((text) => /^version: /m.test(text)))('README scenario %# can be read', (text) => {
  expect(readScenario(text, 'scenarios/push.yaml').steps).not.toEqual([]);
});

test('every problem that there is has a row in the README', () => {
  const source = readFileSync(join(REPOSITORY, 'src/problem.ts'), 'utf8');
  const [, union = ''] = /export type ProblemCode =([^;]+);/.exec(source) ?? [];
  const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !README.includes(`\`${code}\``))).toEqual([]);
});

test('the report in the README is the one that its own mistake brings', { timeout: 60_000 }, async () => {
  const [scenario] = blocks('yaml');
  const [config] = blocks('ts');
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
