import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { planJsonSchema } from '../../../../src/load/plan/json-schema.ts';

const schema = planJsonSchema();
const accepts = new Ajv({ allowUnionTypes: true }).compile(schema);
const scenarios = new URL('../../../../scenarios/', import.meta.url);
const plans = readdirSync(scenarios).filter((name) => name.endsWith('.load.yaml'));

test('the published schema is the one that the definition gives (after a change: npm run schema)', async () => {
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../../../schema/load.schema.json');
});

test('the schema is draft-07, which is as far as editors go', () => {
  expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
});

test('there are plans that ship', () => {
  expect(plans).not.toEqual([]);
});

test.each(plans)('the schema accepts scenarios/%s', (file) => {
  const text = readFileSync(new URL(file, scenarios), 'utf8');
  expect(accepts(parse(text)) ? [] : accepts.errors).toEqual([]);
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/load\.schema\.json$/m);
});

test.each([
  ['a key that there is not', { phasess: [] }],
  ['a phase of two kinds', { phases: [{ constant: { rate: 1, for: '1s' }, ramp: { from: 0, to: 1, for: '1s' } }] }],
  ['a rate of zero', { phases: [{ constant: { rate: 0, for: '1s' } }] }],
  ['a length of time without its unit', { phases: [{ constant: { rate: 1, for: 30 } }] }],
])('the schema refuses %s', (_, wrong) => {
  const plan = {
    version: 1,
    description: 'x',
    phases: [{ constant: { rate: 1, for: '1s' } }],
    flows: [{ scenario: 'push.yaml' }],
  };
  expect(accepts(plan)).toBe(true);
  expect(accepts({ ...plan, ...wrong })).toBe(false);
});
