import { CreateRepositoryCommand, PutAccountSettingCommand, PutImageTagMutabilityCommand } from '@aws-sdk/client-ecr';
import { expect, test } from 'vitest';
import { digestOf, errorOf, NOTHING, OCI_MANIFEST, openRegistry } from './client.ts';

test.each([
  ['GET', '/v2/', []],
  ['HEAD', `/v2/web/blobs/${NOTHING}`, ['BatchCheckLayerAvailability']],
  ['GET', `/v2/web/blobs/${NOTHING}`, ['GetDownloadUrlForLayer LayersNotFoundException']],
  ['HEAD', '/v2/web/manifests/v1', ['BatchGetImage']],
  ['GET', '/v2/web/manifests/v1', ['BatchGetImage']],
  ['POST', '/v2/web/blobs/uploads/', ['InitiateLayerUpload']],
  ['GET', `/v2/web/referrers/${NOTHING}`, ['ListImageReferrers']],
  ['GET', '/v2/web/tags/list', ['ListImages']],
  ['GET', '/v2/_catalog', ['DescribeRepositories']],
  ['POST', '/v2/api/blobs/uploads/', ['InitiateLayerUpload RepositoryNotFoundException']],
])('%s %s is recorded as the call that ECR’s proxy makes', async (method, path, operations) => {
  await using registry = await openRegistry();
  await registry.ask(method, path);
  expect(registry.operations()).toEqual(operations);
});

test('a push is recorded as the whole sequence of calls, through the proxy, on behalf of whoever has logged in', async () => {
  await using registry = await openRegistry();
  await registry.push('web', 'v1', 'layer');
  const blob = ['InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload'];
  expect(registry.operations()).toEqual([...blob, ...blob, 'PutImage']);
  for (const { sourceIPAddress, userAgent, userIdentity, eventSource } of registry.records) {
    expect([sourceIPAddress, userAgent, eventSource]).toEqual(['AWS Internal', 'AWS Internal', 'ecr.amazonaws.com']);
    expect(userIdentity).toMatchObject({
      type: 'AssumedRole',
      arn: 'arn:aws:sts::123456789012:assumed-role/rehearsal/rehearsal',
      invokedBy: 'AWS Internal',
    });
  }
  expect(registry.records[1]!.requestParameters).toEqual({
    registryId: '123456789012',
    repositoryName: 'web',
    uploadId: (registry.records[0]!.responseElements as { uploadId: string }).uploadId,
    partFirstByte: 0,
    partLastByte: 13,
  });
});

test('a layer is recorded part by part, each of ten megabytes but the last, however it is cut', async () => {
  await using registry = await openRegistry();
  const content = Buffer.alloc(25_000_000, 'x');
  const parts = () =>
    registry.records
      .filter(({ eventName }) => eventName === 'UploadLayerPart')
      .map(({ requestParameters }) => requestParameters as { partFirstByte: number; partLastByte: number })
      .map(({ partFirstByte, partLastByte }) => [partFirstByte, partLastByte]);
  const expected = [
    [0, 10_485_759],
    [10_485_760, 20_971_519],
    [20_971_520, 24_999_999],
  ];
  await registry.upload('web', content);
  expect(parts()).toEqual(expected);
  registry.records.length = 0;
  content[0] = 0;
  const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
  for (let at = 0; at < content.length; at += 3_000_000) {
    const body = content.subarray(at, at + 3_000_000);
    const headers = { 'content-range': `${at}-${at + body.length - 1}` };
    expect((await registry.ask('PATCH', place, { headers, body })).status).toBe(202);
  }
  expect((await registry.ask('PUT', `${place}?digest=${digestOf(content)}`)).status).toBe(201);
  expect(parts()).toEqual(expected);
});

test('putting again what stands already is a success to the client, and recorded as the failure that it is to ECR', async () => {
  await using registry = await openRegistry();
  const { manifest } = await registry.push('web', 'v1');
  registry.records.length = 0;
  expect((await registry.put('web', 'v1', manifest)).status).toBe(201);
  expect(registry.operations()).toEqual(['PutImage ImageAlreadyExistsException']);
});

test('an immutable tag is refused in ECR’s words', async () => {
  await using registry = await openRegistry();
  await registry.ecr.send(new PutImageTagMutabilityCommand({ repositoryName: 'web', imageTagMutability: 'IMMUTABLE' }));
  await registry.push('web', 'v1', 'one');
  const { answer } = await registry.push('web', 'v1', 'two');
  expect(await errorOf(answer)).toEqual({
    status: 400,
    code: 'TAG_INVALID',
    message:
      "The image tag 'v1' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.",
  });
});

test('a mount is recorded as the call whose permission it needs, of the repository it is taken from', async () => {
  await using registry = await openRegistry(['web', 'api']);
  await registry.ecr.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
  const digest = await registry.upload('web', 'shared');
  registry.records.length = 0;
  await registry.ask('POST', `/v2/api/blobs/uploads/?mount=${digest}&from=web`);
  expect(registry.operations()).toEqual(['GetDownloadUrlForLayer']);
  expect(registry.records[0]!.requestParameters).toMatchObject({ repositoryName: 'web' });
});

test('nothing is mounted from a repository that is encrypted otherwise', async () => {
  await using registry = await openRegistry(['web']);
  await registry.ecr.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
  await registry.ecr.send(
    new CreateRepositoryCommand({ repositoryName: 'safe', encryptionConfiguration: { encryptionType: 'KMS' } }),
  );
  const digest = await registry.upload('web', 'shared');
  const answer = await registry.ask('POST', `/v2/safe/blobs/uploads/?mount=${digest}&from=web`);
  expect(answer.status).toBe(202);
});

test('the media types that a client accepts are recorded', async () => {
  await using registry = await openRegistry();
  await registry.ask('GET', '/v2/web/manifests/v1', {
    headers: { accept: `${OCI_MANIFEST}, application/json;q=0.5` },
  });
  expect(registry.records[0]!.requestParameters).toEqual({
    registryId: '123456789012',
    repositoryName: 'web',
    imageIds: [{ imageTag: 'v1' }],
    acceptedMediaTypes: [OCI_MANIFEST, 'application/json'],
  });
});

test('more than a thousand tags at once are refused in ECR’s words', async () => {
  await using registry = await openRegistry();
  expect(await errorOf(await registry.ask('GET', '/v2/web/tags/list?n=10000'))).toEqual({
    status: 405,
    code: 'UNSUPPORTED',
    message:
      "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'",
  });
});
