import { expect, test } from 'vitest';
import { lintPattern } from '../../../src/pattern/index.ts';

const lint = (pattern: object | string): string[] =>
  lintPattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern)).map(
    ({ severity, code }) => `${severity} ${code}`,
  );

const image = { source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] };

test.each([
  { ...image, detail: { 'action-type': ['PUSH'], result: ['SUCCESS'], 'image-tag': [{ exists: true }] } },
  { ...image, resources: [{ exists: false }] },
  { 'detail-type': ['ECR Image Scan'], detail: { 'finding-severity-counts': { CRITICAL: [{ numeric: ['>', 0] }] } } },
  {
    detail: {
      eventSource: ['ecr.amazonaws.com'],
      eventName: ['PutImage'],
      requestParameters: { repositoryName: ['app'] },
    },
  },
  { 'detail-type': ['AWS Service Event via CloudTrail'], detail: { readOnly: [true] } },
  { source: ['aws.inspector2'], detail: { 'finding-severity-counts': { TOTAL: [{ numeric: ['>', 0] }] } } },
  { $or: [{ source: ['my.app'] }, image] },
])('nothing is wrong with %j', (pattern) => {
  expect(lint(pattern)).toEqual([]);
});

test.each([
  { ...image, resources: [{ prefix: 'arn:' }] },
  { ...image, detail: { 'action-type': ['PutImage'] } },
  { ...image, detail: { repositoryName: ['app'] } },
  { ...image, detail: { 'repository-name': [5] } },
  { ...image, detail: { 'repository-name': [{ exists: false }] } },
  { 'detail-type': ['ECR Image Scan'], detail: { 'finding-severity-counts': { TOTAL: [{ exists: true }] } } },
  { 'detail-type': ['AWS API Call via CloudTrail'], detail: { 'repository-name': ['app'] } },
  { source: ['my.app'] },
  { detailType: ['ECR Image Action'] },
])('no event of ECR can match %j', (pattern) => {
  expect(lint(pattern)).toEqual(['warning NEVER_MATCHES']);
});

test('the shape that comes nearest and the path at which it fails are named', () => {
  expect(lintPattern(JSON.stringify({ ...image, detail: { 'action-type': ['PutImage'] } }))[0]?.message).toContain(
    'ECR Image Action comes nearest and fails at `detail.action-type`',
  );
});

test('of an event that nobody has described nothing is said', () => {
  expect(lint({ 'detail-type': ['ECR Artifact Action'], detail: { anything: ['x'] } })).toEqual(['warning CANNOT_SAY']);
});

test('a refusal is an error, with the fix that AWS does not name', () => {
  const [note] = lintPattern('{"source":"aws.ecr"}');
  expect(note).toMatchObject({ severity: 'error', code: 'REFUSED' });
  expect(note?.message).toContain('Put the value in a list: "source": ["…"]');
});

test('lengths are held against the quota and against the limit', () => {
  const long = (length: number): string => JSON.stringify(image).padEnd(length);
  expect(lint(long(2048))).toEqual([]);
  expect(lint(long(2049))).toEqual(['warning OVER_QUOTA']);
  expect(lint(long(4097))).toEqual(['error TOO_LONG']);
});

test('a path that is said twice is pointed out', () => {
  expect(lint('{"detail-type":["ECR Image Scan"],"detail-type":["ECR Image Action"]}')).toEqual([
    'warning REPEATED_PATH',
  ]);
});

test('wildcards near the line are pointed out', () => {
  expect(lint({ detail: { 'repository-name': [{ wildcard: '*a*a*a*a' }] } })).toEqual(['warning COMPLEX']);
});

test('a pattern that asks for no detail-type is told all that it takes', () => {
  const [note] = lintPattern('{"source":["aws.ecr"],"account":["123456789012"]}');
  expect(note).toMatchObject({ severity: 'warning', code: 'ALL_KINDS' });
  expect(note?.message).toContain('ECR Referrer Action');
  expect(note?.message).toContain('AWS API Call via CloudTrail');
  expect(lint({ source: ['aws.ecr'], detail: { 'action-type': ['PUSH'] } })).toEqual([]);
});

test('calls that only read are said to need a state of the rule', () => {
  const call = { 'detail-type': ['AWS API Call via CloudTrail'] };
  expect(lint({ ...call, detail: { eventName: ['PutImage', 'DescribeImages'] } })).toEqual(['warning READ_ONLY_CALLS']);
  expect(lint({ ...call, detail: { eventName: ['BatchGetImage', 'PutImage'] } })).toEqual([]);
});

test.each([
  ['[{"source":["aws.ecr"]}]', 'A pattern is an object of lists'],
  ['\uFEFF{"source":["aws.ecr"]}', 'byte order mark'],
  ['\uFFFD\uFFFD', 'no text in UTF-8'],
])('a text that is no pattern at all is told so: %j', (text, advice) => {
  const [note] = lintPattern(text);
  expect(note?.message).toContain('Event pattern is not valid. Reason: ');
  expect(note?.message).toContain(advice);
});

test.each([
  ['ECR Referrer Action', { 'action-type': ['PUSH'] }, { 'scan-status': ['COMPLETE'] }],
  [
    'ECR Pull Through Cache Action',
    { 'sync-status': ['FAILED'], 'failure-code': [{ exists: true }] },
    { result: ['FAILED'] },
  ],
  [
    'ECR Replication Action',
    { 'action-type': ['REPLICATE'], 'source-region': ['us-west-2'] },
    { 'sync-status': ['x'] },
  ],
  ['ECR Scan Resource Change', { repositories: { 'repository-name': ['app'] } }, { 'repository-name': ['app'] }],
  ['Inspector2 Scan', { 'finding-severity-counts': { TOTAL: [{ numeric: ['>', 0] }] } }, { 'image-tag': ['v1'] }],
  ['AWS Service Event via CloudTrail', { eventName: ['PolicyExecutionEvent'] }, { eventType: ['AwsConsoleSignIn'] }],
])('the shape of %s is known, though no registry of ours may send it', (detailType, possible, impossible) => {
  expect(lint({ 'detail-type': [detailType], detail: possible })).toEqual([]);
  expect(lint({ 'detail-type': [detailType], detail: impossible })).toEqual(['warning NEVER_MATCHES']);
});

test('a pattern that asks for nothing but calls that read says so, whichever way it asks', () => {
  const source = { source: ['aws.ecr'], 'detail-type': ['AWS API Call via CloudTrail'] };
  const names = [['GetAuthorizationToken'], ['DescribeImages', 'ListImages'], [{ prefix: 'Get' }]];
  for (const eventName of names) {
    expect(lint({ ...source, detail: { eventName } })).toEqual(['warning ONLY_READS']);
  }
  const either = { $or: [{ detail: { eventName: ['ListImages'] } }, { detail: { errorCode: [{ exists: true }] } }] };
  expect(lint({ ...source, ...either })).toEqual(['warning READ_ONLY_CALLS']);
});
