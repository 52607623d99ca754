import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/registry/activity.ts';
import { EcrFailure } from '../../../../src/registry/failure.ts';
import { readLifecyclePolicy } from '../../../../src/registry/lifecycle/read.ts';
import { policyText, type Rule } from './shelf.ts';

const ANY = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 } as const;
const UNTAGGED = { ...ANY, tagStatus: 'untagged' } as const;
const DAYS = { tagStatus: 'any', countUnit: 'days', countNumber: 90 } as const;
const TO_ARCHIVE = { type: 'transition', targetStorageClass: 'archive' } as const;

function refusal(text: string): string {
  try {
    readLifecyclePolicy(text);
  } catch (error) {
    if (error instanceof EcrFailure && error.code === 'InvalidParameterException') return error.message;
    throw error;
  }
  return 'accepted';
}

const START =
  "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ";

test.each<[string, string]>([
  ['{', 'Could not map policyString into LifecyclePolicy.'],
  ['[]', 'instance type (array) does not match any allowed primitive type (allowed: ["object"])'],
  ['{}', 'object has missing required properties (["rules"])'],
  ['{"rules":{}}', 'instance type (object) does not match any allowed primitive type (allowed: ["array"])'],
  ['{"rules":[]}', 'array is too short: must have at least 1 elements but instance has 0 elements'],
  ['{"rules":[{}]}', 'object has missing required properties (["action","rulePriority","selection"])'],
  ['{"rules":[],"more":1}', 'object instance has properties which are not allowed by the schema: ["more"]'],
  [
    policyText(Array.from({ length: 51 }, (): Rule => [ANY])),
    'array is too long: must have at most 50 elements but instance has 51 elements',
  ],
])('a policy that does not fit its schema is refused: %s', (text, why) => {
  expect(refusal(text)).toBe(`${START}${why}'`);
});

test.each<[string, readonly Rule[], string]>([
  ['no count', [[{ tagStatus: 'any' }]], 'object has missing required properties (["countNumber","countType"])'],
  [
    'another status',
    [[{ ...ANY, tagStatus: 'old' }]],
    'instance value ("old") not found in enum (possible values: ["any","tagged","untagged"])',
  ],
  [
    'a count of none',
    [[{ ...ANY, countNumber: 0 }]],
    'numeric instance is lower than the required minimum (minimum: 1, found: 0)',
  ],
  [
    'half an image',
    [[{ ...ANY, countNumber: 1.5 }]],
    'instance type (number) does not match any allowed primitive type (allowed: ["integer"])',
  ],
  [
    'another action',
    [[ANY, { type: 'delete' }]],
    'instance value ("delete") not found in enum (possible values: ["expire","transition"])',
  ],
  [
    'an archive for what expires',
    [[ANY, { type: 'expire', targetStorageClass: 'archive' }]],
    'instance failed to match exactly one schema (matched 0 out of 2)',
  ],
  [
    'a transition to nowhere',
    [[ANY, { type: 'transition' }]],
    'instance failed to match exactly one schema (matched 0 out of 2)',
  ],
  [
    'an unknown member',
    [[{ ...ANY, tags: ['a'] }]],
    'object instance has properties which are not allowed by the schema: ["tags"]',
  ],
  [
    'tagged by nothing',
    [[{ ...ANY, tagStatus: 'tagged' }]],
    'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.',
  ],
  [
    'untagged by a tag',
    [[{ ...UNTAGGED, tagPrefixList: ['a'] }]],
    'Cannot specify tagPrefixList or tagPatternList when tagStatus=UNTAGGED.',
  ],
  [
    'prefixes and patterns',
    [[{ ...ANY, tagStatus: 'tagged', tagPrefixList: ['a'], tagPatternList: ['b'] }]],
    'Cannot specify both tagPrefixList and tagPatternList.',
  ],
  [
    'five wildcards',
    [[{ ...ANY, tagStatus: 'tagged', tagPatternList: ['*1*2*3*4*'] }]],
    "A tag pattern can have at most 4 wildcards, found '*1*2*3*4*'.",
  ],
  [
    'a unit for a count of images',
    [[{ ...ANY, countUnit: 'days' }]],
    'Cannot specify countUnit when countType=imageCountMoreThan.',
  ],
  [
    'days without their unit',
    [[{ ...ANY, countType: 'sinceImagePushed' }]],
    'Must specify countUnit when countType=sinceImagePushed.',
  ],
  [
    'a pull that expires',
    [[{ ...DAYS, countType: 'sinceImagePulled' }]],
    'Only the action transition is supported when countType=sinceImagePulled.',
  ],
  [
    'an archive that archives',
    [[{ ...DAYS, countType: 'sinceImageTransitioned', storageClass: 'archive' }, TO_ARCHIVE]],
    'Only the action expire is supported when countType=sinceImageTransitioned.',
  ],
  [
    '89 days in the archive',
    [[{ ...DAYS, countNumber: 89, countType: 'sinceImageTransitioned', storageClass: 'archive' }]],
    'countNumber must be at least 90 when countType=sinceImageTransitioned.',
  ],
  [
    'a transition in no class',
    [[{ ...DAYS, countType: 'sinceImageTransitioned' }]],
    'Must specify storageClass archive when countType=sinceImageTransitioned.',
  ],
  [
    'a count in the archive',
    [[{ ...ANY, storageClass: 'archive' }]],
    'Only storageClass standard is supported when countType=imageCountMoreThan.',
  ],
  [
    'two rules for untagged images',
    [[UNTAGGED], [UNTAGGED]],
    'Only one rule can select Untagged images per storage class.',
  ],
  [
    'a rule after one for any image',
    [[ANY], [UNTAGGED]],
    'Rule for tagStatus=ANY must have the lowest priority per storage class.',
  ],
  [
    'two rules for the same tags',
    [
      [{ ...ANY, tagStatus: 'tagged', tagPrefixList: ['a', 'b'] }],
      [{ ...ANY, tagStatus: 'tagged', tagPrefixList: ['b', 'a'] }],
    ],
    'The set of rules must contain a unique set of tag prefixes and patterns.',
  ],
])('a rule that has %s is refused', (_name, rules, why) => {
  expect(refusal(policyText(rules))).toBe(`${START}${why}'`);
});

test('two rules of one priority are refused', () => {
  const rule: JsonObject = { rulePriority: 1, selection: ANY, action: { type: 'expire' } };
  expect(refusal(JSON.stringify({ rules: [rule, rule] }))).toBe(`${START}rulePriority must be unique.'`);
});

test('rules are read in the order of their priorities, whatever the order they stand in', () => {
  const rule = (rulePriority: number, selection: JsonObject) => ({
    rulePriority,
    selection,
    action: { type: 'expire' },
  });
  const rules = readLifecyclePolicy(JSON.stringify({ rules: [rule(20, ANY), rule(3, UNTAGGED)] }));
  expect(rules.map(({ rulePriority, tagStatus }) => [rulePriority, tagStatus])).toEqual([
    [3, 'untagged'],
    [20, 'any'],
  ]);
});
