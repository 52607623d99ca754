import { expect, test } from 'vitest';
import { emitted } from '../emitted.ts';

const WEB = 'given: [{ repository: { name: web } }]\n';

function count(names: readonly string[], name: string): number {
  return names.filter((each) => each === name).length;
}

test('a first push checks, initiates, uploads and completes each blob, then puts one manifest', () => {
  const { names } = emitted(`${WEB}steps: [{ push: { image: "web:1", layers: [846, 615] } }]`);
  expect(names.map((name) => [name, count(names, name)])).toEqual(
    expect.arrayContaining([
      ['GetAuthorizationToken', 1],
      ['BatchCheckLayerAvailability', 3],
      ['InitiateLayerUpload', 3],
      ['UploadLayerPart', 3],
      ['CompleteLayerUpload', 3],
      ['PutImage', 1],
    ]),
  );
  expect(names.at(0)).toBe('GetAuthorizationToken');
  expect(names.at(-1)).toBe('PutImage');
});

test('a layer larger than partSize goes up in parts that follow one another to the byte', () => {
  const { records } = emitted(
    `${WEB}options: { partSize: 5242880 }\nsteps: [{ push: { image: "web:1", layers: [12000000], config: 10 } }]`,
  );
  const parts = records
    .filter(({ eventName }) => eventName === 'UploadLayerPart')
    .map(({ requestParameters }) => requestParameters as { partFirstByte: number; partLastByte: number })
    .filter(({ partLastByte }) => partLastByte !== 9)
    .map(({ partFirstByte, partLastByte }) => [partFirstByte, partLastByte]);
  expect(parts).toEqual([
    [0, 5_242_879],
    [5_242_880, 10_485_759],
    [10_485_760, 11_999_999],
  ]);
});

test('records of different blobs interleave while those of one blob keep their order', () => {
  const { records } = emitted(`${WEB}steps: [{ push: { image: "web:1", layers: [1, 2, 3, 4, 5, 6, 7] } }]`);
  const names = records.map(({ eventName }) => eventName);
  expect(names.indexOf('CompleteLayerUpload')).toBeLessThan(names.lastIndexOf('BatchCheckLayerAvailability'));
  const byUpload = Map.groupBy(
    records.filter(({ eventName }) => eventName === 'UploadLayerPart' || eventName === 'CompleteLayerUpload'),
    ({ requestParameters }) => (requestParameters as { uploadId: string }).uploadId,
  );
  expect([...byUpload.values()].map((blob) => blob.map(({ eventName }) => eventName))).toEqual(
    Array.from({ length: 8 }, () => ['UploadLayerPart', 'CompleteLayerUpload']),
  );
});

test('no more blobs are under way at once than the client allows', () => {
  const { activity } = emitted(
    `${WEB}options: { maxConcurrentUploads: 2 }\nsteps: [{ push: { image: "web:1", layers: [1, 2, 3, 4, 5, 6] } }]`,
  );
  const open = activity.happenings.flatMap((happening) =>
    happening.kind === 'call' && happening.operation === 'InitiateLayerUpload'
      ? [{ at: happening.at, change: 1 }]
      : happening.kind === 'call' && happening.operation === 'CompleteLayerUpload'
        ? [{ at: happening.at, change: -1 }]
        : [],
  );
  let under = 0;
  expect(Math.max(...open.map(({ change }) => (under += change)))).toBe(2);
});

test('a second push of the same layers under a new tag uploads nothing and puts the same digest', () => {
  const { names, native } = emitted(
    `${WEB}steps: [{ push: { image: "web:1", layers: [846] } }, { push: { image: "web:2", layers: [846] } }]`,
  );
  expect(count(names, 'InitiateLayerUpload')).toBe(2);
  expect(new Set(native.map(({ detail }) => detail['image-digest'])).size).toBe(1);
  expect(native.map(({ detail }) => detail['image-tag'])).toEqual(['1', '2']);
});

test('the digest of an image is the SHA-256 of the manifest text in its record', async () => {
  const { createHash } = await import('node:crypto');
  const { records } = emitted(`${WEB}steps: [{ push: { image: "web:1" } }]`);
  const put = records.find(({ eventName }) => eventName === 'PutImage')!;
  const { imageManifest } = put.requestParameters as { imageManifest: string };
  const { image } = put.responseElements as { image: { imageId: { imageDigest: string } } };
  expect(image.imageId.imageDigest).toBe(`sha256:${createHash('sha256').update(imageManifest).digest('hex')}`);
});

