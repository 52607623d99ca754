import { describe, expect, test } from 'vitest';
import { toRecords } from '../../../../src/cloudtrail/records.ts';
import type { Json, JsonObject } from '../../../../src/registry/activity.ts';
import { act } from '../../../../src/registry/act.ts';
import { OPERATIONS } from '../../../../src/registry/operations.ts';
import { unknownMembers } from '../../../../src/registry/request-check.ts';
import { readScenario } from '../../../../src/scenario/read.ts';
import { OPERATION_NAMES } from '../../../../src/scenario/operation-names.ts';
import { type ClientSchema, readClient } from '../../../generate/client-schema.ts';
import { ACCOUNT, ask, furnished, REGION } from './furnished.ts';
import { requests } from './requests.ts';

const client = await readClient('ecr');
const names = client.operations.map(({ name }) => name);

test('what the SDK client knows is acted out, and a newer client shows what is missing', () => {
  expect(Object.keys(OPERATIONS).toSorted()).toEqual(names);
  expect(OPERATION_NAMES.toSorted()).toEqual(names);
  const { uploadId, backfillId } = furnished();
  expect(Object.keys(requests(uploadId, backfillId)).toSorted()).toEqual(names);
});

/** Where a value is not what a schema says, by paths. Moments are milliseconds in the registry. */
function misfits(schema: ClientSchema, value: Json, path: string): string[] {
  switch (schema.kind) {
    case 'structure': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no structure`];
      const held = value as JsonObject;
      const known = new Map(schema.members.map((member) => [member.name, member]));
      return [
        ...schema.members.flatMap((member) =>
          member.required && held[member.name] === undefined ? [`${path}.${member.name} is missing`] : [],
        ),
        ...Object.entries(held).flatMap(([name, each]) => {
          const member = known.get(name);
          return member === undefined
            ? [`${path}.${name} is not known`]
            : misfits(member.schema(), each, `${path}.${name}`);
        }),
      ];
    }
    case 'list':
      if (!Array.isArray(value)) return [`${path} is no list`];
      return value.flatMap((each: Json, index) => misfits(schema.of.schema(), each, `${path}[${index}]`));
    case 'map':
      return Object.entries(value as JsonObject).flatMap(([key, each]) =>
        misfits(schema.of.schema(), each, `${path}.${key}`),
      );
    case 'timestamp':
    case 'number':
      return typeof value === 'number' ? [] : [`${path} is no number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} is no boolean`];
    default:
      return typeof value === 'string' ? [] : [`${path} is no text`];
  }
}

describe.each(client.operations)('$name', ({ name, output }) => {
  test('is acted out, answers what the client can read, and stands in the trail as it was asked', () => {
    const { ledger, uploadId, backfillId } = furnished();
    const request = requests(uploadId, backfillId)[name] ?? {};
    expect(unknownMembers(name, request)).toEqual([]);
    const call = ask(ledger, name, request);
    expect(call.failure).toBeUndefined();
    expect(misfits(output, call.response ?? null, name)).toEqual([]);
    const activity = { ...ledger.close(), account: ACCOUNT, region: REGION };
    const records = toRecords(activity, { profile: 'observed', seed: 1, options: ledger.options });
    const { record } = records.find((each) => each.record.eventName === name) ?? {};
    expect(record).toMatchObject({ eventSource: 'ecr.amazonaws.com', eventType: 'AwsApiCall' });
    const isRead = /^(?:Get|List|Describe|Validate|BatchGet|BatchCheck)/.test(name);
    expect(record?.readOnly).toBe(isRead);
    // Bytes are never told of.
    expect(JSON.stringify(record)).not.toContain('layerPartBlob');
  });
});

test('what Inspector found is told as the client can read it', () => {
  const scenario = readScenario(
    'version: 1\ndescription: For a test.\ngiven: [{ registry: { scanning: { type: ENHANCED } } }, { repository: { name: web } }]\nsteps: [{ push: { image: "web:1" } }, { scan: { image: "web:1", findings: { CRITICAL: 2, LOW: 1 } } }, { call: { operation: DescribeImageScanFindings, request: { repositoryName: web, imageId: { imageTag: "1" }, maxResults: 2 } } }]',
    'test.yaml',
  );
  const call = act(scenario).happenings.at(-1);
  const response = (call?.kind === 'call' ? call.response : undefined) ?? null;
  const { output } = client.operations.find(({ name }) => name === 'DescribeImageScanFindings')!;
  expect(misfits(output, response, 'answer')).toEqual([]);
  expect(response).toMatchObject({
    imageScanStatus: { status: 'ACTIVE' },
    imageScanFindings: {
      findingSeverityCounts: { CRITICAL: 2, LOW: 1 },
      enhancedFindings: [{ severity: 'CRITICAL', type: 'PACKAGE_VULNERABILITY' }, { severity: 'CRITICAL' }],
    },
    nextToken: expect.any(String) as string,
  });
});
