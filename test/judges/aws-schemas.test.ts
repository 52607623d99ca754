import { readdirSync } from 'node:fs';
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { EventBridgeSchema } from '@aws-lambda-powertools/parser/schemas/eventbridge';
import * as ecr from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/registry/activity.ts';
import { OPERATIONS } from '../../src/registry/operations.ts';
import { readScenarioFile } from '../../src/scenario/read-file.ts';
import { emissionsOf } from '../unit/emitted.ts';

/** Judges that we did not write: AWS's schema registry, Powertools' envelope, the SDK client's own schemas. */
const files = readdirSync('scenarios').filter((name) => /(?<!\.load)\.yaml$/.test(name));
const scenarios = await Promise.all(files.map((name) => readScenarioFile(`scenarios/${name}`)));
const runs = scenarios.flatMap((scenario) =>
  (['observed', 'documented'] as const).map((profile) => ({
    name: `${scenario.name}, ${profile}`,
    ...emissionsOf(scenario, profile),
  })),
);

const registry = await loadAwsServiceSpec();

interface TypeShape {
  readonly type: string;
  readonly element?: TypeShape;
  readonly reference?: { readonly $ref: string };
}

/** What is wrong with a detail, by the type that AWS's schema registry publishes. */
function faults(value: unknown, shape: TypeShape, path: string): readonly string[] {
  if (shape.type === 'string' || shape.type === 'boolean')
    return typeof value === shape.type ? [] : [`${path} is no ${shape.type}`];
  if (shape.type === 'number' || shape.type === 'integer')
    return typeof value === 'number' ? [] : [`${path} is no number`];
  if (shape.type === 'array')
    return Array.isArray(value)
      ? value.flatMap((item, index) => faults(item, shape.element!, `${path}.${index}`))
      : [`${path} is no array`];
  if (shape.type === 'ref') return typeFaults(value, shape.reference!.$ref, path);
  throw new Error(`the schema registry has a type that this test does not know: ${shape.type}`);
}

function typeFaults(value: unknown, id: string, path: string): readonly string[] {
  const { properties } = registry.get('eventTypeDefinition', id);
  const members = Object.entries(value as object);
  const unknown = members
    .filter(([name]) => !(name in properties))
    .map(([name]) => `${path}.${name} is not in the schema`);
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required === true && !members.some(([member]) => member === name))
    .map(([name]) => `${path}.${name} is missing`);
  return [
    ...unknown,
    ...missing,
    ...members
      .filter(([name]) => name in properties)
      .flatMap(([name, member]) => faults(member, properties[name]!.type as TypeShape, `${path}.${name}`)),
  ];
}

/** Types that the user guides document, and that the schema registry does not have. */
const UNPUBLISHED = new Set([
  'ECR Scan Resource Change',
  'Inspector2 Scan',
  'Inspector2 Finding',
  'Inspector2 Coverage',
]);
/** A member that the guide's sample has and the schema does not. */
const SAMPLED = new Set(['detail.rule-version is not in the schema']);

function eventFaults(detailType: string, detail: unknown): readonly string[] {
  if (UNPUBLISHED.has(detailType)) return [];
  const type = registry.lookup('event', 'name', 'equals', `aws.ecr@${detailType.replaceAll(' ', '')}`).only();
  return typeFaults(detail, type.rootProperty.$ref, 'detail').filter((fault) => !SAMPLED.has(fault));
}

test('what this test takes for unpublished is', () => {
  for (const name of UNPUBLISHED)
    expect(registry.lookup('event', 'name', 'equals', `aws.ecr@${name.replaceAll(' ', '')}`)).toEqual([]);
});

test('the schema check sees a missing, a mistyped and an unknown member', () => {
  expect(eventFaults('ECR Image Action', { 'action-type': 1, 'repository-name': 'web', tag: 'x' })).toEqual([
    'detail.tag is not in the schema',
    'detail.result is missing',
    'detail.action-type is no string',
  ]);
});

describe.each(runs)('$name', ({ native, events, activity }) => {
  test('the schema registry of AWS accepts every native event', () => {
    expect(native.flatMap((event) => eventFaults(event['detail-type'], event.detail))).toEqual([]);
  });

  test('the envelope of Powertools accepts every event', () => {
    expect(events.length).toBeGreaterThan(0);
    expect(events.flatMap((event) => EventBridgeSchema.safeParse(event).error?.issues ?? [])).toEqual([]);
  });

  test('the SDK client knows every member of every request and answer', () => {
    for (const call of activity.happenings) {
      if (call.kind !== 'call' || call.service !== 'ecr') continue;
      expect(unknownMembers(call.operation, 'Request', call.request)).toEqual([]);
      expect(unknownMembers(call.operation, 'Response', call.response ?? {})).toEqual([]);
    }
  });
});

test('the scenarios that ship emit native events of every kind the registry knows to make', () => {
  expect(new Set(runs.flatMap(({ native }) => native.map((event) => event['detail-type'])))).toEqual(
    new Set([
      'ECR Image Action',
      'ECR Image Scan',
      'ECR Referrer Action',
      'ECR Pull Through Cache Action',
      'ECR Replication Action',
      'ECR Scan Resource Change',
      'Inspector2 Coverage',
      'Inspector2 Finding',
      'Inspector2 Scan',
    ]),
  );
});

/** A structure of the client's runtime schema: member names and their schemas side by side. */
type Schema = readonly unknown[] | number | (() => Schema);

function unknownMembers(operation: string, side: 'Request' | 'Response', value: JsonObject): readonly string[] {
  return membersOutside(value, (ecr as unknown as Record<string, Schema>)[`${operation}${side}$`], operation);
}

function membersOutside(value: unknown, schema: Schema | undefined, path: string): readonly string[] {
  const resolved = typeof schema === 'function' ? schema() : schema;
  if (!Array.isArray(resolved)) return schema === undefined ? [`${path} has no schema`] : [];
  const [kind, , , , names, schemas] = resolved as [number, string, string, unknown, unknown, readonly Schema[]];
  // 3 is a structure, 1 a list, 2 a map; the rest are simple values.
  if (kind === 1 && Array.isArray(value))
    return value.flatMap((item, index) => membersOutside(item, names as Schema, `${path}.${index}`));
  if (kind !== 3 || typeof value !== 'object' || value === null) return [];
  const known = names as readonly string[];
  return Object.entries(value).flatMap(([name, member]) =>
    known.includes(name)
      ? membersOutside(member, schemas[known.indexOf(name)], `${path}.${name}`)
      : [`${path}.${name}`],
  );
}

test('the client schema check sees an unknown member, also one deep inside', () => {
  expect(unknownMembers('PutImage', 'Request', { repositoryName: 'web', imageName: 'x' })).toEqual([
    'PutImage.imageName',
  ]);
  expect(
    unknownMembers('BatchGetImage', 'Request', { repositoryName: 'web', imageIds: [{ imageTag: 'a', tag: 'x' }] }),
  ).toEqual(['BatchGetImage.imageIds.0.tag']);
});

test.each(Object.keys(OPERATIONS))('%s is an operation of the SDK client', (operation) => {
  expect(ecr).toHaveProperty(`${operation}Command`);
});
