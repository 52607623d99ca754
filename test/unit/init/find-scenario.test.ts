import { expect, test } from 'vitest';
import { findScenario } from '../../../src/init/find-scenario.ts';
import type { Rule } from '../../../src/rule/rule.ts';

function ruleOn(pattern: object, state: NonNullable<Rule['state']> = 'ENABLED'): Rule {
  return { name: 'r', pattern: JSON.stringify(pattern), state, targets: [] };
}

const ACTION = { source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] };
const SCAN = { source: ['aws.ecr'], 'detail-type': ['ECR Image Scan'] };
const CALL = { source: ['aws.ecr'], 'detail-type': ['AWS API Call via CloudTrail'] };

/** Patterns as teams write them, what has to happen for them to match, and a text of what that is said with. */
const PATTERNS: readonly (readonly [pattern: object, happening: string, said?: string])[] = [
  [{ source: ['aws.ecr'] }, 'push'],
  [{ ...ACTION, detail: { 'action-type': ['PUSH'], 'repository-name': ['team/api'] } }, 'push', 'team/api:1.4.2'],
  [{ ...ACTION, detail: { 'action-type': ['PUSH'], 'image-tag': [{ prefix: 'v' }] } }, 'push', 'web:v1.4.2'],
  [{ ...ACTION, detail: { 'action-type': ['PUSH'], 'image-tag': [{ wildcard: '*-rc' }] } }, 'push', 'web:1.4.2-rc'],
  [
    { ...ACTION, detail: { 'action-type': ['PUSH'], 'repository-name': [{ prefix: 'team/' }] } },
    'push',
    'team/web:1.4.2',
  ],
  [{ ...ACTION, detail: { 'action-type': ['PUSH'], 'image-tag': [{ exists: false }] } }, 'push-multi-platform'],
  [{ ...ACTION, detail: { 'action-type': ['DELETE'] } }, 'delete'],
  [{ ...SCAN, detail: { 'finding-severity-counts': { HIGH: [{ numeric: ['>', 0] }] } } }, 'scan', 'HIGH: 1'],
  [{ ...SCAN, detail: { 'finding-severity-counts': { CRITICAL: [{ exists: false }] } } }, 'clean-scan'],
  [{ ...SCAN, detail: { 'scan-status': ['FAILED'] } }, 'failed-scan'],
  [{ ...CALL, detail: { eventName: ['PutImage'] } }, 'push'],
  [{ ...CALL, detail: { eventName: ['CreateRepository'] } }, 'create-repository'],
  [{ ...CALL, detail: { eventName: ['DeleteRepository'] } }, 'delete-repository'],
  [{ ...CALL, detail: { eventName: ['BatchGetImage'] } }, 'pull'],
  [{ source: ['aws.ecr'], 'detail-type': ['AWS Service Event via CloudTrail'] }, 'expire'],
  [{ source: ['aws.ecr'], 'detail-type': ['ECR Referrer Action'] }, 'sign'],
  [{ source: ['aws.ecr'], 'detail-type': ['ECR Replication Action'] }, 'replicate'],
  [{ source: ['aws.ecr'], 'detail-type': ['ECR Pull Through Cache Action'] }, 'pull-through-cache'],
  [{ source: ['aws.inspector2'], 'detail-type': ['Inspector2 Scan'] }, 'enhanced-scan'],
  [{ ...ACTION, detail: { 'action-type': ['UPDATE_STORAGE_CLASS'], 'target-storage-class': ['STANDARD'] } }, 'restore'],
  [{ $or: [{ detail: { 'action-type': ['DELETE'] } }, { detail: { 'scan-status': ['FAILED'] } }] }, 'delete'],
];

test.for(PATTERNS)('%j is brought about by: %s', async ([pattern, happening, said = '']) => {
  const found = await findScenario(ruleOn(pattern));
  expect(found?.happening.name).toBe(happening);
  expect(JSON.stringify(found?.happening).replaceAll('\\', '')).toContain(said);
});

test('calls that read are looked for where the rule sees them', async () => {
  const pattern = { ...CALL, detail: { eventName: ['DescribeImages'] } };
  expect(await findScenario(ruleOn(pattern))).toBeUndefined();
  const found = await findScenario(ruleOn(pattern, 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'));
  expect(found?.happening.name).toBe('call-DescribeImages');
});

test('whose registry it is follows the pattern', async () => {
  const pattern = { ...ACTION, account: ['111122223333'], region: ['eu-west-1'] };
  expect((await findScenario(ruleOn(pattern)))?.where).toEqual({ account: '111122223333', region: 'eu-west-1' });
  const role = { ...CALL, detail: { userIdentity: { sessionContext: { sessionIssuer: { userName: ['deployer'] } } } } };
  expect((await findScenario(ruleOn(role)))?.where).toEqual({ role: 'deployer' });
});

test('nothing is found for a pattern that nothing can match', async () => {
  expect(await findScenario(ruleOn({ ...ACTION, detail: { actionType: ['PUSH'] } }))).toBeUndefined();
});
