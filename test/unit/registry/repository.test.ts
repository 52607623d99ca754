import { expect, test } from 'vitest';
import { emitted } from '../emitted.ts';

test('a KMS repository is created with one DescribeKey and two CreateGrant, and deleted with two RetireGrant', () => {
  const { names } = emitted(
    'steps: [{ createRepository: { name: web, encryption: { type: KMS }, login: false } }, { delete: { repository: web } }]',
  );
  expect(names).toEqual([
    'CreateRepository',
    'DescribeKey',
    'CreateGrant',
    'CreateGrant',
    'DeleteRepository',
    'RetireGrant',
    'RetireGrant',
  ]);
});

test('a push to a KMS repository makes a data key for each blob and the manifest, a pull decrypts them', () => {
  const { names } = emitted(
    'given: [{ repository: { name: web, encryption: { type: KMS } } }]\nsteps: [{ push: { image: "web:1", layers: [846] } }, { pull: { image: "web:1" } }]',
  );
  expect(names.filter((name) => name === 'GenerateDataKey')).toHaveLength(3);
  expect(names.filter((name) => name === 'Decrypt')).toHaveLength(3);
});

test('creating a repository twice fails as ECR fails it', () => {
  const { activity } = emitted(
    'given: [{ repository: { name: web } }]\nsteps: [{ createRepository: { name: web, fails: RepositoryAlreadyExistsException } }]',
  );
  expect(activity.failures).toEqual([
    {
      step: 0,
      code: 'RepositoryAlreadyExistsException',
      message: "The repository with name 'web' already exists in the registry with id '123456789012'",
    },
  ]);
});

test('a repository with images is deleted only by force', () => {
  const { errors, names } = emitted(
    'given: [{ image: { image: "web:1" } }]\nsteps: [{ delete: { repository: web, fails: RepositoryNotEmptyException } }, { delete: { repository: web, force: true } }]',
  );
  expect(errors).toEqual(['DeleteRepository RepositoryNotEmptyException']);
  expect(names).toEqual(['DeleteRepository', 'DeleteRepository']);
});

test('ECR answers with the policy in a layout of its own', () => {
  const { records } = emitted(
    'given: [{ repository: { name: web } }]\nsteps: [{ call: { operation: SetRepositoryPolicy, request: { repositoryName: web, policyText: "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"ecr:*\\"]}]}" } } }]',
  );
  expect(records[0]?.responseElements).toEqual({
    registryId: '123456789012',
    repositoryName: 'web',
    policyText:
      '{\n  "Version" : "2012-10-17",\n  "Statement" : [ {\n    "Effect" : "Allow",\n    "Action" : [ "ecr:*" ]\n  } ]\n}',
  });
});

test('a policy that is none is refused and leaves the one that stands', () => {
  const { errors, activity } = emitted(
    'given: [{ repository: { name: web, policy: { Version: "2012-10-17", Statement: [] } } }]\nsteps: [{ call: { operation: SetRepositoryPolicy, request: { repositoryName: web, policyText: "nonsense" }, fails: InvalidParameterException } }, { call: { operation: GetRepositoryPolicy, request: { repositoryName: web } } }]',
  );
  expect(errors).toEqual(['SetRepositoryPolicy InvalidParameterException']);
  const last = activity.happenings.at(-1);
  expect(last?.kind === 'call' && last.response?.['policyText']).toBe(
    '{\n  "Version" : "2012-10-17",\n  "Statement" : [ ]\n}',
  );
});

test('deleting one of several tags leaves the image; deleting the last takes it away', () => {
  const { native, records } = emitted(
    'given: [{ image: { image: "web:a", tags: [b] } }]\nsteps: [{ delete: { image: "web:a" } }, { delete: { image: "web:b" } }, { delete: { image: "web:b", fails: ImageNotFound } }]',
  );
  expect(native.map(({ detail }) => detail['image-tag'])).toEqual(['b']);
  expect(records.map(({ responseElements }) => (responseElements as { failures: unknown[] }).failures.length)).toEqual([
    0, 0, 1,
  ]);
});

test('deleting by digest names every tag, in one event each unless the option says otherwise', () => {
  const given = 'given: [{ image: { image: "web:a", tags: [b], layers: [846] } }]\n';
  const { activity } = emitted(
    `${given}steps: [{ call: { operation: ListImages, request: { repositoryName: web } } }]`,
  );
  const list = activity.happenings.find((happening) => happening.kind === 'call')!;
  const { imageDigest } = (list.response!['imageIds'] as unknown as { imageDigest: string }[])[0]!;
  const steps = `steps: [{ delete: { image: "web@${imageDigest}" } }]`;
  expect(emitted(given + steps).native.map(({ detail }) => detail['image-tag'])).toEqual(['a', 'b']);
  const once = emitted(`${given}options: { deleteEventPerTag: false }\n${steps}`).native;
  expect(once).toHaveLength(1);
  expect(once[0]?.detail).not.toHaveProperty('image-tag');
});

test('an image that an index names is not deleted, and the failure stands inside the answer', () => {
  const { records, native, activity } = emitted(
    'given: [{ repository: { name: web } }]\nsteps: [{ push: { image: "web:1", platforms: [linux/amd64] } }, { call: { operation: DescribeRepositories } }]',
  );
  const child = String(native[0]?.detail['image-digest']);
  expect(records.length).toBe(activity.happenings.length);
  const refused = emitted(
    `given: [{ repository: { name: web } }]\nsteps: [{ push: { image: "web:1", platforms: [linux/amd64] } }, { delete: { image: "web@${child}", fails: ImageReferencedByManifestList } }]`,
  );
  const last = refused.records.at(-1);
  expect(last?.errorCode).toBeUndefined();
  expect(last?.responseElements).toMatchObject({
    imageIds: [],
    failures: [{ failureCode: 'ImageReferencedByManifestList' }],
  });
});
