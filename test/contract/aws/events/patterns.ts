import { TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';

const EVENT = {
  version: '0',
  id: '13cde686-328b-6117-af20-0e5566167482',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  time: '2019-11-16T01:54:34Z',
  region: 'us-west-2',
  resources: [],
  detail: {
    result: 'SUCCESS',
    'repository-name': 'team/web',
    'image-tag': 'v1.4.2',
    size: 300,
    tags: ['a', 'b'],
    nothing: null,
    address: '10.0.0.17',
    scan: { critical: 0, done: true },
  },
};

function test({ eventBridge }: Account, pattern: string, event: unknown = EVENT) {
  return eventBridge.send(new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(event) }));
}

/** What each pattern has to say to the event above. */
const VERDICTS: Readonly<Record<string, readonly [matches: unknown, differs: unknown]>> = {
  'a literal': [{ result: ['SUCCESS'] }, { result: ['FAILURE'] }],
  'one of several': [{ result: ['FAILURE', 'SUCCESS'] }, { result: ['success', 'FAILURE'] }],
  'a member of a list': [{ tags: ['b'] }, { tags: ['c'] }],
  'a number by its value': [{ size: [3e2] }, { size: ['300'] }],
  null: [{ nothing: [null] }, { result: [null] }],
  'a boolean': [{ scan: { done: [true] } }, { scan: { done: ['true'] } }],
  prefix: [{ 'repository-name': [{ prefix: 'team/' }] }, { 'repository-name': [{ prefix: 'Team/' }] }],
  'prefix without case': [
    { 'repository-name': [{ prefix: { 'equals-ignore-case': 'TEAM/' } }] },
    { 'repository-name': [{ prefix: { 'equals-ignore-case': 'WEB' } }] },
  ],
  suffix: [{ 'image-tag': [{ suffix: '.2' }] }, { 'image-tag': [{ suffix: '.3' }] }],
  'equals-ignore-case': [
    { result: [{ 'equals-ignore-case': 'success' }] },
    { result: [{ 'equals-ignore-case': 'succes' }] },
  ],
  wildcard: [{ 'repository-name': [{ wildcard: 't*/*b' }] }, { 'repository-name': [{ wildcard: 't*/*c' }] }],
  'anything-but': [{ result: [{ 'anything-but': ['FAILURE'] }] }, { result: [{ 'anything-but': 'SUCCESS' }] }],
  'anything-but with a prefix': [
    { 'image-tag': [{ 'anything-but': { prefix: 'x' } }] },
    { 'image-tag': [{ 'anything-but': { prefix: 'v1' } }] },
  ],
  'anything-but with a wildcard': [
    { 'image-tag': [{ 'anything-but': { wildcard: '*.3' } }] },
    { 'image-tag': [{ 'anything-but': { wildcard: 'v*.2' } }] },
  ],
  'anything-but of a missing field': [{ nothing: [{ 'anything-but': 'x' }] }, { missing: [{ 'anything-but': 'x' }] }],
  numeric: [{ size: [{ numeric: ['>', 0, '<=', 300] }] }, { size: [{ numeric: ['<', 300] }] }],
  exists: [{ missing: [{ exists: false }] }, { result: [{ exists: false }] }],
  cidr: [{ address: [{ cidr: '10.0.0.0/24' }] }, { address: [{ cidr: '10.0.1.0/24' }] }],
  $or: [{ $or: [{ result: ['FAILURE'] }, { size: [300] }] }, { $or: [{ result: ['FAILURE'] }, { size: [301] }] }],
};

function verdict([name, [matches, differs]]: [string, readonly [unknown, unknown]]): [string, Promises[string]] {
  return [
    `a pattern asks for ${name}`,
    async (aws) => {
      expect(await test(aws, JSON.stringify({ detail: matches }))).toMatchObject({ Result: true });
      expect(await test(aws, JSON.stringify({ detail: differs }))).toMatchObject({ Result: false });
    },
  ];
}

/** Patterns that are none, and the reason AWS was recorded to give. */
const REFUSALS: Readonly<Record<string, string>> = {
  '["not an object"]': 'Filter is not an object',
  '{"source":"aws.ecr"}': '"source" must be an object or an array',
  '{"source":[]}': 'Empty arrays are not allowed',
  '{"source":[{"starts":"aws"}]}': 'Unrecognized match type starts',
  '{"source":[{"prefix":1}]}': 'prefix match pattern must be a string',
  '{"detail":{"size":[{"numeric":[">","1"]}]}}': 'Value of > must be numeric',
  '{"detail":{"size":[{"exists":"yes"}]}}': 'exists match pattern must be either true or false.',
  '{"source":[{"wildcard":"a**b"}]}': 'Consecutive wildcard characters at pos 2',
};

function refusal([pattern, reason]: [string, string]): [string, Promises[string]] {
  return [
    `the pattern ${pattern} is refused with the reason`,
    async (aws) => {
      await expect(test(aws, pattern)).rejects.toMatchObject({
        name: 'InvalidEventPatternException',
        message: expect.stringContaining(`Event pattern is not valid. Reason: ${reason}`) as string,
      });
    },
  ];
}

/** What TestEventPattern promises. */
export const PATTERNS: Promises = {
  ...Object.fromEntries(Object.entries(VERDICTS).map(verdict)),
  ...Object.fromEntries(Object.entries(REFUSALS).map(refusal)),

  'only an event can be tested': async (aws) => {
    const { time: _, ...timeless } = EVENT;
    await expect(test(aws, '{"source":["aws.ecr"]}', timeless)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter Event is not valid.',
    });
  },
};
