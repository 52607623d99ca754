import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { scenarioJsonSchema } from '../../../src/scenario/json-schema.ts';

const schema = scenarioJsonSchema();
const accepts = new Ajv({ allowUnionTypes: true }).compile(schema);
const scenarios = new URL('../../../scenarios/', import.meta.url);

function yamlFiles(folder: URL): readonly string[] {
  return readdirSync(folder).filter((name) => /(?<!\.load)\.yaml$/.test(name));
}

/** Each schema inside a schema, with its JSON pointer. */
function* schemasIn(value: unknown, pointer = ''): Generator<readonly [string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [pointer, value as Record<string, unknown>];
  for (const [key, member] of Object.entries(value)) yield* schemasIn(member, `${pointer}/${key}`);
}

/** The text an editor shows for a schema: its own description, or that of the definition it refers to. */
function descriptionOf(property: Record<string, unknown>): unknown {
  const reference = /^#\/definitions\/(.+)$/.exec(String(property['$ref']))?.[1];
  const definitions = schema['definitions'] as Record<string, Record<string, unknown>>;
  return property['description'] ?? (reference === undefined ? undefined : definitions[reference]?.['description']);
}

test('the published schema is the one that the definition gives (after a change: npx vitest run test/unit/scenario/json-schema.test.ts -u)', async () => {
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../../schema/scenario.schema.json');
});

test('the schema is draft-07, which is as far as editors go', () => {
  expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
});

test('every property has a text that an editor can show', () => {
  const properties = [...schemasIn(schema)].filter(([pointer]) => /\/properties\/[^/]+$/.test(pointer));
  expect(properties.length).toBeGreaterThan(100);
  expect(
    properties.filter(([, property]) => typeof descriptionOf(property) !== 'string').map(([pointer]) => pointer),
  ).toEqual([]);
});

test('a step is one object with a property a step, so that an editor completes each with its text', () => {
  const steps = (schema['properties'] as Record<string, Record<string, Record<string, unknown>>>)['steps']?.['items'];
  expect(steps).toMatchObject({ type: 'object', minProperties: 1, maxProperties: 1, additionalProperties: false });
  expect(Object.keys(steps?.['properties'] as object)).toEqual([
    'createRepository',
    'configure',
    'preview',
    'expire',
    'push',
    'sign',
    'pull',
    'scan',
    'archive',
    'restore',
    'replicate',
    'delete',
    'call',
    'quote',
    'wait',
  ]);
});

test.each(yamlFiles(scenarios))('the schema accepts scenarios/%s', (file) => {
  const text = readFileSync(new URL(file, scenarios), 'utf8');
  expect(accepts(parse(text)) ? [] : accepts.errors).toEqual([]);
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/scenario\.schema\.json$/m);
});

/** What a schema can tell: which members there are, and of what kind. */
const STRUCTURE = /SCENARIO_(UNKNOWN_STEP|UNKNOWN_KEY|MISSING_KEY|WRONG_TYPE|WRONG_UNIT|VERSION)/;
const misshapen = yamlFiles(new URL('invalid/', scenarios)).flatMap((file) => {
  const text = readFileSync(new URL(`invalid/${file}`, scenarios), 'utf8');
  const refusals = text.split('\n').filter((line) => line.startsWith('# refused:'));
  // A key that is no text is said by YAML, and lost on the way to JSON.
  return refusals.some((line) => STRUCTURE.test(line)) && !file.startsWith('a-key-is-') ? [{ file, text }] : [];
});

test('there are files that the schema can refuse', () => {
  expect(misshapen.length).toBeGreaterThan(30);
});

test.each(misshapen)('the schema refuses scenarios/invalid/$file', ({ text }) => {
  expect(accepts(parse(text))).toBe(false);
});