test('uploaded bytes give a layer its real digest', () => {
  const { records } = emitted(`${WEB}steps: [{ push: { image: "web:1", layers: [{ bytes: hello }] } }]`);
  const digests = records
    .filter(({ eventName }) => eventName === 'CompleteLayerUpload')
    .map(({ requestParameters }) => (requestParameters as { layerDigests: string[] }).layerDigests[0]);
  expect(digests).toContain('sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
});

test('images that name no layers differ by their reference, and one pushed again is unchanged', () => {
  const { native, errors } = emitted(
    `${WEB}steps: [{ push: { image: "web:1" } }, { push: { image: "web:2" } }, { push: { image: "web:1", fails: ImageAlreadyExistsException } }]`,
  );
  expect(new Set(native.map(({ detail }) => detail['image-digest'])).size).toBe(2);
  expect(errors).toEqual(['PutImage ImageAlreadyExistsException']);
});

test('a push to an immutable tag uploads its blobs and is refused at PutImage in the words of ECR', () => {
  const { activity, errors, native } = emitted(
    'given: [{ repository: { name: web, imageTagMutability: IMMUTABLE } }]\nsteps: [{ push: { image: "web:v1", layers: [846] } }, { push: { image: "web:v1", layers: [615], fails: ImageTagAlreadyExistsException } }]',
  );
  expect(errors).toEqual(['PutImage ImageTagAlreadyExistsException']);
  expect(activity.failures[0]?.message).toBe(
    "The image tag 'v1' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.",
  );
  expect(native).toHaveLength(1);
});

test('a moved tag leaves the image that had it without one', () => {
  const { native, activity } = emitted(
    `${WEB}steps: [{ push: { image: "web:v1", layers: [846] } }, { push: { image: "web:v1", layers: [615] } }, { call: { operation: ListImages, request: { repositoryName: web } } }]`,
  );
  const list = activity.happenings.findLast((happening) => happening.kind === 'call');
  expect(list?.kind === 'call' && list.response?.['imageIds']).toEqual([
    { imageDigest: native[0]?.detail['image-digest'] },
    { imageDigest: native[1]?.detail['image-digest'], imageTag: 'v1' },
  ]);
});

test('a push to a missing repository fails on InitiateLayerUpload, five attempts for each blob that is tried', () => {
  const { names, errors, activity } = emitted(
    'steps: [{ push: { image: "nope:1", layers: [1, 2, 3, 4, 5, 6, 7], fails: RepositoryNotFoundException } }]',
  );
  expect(count(names, 'InitiateLayerUpload')).toBe(25);
  expect(errors.filter((error) => error === 'InitiateLayerUpload RepositoryNotFoundException')).toHaveLength(25);
  expect(names).not.toContain('PutImage');
  expect(activity.failures).toEqual([
    {
      step: 0,
      code: 'RepositoryNotFoundException',
      message: "The repository with name 'nope' does not exist in the registry with id '123456789012'",
    },
  ]);
});

test('a multi-platform push puts a manifest a platform by digest and one index with the tag', () => {
  const { records, native } = emitted(
    `${WEB}steps: [{ push: { image: "web:2", platforms: [linux/amd64, linux/arm64] } }]`,
  );
  const puts = records
    .filter(({ eventName }) => eventName === 'PutImage')
    .map(({ requestParameters }) => requestParameters as Record<string, string>);
  expect(puts.map(({ imageTag }) => imageTag)).toEqual([undefined, undefined, '2']);
  const index = JSON.parse(puts[2]?.['imageManifest'] ?? '') as {
    mediaType: string;
    manifests: { digest: string; platform: object }[];
  };
  expect(index.mediaType).toBe('application/vnd.oci.image.index.v1+json');
  expect(index.manifests.map(({ digest }) => digest)).toEqual(
    native.slice(0, 2).map(({ detail }) => detail['image-digest']),
  );
  expect(index.manifests.map(({ platform }) => platform)).toEqual([
    { architecture: 'amd64', os: 'linux' },
    { architecture: 'arm64', os: 'linux' },
  ]);
  expect(native.map(({ detail }) => 'image-tag' in detail)).toEqual([false, false, true]);
});

test('attestations add a manifest a platform, so two platforms give five events of which one has a tag', () => {
  const { native } = emitted(
    `${WEB}steps: [{ push: { image: "web:2", platforms: [linux/amd64, linux/arm64], attestations: true } }]`,
  );
  expect(native).toHaveLength(5);
  expect(native.filter(({ detail }) => 'image-tag' in detail)).toHaveLength(1);
});

test('a login lasts twelve hours', () => {
  const { names } = emitted(
    `${WEB}steps: [{ push: { image: "web:1" } }, { wait: 11h }, { push: { image: "web:2" } }, { wait: 2h }, { push: { image: "web:3" } }]`,
  );
  expect(count(names, 'GetAuthorizationToken')).toBe(2);
});

test('an image declared by its digest alone has an event and a record without a manifest', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const { native, records } = emitted(`${WEB}steps: [{ push: { image: "web:1", digest: "${digest}" } }]`);
  expect(native[0]?.detail).toMatchObject({ 'image-digest': digest, 'image-tag': '1' });
  expect(records.at(-1)?.requestParameters).toEqual({
    registryId: '123456789012',
    repositoryName: 'web',
    imageTag: '1',
    imageDigest: digest,
  });
});
