import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toRecords } from '../../src/cloudtrail/records.ts';
import { toEvents } from '../../src/eventbridge/events.ts';
import { act } from '../../src/registry/act.ts';
import { withDefaults } from '../../src/scenario/default-options.ts';
import { readScenario } from '../../src/scenario/read.ts';

/** Each seed is a sample of the AWS documents (JSON), beside the scenario that leads to it (YAML). */
const seeds = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

/** AWS draws these; a scenario cannot name them. Everything else must be the sample's own. */
const DRAWN = new Set(['id', 'eventID', 'requestID', 'grantId', 'policyId']);

type Members = readonly (readonly [path: string, type: string, value: unknown])[];

/** Every member in the order it stands, with its JSON type. */
function members(value: unknown, path = ''): Members {
  if (typeof value !== 'object' || value === null) {
    const drawn = DRAWN.has(path.slice(path.lastIndexOf('.') + 1));
    return [[path, value === null ? 'null' : typeof value, drawn ? '(drawn)' : value]];
  }
  const type = Array.isArray(value) ? 'array' : 'object';
  return [[path, type, ''], ...Object.entries(value).flatMap(([key, member]) => members(member, `${path}.${key}`))];
}

function read(name: string) {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function emitted(seed: string): readonly unknown[] {
  const scenario = readScenario(read(`${seed}.yaml`), `test/seeds/${seed}.yaml`);
  const activity = act(scenario);
  const how = { profile: 'documented', seed: scenario.seed, options: withDefaults(scenario.options) } as const;
  const records = toRecords(activity, how);
  return [...records, ...toEvents(activity, records, how)].map(({ text }) => JSON.parse(text) as unknown);
}

test('all eight samples of the documents are here', () => {
  expect(seeds).toHaveLength(8);
});

test.each(seeds)('the documented profile words %s member for member: keys, order, types and values', (seed) => {
  const sample = JSON.parse(read(`${seed}.json`)) as { eventName?: string; 'detail-type'?: string };
  const same = emitted(seed).find(
    (value) =>
      (value as typeof sample).eventName === sample.eventName &&
      (value as typeof sample)['detail-type'] === sample['detail-type'],
  );
  expect(members(same)).toEqual(members(sample));
});

test('creating a repository with KMS gives two CreateGrant records, as the document says', () => {
  const grants = emitted('create-grant').filter(
    (value) => (value as { eventName?: string }).eventName === 'CreateGrant',
  );
  expect(grants).toHaveLength(2);
});
