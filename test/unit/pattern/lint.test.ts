import { expect, test } from 'vitest';
import { lintPattern } from '../../../src/pattern/index.ts';

const lint = (pattern: object | string): string[] =>
  lintPattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern)).map(
    ({ severity, code }) => `${severity} ${code}`,
  );

const image = { source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] };

test.each([
  { source: ['aws.ecr'] },
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
  const long = (length: number): string => `{"source":["aws.ecr"]}`.padEnd(length);
  expect(lint(long(2048))).toEqual([]);
  expect(lint(long(2049))).toEqual(['warning OVER_QUOTA']);
  expect(lint(long(4097))).toEqual(['error TOO_LONG']);
});

test('a path that is said twice is pointed out', () => {
  expect(lint('{"source":["aws.ecr"],"source":["aws.ecr"]}')).toEqual(['warning REPEATED_PATH']);
});

test('wildcards near the line are pointed out', () => {
  expect(lint({ detail: { 'repository-name': [{ wildcard: '*a*a*a*a' }] } })).toEqual(['warning COMPLEX']);
});
