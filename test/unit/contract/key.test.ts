import { expect, test } from 'vitest';
import { toKey } from '../../../src/contract/key.ts';
import type { BusEvent } from '../../../src/eventbridge/event.ts';

const EVENT: BusEvent = {
  version: '0',
  id: '1',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  time: '2026-01-15T09:30:00Z',
  region: 'us-east-1',
  resources: [],
  detail: { 'repository-name': 'web', 'image-tag': '1' },
};

test.each([
  ['repository', 'web'],
  ['tag', 'web:"1"'],
  ['all', ''],
  ['region', '"us-east-1"'],
  ['detail.image-tag', '"1"'],
])('the key %s is what events of one are alike in', (name, key) => {
  expect(toKey(name)(EVENT)).toBe(key);
});

test.each([
  ['repositroy', 'did you mean "repository"'],
  ['detail', 'such as "detail.repository-name"'],
  ['anything else', 'such as "detail.repository-name"'],
])('the key %s, which no event can have anything at, is refused', (name, advice) => {
  expect(() => toKey(name)).toThrow(advice);
});
