import { expect, test } from 'vitest';
import { A_PUSH, hear, onlyBroken, summary } from './hear.ts';

const promising = (expectation: string) => `${A_PUSH}expect:\n  - cloudtrail: { ${expectation} }\n`;

test('each member of an expectation is a finding of its own', async () => {
  const findings = await hear(
    promising(
      'inOrder: [InitiateLayerUpload, PutImage], exactly: [PutImage], pattern: { eventName: [PutImage] }, times: 1',
    ),
  );
  expect(findings.map(({ kind }) => kind)).toEqual(['kept', 'broken', 'kept']);
  expect(findings.map(({ promise }) => promise)).toEqual(['cloudtrail', 'cloudtrail', 'cloudtrail']);
});

test('names in order hold with others between them', async () => {
  expect(summary(await hear(promising('inOrder: [GetAuthorizationToken, UploadLayerPart, PutImage]')))).toEqual([
    'kept CloudTrail records GetAuthorizationToken → UploadLayerPart → PutImage in this order',
  ]);
});

test('a broken order shows how far it came and what came instead', async () => {
  expect(onlyBroken(await hear(promising('inOrder: [PutImage, UploadLayerPart]')))).toEqual({
    claim: 'CloudTrail records PutImage → UploadLayerPart in this order',
    line: 8,
    outcome: '1 of 2 names came',
    expected: 'inOrder: [PutImage, UploadLayerPart]',
    nearest:
      '10 records: GetAuthorizationToken → BatchCheckLayerAvailability ×2 → InitiateLayerUpload ×2 → UploadLayerPart ×2 → CompleteLayerUpload ×2 → PutImage',
    difference: 'after PutImage (record 10 of 10) nothing more came; UploadLayerPart stands before that, as record 7',
  });
});

test('a name that was never recorded is told the one that was meant', async () => {
  expect(onlyBroken(await hear(promising('inOrder: [BatchCheckLayerAvailability, PutImag]'))).difference).toMatch(
    /^after BatchCheckLayerAvailability \(record 2 of 10\) came .*; PutImag was never recorded, did you mean "PutImage"$/,
  );
});

test('an exact list shows what did not come and what came besides', async () => {
  const yaml = promising('exactly: [GetAuthorizationToken, CreateRepository, PutImage]');
  expect(onlyBroken(await hear(yaml))).toMatchObject({
    outcome: '1 did not come, 8 came besides',
    difference: [
      '- expected, did not come; + came, not expected',
      '  GetAuthorizationToken',
      '- CreateRepository',
      '+ BatchCheckLayerAvailability ×2',
      '+ InitiateLayerUpload ×2',
      '+ UploadLayerPart ×2',
      '+ CompleteLayerUpload ×2',
      '  PutImage',
    ].join('\n'),
  });
});

test('a pattern that no record matches is explained by the nearest record', async () => {
  const yaml = promising('pattern: { eventName: [PutImage], requestParameters: { imageTag: ["1.4.3"] } }');
  expect(onlyBroken(await hear(yaml))).toEqual({
    claim:
      'a record that matches {eventName: [PutImage], requestParameters: {imageTag: ["1.4.3"]}} is recorded at least once',
    line: 8,
    outcome: 'it is recorded 0 times',
    expected: 'pattern: {eventName: [PutImage], requestParameters: {imageTag: ["1.4.3"]}}',
    nearest: expect.stringMatching(/^PutImage of web at 2026-01-15T09:30:0\S+Z, record 10 of 10$/),
    difference: 'requestParameters.imageTag is "1.4.2", wanted ["1.4.3"]',
  });
});

test('too many matches are listed, the first few of many', async () => {
  const broken = onlyBroken(await hear(promising('pattern: { eventSource: [ecr.amazonaws.com] }, times: 2')));
  expect(broken).toMatchObject({ outcome: 'it is recorded 10 times', difference: '8 too many' });
  expect(broken.nearest?.split('\n')).toHaveLength(6);
  expect(broken.nearest).toMatch(/and 5 more$/);
});

test('too few matches are listed with the nearest of the rest', async () => {
  const broken = onlyBroken(
    await hear(promising('pattern: { eventName: [InitiateLayerUpload] }, times: { atLeast: 3 }')),
  );
  expect(broken.nearest).toMatch(/^InitiateLayerUpload of web at .*\nInitiateLayerUpload of web at .*\nand besides: /);
  expect(broken.difference).toMatch(/^1 is missing\neventName is /);
});

test('a scenario that CloudTrail says nothing of has recorded nothing', async () => {
  const yaml =
    'steps:\n  - wait: 1s\nexpect:\n  - cloudtrail: { inOrder: [PutImage] }\n  - cloudtrail: { pattern: { eventName: [PutImage] } }';
  const [inOrder, pattern] = await hear(yaml);
  expect(inOrder?.evidence).toMatchObject({
    nearest: 'CloudTrail recorded nothing',
    difference: 'from the start nothing more came; PutImage was never recorded',
  });
  expect(pattern?.evidence).toMatchObject({ nearest: 'no record is recorded', difference: '1 is missing' });
});
