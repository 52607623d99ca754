import { expect, test } from 'vitest';
import { diagnose } from '../../../../src/rule/read/diagnose.ts';
import type { FoundRule } from '../../../../src/rule/read/reading.ts';
import type { TargetOptions } from '../../../../src/rule/rule.ts';

const place = { file: 'template.yaml', line: 1, column: 1 };

function notesOf(pattern: object, options: TargetOptions = {}, state: FoundRule['state'] = 'ENABLED'): string[] {
  const permission = { kind: 'given', by: 'Permission' } as const;
  const target = { id: 'T', kind: 'function', name: 'f', arn: 'arn', options, permission, place } as const;
  const rule: FoundRule = {
    name: 'r',
    bus: 'default',
    pattern: JSON.stringify(pattern),
    state,
    targets: [target],
    place,
  };
  return diagnose([rule]).map(({ severity, code, message }) => `${severity} ${code} ${message}`);
}

const PUSH = { source: ['aws.ecr'], 'detail-type': ['ECR Image Action'], detail: { 'action-type': ['PUSH'] } };
const CALL = { source: ['aws.ecr'], 'detail-type': ['AWS API Call via CloudTrail'] };

test('a plain rule on nothing but calls that read can never match, and is told the state that can', () => {
  const reads = { ...CALL, detail: { eventName: ['GetAuthorizationToken', { prefix: 'Describe' }] } };
  expect(notesOf(reads)).toEqual([
    expect.stringMatching(/^warning NEVER_MATCHES .*ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.*give the rule that/),
  ]);
  expect(notesOf(reads, {}, 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS')).toEqual([]);
  expect(notesOf(reads, {}, 'DISABLED')).toEqual([]);
});

test('a rule that asks for other calls too is only told', () => {
  const mixed = { ...CALL, detail: { eventName: ['PutImage', 'DescribeImages'] } };
  expect(notesOf(mixed)).toEqual([expect.stringMatching(/^note PATTERN_DOUBTFUL .*DescribeImages/)]);
});

test('a pattern that only an undescribed kind of event could match, and that does not name it, is told what comes nearest', () => {
  const misspelt = { source: ['aws.ecr'], detail: { actionType: ['PUSH'] } };
  expect(notesOf(misspelt)).toEqual([
    expect.stringMatching(/^warning PATTERN_DOUBTFUL .*only ECR Artifact Action could match.*`detail.action-type`/),
  ]);
  const meant = { source: ['aws.ecr'], 'detail-type': ['ECR Artifact Action'], detail: { name: ['x'] } };
  expect(notesOf(meant)).toEqual([expect.stringMatching(/^note PATTERN_DOUBTFUL/)]);
});

const TEMPLATE = { inputPathsMap: { tag: '$.detail.image-tag' }, inputTemplate: '"web:<tag>"' };

test('an input that is built of a tag counts where images without one match', () => {
  expect(notesOf(PUSH, { inputTransformer: TEMPLATE })).toEqual([
    expect.stringMatching(
      /^warning INPUT_EMPTY .*<tag> is empty .* image without a tag.*add "image-tag": \[\{ "exists"/,
    ),
  ]);
});

test('a pattern that asks for the tag is the fix', () => {
  const tagged = { ...PUSH, detail: { ...PUSH.detail, 'image-tag': [{ exists: true }] } };
  expect(notesOf(tagged, { inputTransformer: TEMPLATE })).toEqual([]);
});

test('the path of an input that an image without a tag does not have gives nothing to its target', () => {
  expect(notesOf(PUSH, { inputPath: '$.detail.image-tag' })).toEqual([
    expect.stringMatching(/^warning INPUT_INVALID .*without image-tag it is given nothing/),
  ]);
});

test('what is hardly ever missing is only told', () => {
  const digest = { inputPathsMap: { digest: '$.detail.image-digest' }, inputTemplate: '"<digest>"' };
  expect(notesOf(PUSH, { inputTransformer: digest })).toEqual([expect.stringMatching(/^note INPUT_EMPTY/)]);
});

test('the tags of a scan are a list, empty where there are none', () => {
  const scan = { source: ['aws.ecr'], 'detail-type': ['ECR Image Scan'] };
  const whole = { inputPathsMap: { tags: '$.detail.image-tags' }, inputTemplate: '{"tags": <tags>}' };
  expect(notesOf(scan, { inputTransformer: whole })).toEqual([]);
  const first = { inputPathsMap: { tag: '$.detail.image-tags[0]' }, inputTemplate: '"<tag>"' };
  expect(notesOf(scan, { inputTransformer: first })).toEqual([
    expect.stringMatching(/^warning INPUT_EMPTY .*add "image-tags"/),
  ]);
});

test('a rule on a bus that no AWS service sends to is told so, unless a rule of the same code sends on to it', () => {
  const pattern = JSON.stringify(PUSH);
  const rule = { name: 'r', bus: 'images', pattern, state: 'ENABLED', targets: [], place } as const;
  expect(diagnose([rule])).toEqual([
    expect.objectContaining({
      severity: 'note',
      message: expect.stringMatching(/^Rule "r" is on the bus "images", and AWS services send to the bus "default"/),
    }),
  ]);
  const permission = { kind: 'given', by: 'Role' } as const;
  const target = { id: 'T', kind: 'bus', name: 'images', arn: 'arn', options: {}, permission, place } as const;
  expect(diagnose([rule, { ...rule, name: 'forward', bus: 'default', targets: [target] }])).toEqual([]);
  expect(diagnose([{ ...rule, bus: 'unresolved' }])).toEqual([]);
  expect(diagnose([{ ...rule, pattern: '{"source":["my.app"]}' }])).toEqual([]);
});
