import { expect, test } from 'vitest';
import { compilePattern, describe as word } from '../../../src/pattern/index.ts';

const push = {
  version: '0',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  resources: [],
  detail: { result: 'SUCCESS', 'repository-name': 'team/app', 'action-type': 'PUSH', size: 5, nested: { a: 1 } },
};

function explained(pattern: object, event: unknown = push): string {
  return word(compilePattern(JSON.stringify(pattern)).explain(event));
}

test('an event that matches is said to match', () => {
  expect(explained({ source: ['aws.ecr'] })).toBe('the event matches');
});

test('a mismatch is data: path, what was wanted, what was found, why', () => {
  const { matches, mismatches } = compilePattern(
    '{"source":["aws.ec2"],"detail":{"size":[{"numeric":[">",9]}]}}',
  ).explain(push);
  expect({ matches, mismatches }).toEqual({
    matches: false,
    mismatches: [
      { path: 'source', wanted: ['aws.ec2'], found: 'aws.ecr', reason: 'this value is none of those' },
      { path: 'detail.size', wanted: [{ numeric: ['>', 9] }], found: 5, reason: 'this value is none of those' },
    ],
  });
});

test('of several ways the one that comes nearest is explained', () => {
  const { mismatches } = compilePattern(
    '{"$or":[{"source":["x"],"account":["y"]},{"source":["aws.ecr"],"account":["z"]}]}',
  ).explain(push);
  expect(mismatches.map(({ path, wanted }) => [path, wanted])).toEqual([['account', ['z']]]);
});

test('values that hold apart but not together are said to be in different elements', () => {
  const event = { items: [{ a: '1' }, { b: '2' }] };
  expect(explained({ items: { a: ['1'], b: ['2'] } }, event)).toContain('not in the same element of a list');
  // Nothing is wrong with either, so there is no advice to give.
  expect(explained({ items: { a: ['1'], b: ['2'] } }, event)).not.toContain('upper and lower case');
});

/** What a pattern asks of the push above, and the advice that follows. */
const advised: readonly (readonly [pattern: object, advice: string])[] = [
  [
    { resources: [{ prefix: 'arn:' }] },
    '`resources` is `[]` in every ECR Image Action and ECR Referrer Action; match `detail.repository-name` instead',
  ],
  [{ detail: { 'action-type': ['PutImage'] } }, 'write "PUSH" for "PutImage"'],
  [{ detail: { actionType: ['PUSH'] } }, 'the event spells it `detail.action-type`'],
  [{ detail: { repositoryName: ['team/app'] } }, 'the event spells it `detail.repository-name`'],
  [{ detailType: ['ECR Image Action'] }, 'the event spells it `detail-type`'],
  [{ detail: { result: ['success'] } }, 'the event writes "SUCCESS": upper and lower case count'],
  [{ detail: { size: ['5'] } }, 'the event has a number there: write 5 without quotes'],
  [{ detail: { 'repository-name': ['team/*'] } }, 'write {"wildcard": "team/*"}'],
  [{ detail: { nested: ['x'] } }, 'match a member of it: `detail.nested.a`'],
  [{ 'repository-name': ['team/app'] }, 'the event has it at `detail.repository-name`'],
  [{ source: ['ecr.amazonaws.com'] }, 'write "aws.ecr" for "ecr.amazonaws.com"'],
  [{ detail: { 'image-tag': ['latest'] } }, 'has no `image-tag` at all'],
  [{ detail: { 'action-type': ['PULL'] } }, 'ECR sends no event for a pull'],
];

test.each(advised)('%j is told: %s', (pattern, advice) => {
  expect(explained(pattern)).toContain(advice);
});

const denied = {
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { requestParameters: null, responseElements: null },
};
const expiry = {
  'detail-type': 'AWS Service Event via CloudTrail',
  detail: { eventName: 'PolicyExecutionEvent', userIdentity: { invokedBy: 'AWS Internal' }, readOnly: true },
};
const scan = { 'detail-type': 'ECR Image Scan', detail: { 'scan-status': 'FAILED', 'image-tags': [] } };
const inspected = {
  'detail-type': 'Inspector2 Scan',
  detail: { 'repository-name': 'arn:aws:ecr:us-east-1:123456789012:repository/team/app' },
};

/** What a pattern asks of some other event, and the advice that follows. */
const advisedElsewhere: readonly (readonly [pattern: object, event: object, advice: string])[] = [
  [{ detail: { requestParameters: { repositoryName: ['app'] } } }, denied, 'is null where the call was denied'],
  [
    { detail: { responseElements: { image: { imageId: { imageTag: ['v1'] } } } } },
    denied,
    'is null where the call failed',
  ],
  [{ detail: { readOnly: [false] } }, expiry, 'true in a PolicyExecutionEvent, though it deletes images'],
  [{ detail: { userIdentity: { type: ['AssumedRole'] } } }, expiry, 'match `detail.userIdentity.invokedBy`'],
  [{ detail: { 'image-tags': ['latest'] } }, scan, 'is `[]` where the image has no tag'],
  [{ detail: { 'finding-severity-counts': { CRITICAL: [0] } } }, scan, 'a severity without findings is not counted'],
  [{ detail: { 'repository-name': ['team/app'] } }, inspected, 'the ARN of the repository'],
];

test.each(advisedElsewhere)('%j is told of %j: %s', (pattern, event, advice) => {
  expect(explained(pattern, event)).toContain(advice);
});

test('advice about what an event may lack is not given where the event has it', () => {
  const call = { ...denied, detail: { requestParameters: { repositoryName: 'other' } } };
  expect(explained({ detail: { requestParameters: { repositoryName: ['app'] } } }, call)).not.toContain('null');
});

test('what is found and what is wanted are both shown', () => {
  expect(explained({ resources: [{ prefix: 'arn:' }] })).toMatch(
    /^`resources` is \[\]; the rule wants \[\{"prefix":"arn:"\}\]: an empty list/,
  );
  expect(explained({ detail: { tag: ['x'] } })).toMatch(/^`detail.tag` is absent; the rule wants \["x"\]/);
  expect(explained({ source: [{ exists: false }] })).toContain('the field is there');
});
