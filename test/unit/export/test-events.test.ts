import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { exportEvents } from '../../../src/export/export-events.ts';
import { inferSchema } from '../../../src/export/infer-schema.ts';
import { testEventSchema } from '../../../src/export/test-events.ts';
import { readScenarioFile } from '../../../src/scenario/read-file.ts';

const SCAN = await readScenarioFile('scenarios/scan.yaml');

test('shareable events are examples in a schema of the registry that Lambda looks in', async () => {
  const events = await exportEvents(SCAN, { event: 'ECR Image Scan' });
  const { Content: content, ...schema } = testEventSchema('deployer', events);
  expect(schema).toEqual({
    RegistryName: 'lambda-testevent-schemas',
    SchemaName: '_deployer-schema',
    Type: 'OpenApi3',
  });
  expect(JSON.parse(content)).toMatchObject({
    openapi: '3.0.0',
    info: { version: '1.0.0', title: 'Event' },
    paths: {},
    components: {
      schemas: {
        Event: {
          type: 'object',
          'x-amazon-events-detail-type': 'ECR Image Scan',
          'x-amazon-events-source': 'aws.ecr',
          properties: { detail: { required: expect.arrayContaining(['scan-status', 'image-digest']) as unknown } },
        },
      },
      // Whoever reads them (the console, SAM) takes the value of an example by its name.
      examples: { 'ecr-image-scan-complete-web-1.4.2': { value: events[0]!.event } },
    },
  });
});

test('every event is one by the schema that stands above it, whatever their kinds', async () => {
  const events = await exportEvents(SCAN, { allManagementEvents: true });
  const { Content: content } = testEventSchema('deployer', events);
  const { components } = JSON.parse(content) as {
    readonly components: {
      readonly schemas: { readonly Event: object };
      readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
    };
  };
  const holds = new Ajv({ strict: false, validateFormats: false }).compile(components.schemas.Event);
  const values = Object.values(components.examples).map(({ value }) => value);
  expect(values).toHaveLength(events.length);
  expect(values.filter((value) => !holds(value))).toEqual([]);
  expect(holds({ ...(values[0] as object), id: 7 })).toBe(false);
  expect(components.schemas.Event).not.toHaveProperty('x-amazon-events-detail-type');
});

test('a schema says no more than what all values have in common', () => {
  expect(
    inferSchema([
      { a: 1, b: null },
      { a: 'x', b: [1], c: true },
    ]),
  ).toEqual({
    type: 'object',
    required: ['a', 'b'],
    properties: { a: {}, b: { type: 'array', items: { type: 'number' }, nullable: true }, c: { type: 'boolean' } },
  });
  expect(inferSchema([[]])).toEqual({ type: 'array', items: {} });
  expect(inferSchema([null])).toEqual({ nullable: true });
  expect(inferSchema(['2026-01-15T09:30:00Z', 'soon'])).toEqual({ type: 'string' });
});

test('what Lambda would not take is refused', async () => {
  const events = await exportEvents(SCAN, { event: 'ECR Image Scan' });
  expect(() => testEventSchema('a function', events)).toThrow('it is no name of a function');
  expect(() => testEventSchema('deployer', [])).toThrow('there are no events');
  expect(() => testEventSchema('deployer', [{ name: 'large', event: 'x'.repeat(6_144_001) }])).toThrow(
    '"large" is larger than the 6 MB that Lambda takes',
  );
  await expect(exportEvents(SCAN, { event: 'ECR Image Scna' })).rejects.toThrow('has no event that matches');
});
