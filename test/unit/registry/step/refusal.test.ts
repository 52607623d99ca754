import { expect, test } from 'vitest';
import { emitted } from '../../emitted.ts';

const GIVEN =
  'given: [{ repository: { name: web } }, { image: { image: "web:1", layers: [1000] } }]\nas: { role: reader, session: job }';

test('who may not push is refused at the first uploads: the records have no parameters, and docker does not try again', () => {
  const { records, errors, native, activity } = emitted(
    `${GIVEN}\nsteps: [{ push: { image: "web:2", layers: [2000], fails: AccessDenied } }]`,
  );
  // Config and layer go up beside each other, so both are refused.
  expect(errors).toEqual(['InitiateLayerUpload AccessDenied', 'InitiateLayerUpload AccessDenied']);
  expect(records.at(-1)).toMatchObject({
    errorCode: 'AccessDenied',
    errorMessage:
      'User: arn:aws:sts::123456789012:assumed-role/reader/job is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:123456789012:repository/web because no identity-based policy allows the ecr:InitiateLayerUpload action',
    requestParameters: null,
    responseElements: null,
    userIdentity: { invokedBy: 'AWS Internal' },
  });
  expect(native).toEqual([]);
  expect(activity.failures).toMatchObject([{ step: 0, code: 'AccessDenied' }]);
});

test('where every layer is there already, the manifest is what is refused', () => {
  expect(
    emitted(`${GIVEN}\nsteps: [{ push: { image: "web:2", layers: [1000], fails: AccessDenied } }]`).errors,
  ).toEqual(['PutImage AccessDenied']);
});

test.each([
  ['pull: { image: "web:1"', 'BatchGetImage'],
  ['scan: { image: "web:1"', 'StartImageScan'],
  ['delete: { image: "web:1"', 'BatchDeleteImage'],
  ['delete: { repository: web', 'DeleteRepository'],
  ['createRepository: { name: app', 'CreateRepository'],
  ['call: { operation: DescribeRepositories', 'DescribeRepositories'],
])('%s … } is refused where it says so, and nothing changes', (step, operation) => {
  const { errors, names, native } = emitted(
    `${GIVEN}\nsteps: [{ ${step}, fails: AccessDenied } }, { call: { operation: ListImages, request: { repositoryName: web } } }]`,
  );
  expect(errors).toEqual([`${operation} AccessDenied`]);
  expect(names.at(-1)).toBe('ListImages');
  expect(native).toEqual([]);
});

test('an operation can be named, the login too', () => {
  const at = (operation: string) =>
    emitted(
      `${GIVEN}\nsteps: [{ push: { image: "web:2", layers: [2000], fails: AccessDenied, failsAt: ${operation} } }]`,
    );
  expect(at('GetAuthorizationToken').names).toEqual(['GetAuthorizationToken']);
  expect(at('PutImage').errors).toEqual(['PutImage AccessDenied']);
  expect(new Set(at('BatchCheckLayerAvailability').errors)).toEqual(
    new Set(['BatchCheckLayerAvailability AccessDenied']),
  );
  expect(at('CompleteLayerUpload').names.at(-1)).toBe('CompleteLayerUpload');
});

test('throttling and an ended session leave no parameters either, a failure of the service does', () => {
  const failing = (code: string) =>
    emitted(`${GIVEN}\nsteps: [{ pull: { image: "web:1", login: false, fails: ${code} } }]`).records.at(-1);
  expect(failing('ThrottlingException')).toMatchObject({
    errorCode: 'ThrottlingException',
    errorMessage: 'Rate exceeded',
    requestParameters: null,
  });
  expect(failing('ExpiredTokenException')).toMatchObject({ requestParameters: null });
  expect(failing('ServerException')).toMatchObject({ requestParameters: { repositoryName: 'web' } });
});

test('what is missing in a batch is told inside the answer, which is no error', () => {
  const { records, errors } = emitted(
    `${GIVEN}\nsteps: [{ delete: { images: ["web:1", "web:9"], fails: ImageNotFound } }]`,
  );
  expect(errors).toEqual([]);
  expect(records[0]?.responseElements).toMatchObject({
    imageIds: [{ imageTag: '1' }],
    failures: [{ imageId: { imageTag: '9' }, failureCode: 'ImageNotFound' }],
  });
});

test('a role that does not trust the workflow is not to be had: nothing but the refusal is recorded, until it may try again', () => {
  const { records, names } = emitted(
    'given: [{ repository: { name: web } }]\nas: { role: ci, webIdentity: {} }\nsteps: [{ push: { image: "web:1", fails: AccessDenied, failsAt: AssumeRoleWithWebIdentity } }, { delete: { repository: web } }]',
  );
  expect(names).toEqual(['AssumeRoleWithWebIdentity', 'AssumeRoleWithWebIdentity', 'DeleteRepository']);
  expect(records[0]).toMatchObject({
    errorCode: 'AccessDenied',
    errorMessage: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    requestParameters: null,
    responseElements: null,
    userIdentity: { type: 'WebIdentityUser' },
  });
  expect(records[1]).not.toHaveProperty('errorCode');
});

test('who may not sign is refused when the signature goes up', () => {
  expect(new Set(emitted(`${GIVEN}\nsteps: [{ sign: { image: "web:1", fails: AccessDenied } }]`).errors)).toEqual(
    new Set(['InitiateLayerUpload AccessDenied']),
  );
});
