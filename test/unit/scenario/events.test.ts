import { expect, test } from 'vitest';
import { Problems } from '../../../src/problem.ts';
import { readScenario } from '../../../src/scenario/read.ts';

/** What is said of an expectation of events with this pattern; nothing where it is taken. */
function refusal(pattern: string, bounds = ''): string {
  const text = `version: 1
description: For a test.
given: [{ image: { image: "web:1" } }]
steps: [{ pull: { image: "web:1" } }]
expect: [{ event: { pattern: ${pattern}${bounds} } }]
`;
  try {
    readScenario(text, 'test.yaml');
    return '';
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    return error.message;
  }
}

test.each([
  ['ECR Image Pull', 'eventName: [BatchGetImage]'],
  ['ECR Repository Created', 'eventName: [CreateRepository]'],
  ['ECR Repository Deleted', 'eventName: [DeleteRepository]'],
  ['ECR Lifecycle Policy Action', 'detail-type: [AWS Service Event via CloudTrail]'],
  ['ECR Image Push', 'detail-type: [ECR Image Action], detail: { action-type: [PUSH] }'],
  ['ECR Image Deleted', 'action-type: [DELETE]'],
  ['ECR Image Signed', 'detail-type: [ECR Referrer Action]'],
  ['ECR Image Archived', 'action-type: [UPDATE_STORAGE_CLASS]'],
  ['ECR Image Actions', 'did you mean "ECR Image Action"?'],
  ['Inspector Scan', 'did you mean "Inspector2 Scan"?'],
])('whoever waits for the detail-type %s is told where it is told', (detailType, where) => {
  expect(refusal(`{ detail-type: [${detailType}] }`)).toContain(where);
});

test.each([
  ['PULL', 'BatchGetImage'],
  ['CREATE', 'CreateRepository'],
  ['SIGN', 'PutImage'],
])('whoever waits for the action-type %s is told which call tells of it', (action, call) => {
  expect(refusal(`{ detail: { action-type: [${action}] } }`)).toContain(`eventName: [${call}]`);
});

test.each([
  '{ detail-type: [ECR Image Action, ECR Image Pull] }',
  '{ detail-type: [{ prefix: ECR }] }',
  '{ detail-type: [Order Placed] }',
  '{ detail: { action-type: [PUSH, PULL] } }',
])('a pattern that some event can match is taken: %s', (pattern) => {
  expect(refusal(pattern)).toBe('');
});

test('that there is none may be what a scenario shows, by either count', () => {
  expect(refusal('{ detail: { action-type: [PULL] } }', ', times: 0')).toBe('');
  expect(refusal('{ detail: { action-type: [PULL] } }', ', delivered: 0')).toBe('');
});
