import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeReading } from '../../../../src/rule/read/describe.ts';
import { readRules } from '../../../../src/rule/read/read-rules.ts';
import type { FoundRule } from '../../../../src/rule/read/reading.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/infrastructure');

/** Every project, with the file of what is to be said of it. */
const PROJECTS: readonly (readonly [path: string, said: string, parameters?: Readonly<Record<string, string>>])[] = [
  ['cloudformation/webhook-bridge.yaml', 'cloudformation/webhook-bridge.rules.txt'],
  ['cloudformation/audit-trail.json', 'cloudformation/audit-trail.rules.txt'],
  ['cloudformation/platform/root.yaml', 'cloudformation/platform/rules.txt', { Domain: 'team' }],
  ['sam/deployer', 'sam/deployer/rules.txt'],
  ['sam/promoter', 'sam/promoter/rules.txt'],
  ['sam/scanner', 'sam/scanner/rules.txt'],
  ['cdk/deploys', 'cdk/deploys/rules.txt'],
  ['cdk/nested', 'cdk/nested/rules.txt'],
  ['cdk/stages', 'cdk/stages/rules.txt'],
  ['terraform/plan.json', 'terraform/plan.rules.txt'],
  ['terraform/state.json', 'terraform/state.rules.txt'],
  ['terraform/deploys', 'terraform/deploys/rules.txt'],
  ['terraform/fan-out', 'terraform/fan-out/rules.txt'],
  ['terraform/partner', 'terraform/partner/rules.txt', { partner_account: '444455556666' }],
  ['serverless/image-bot', 'serverless/image-bot/rules.txt'],
  ['serverless/notifier', 'serverless/notifier/rules.txt'],
  ['serverless/cleaner', 'serverless/cleaner/rules.txt'],
];

test.for(PROJECTS)('%s reads as it is known to', async ([path, said, parameters = {}]) => {
  const reading = await readRules(join(FIXTURES, path), { parameters });
  await expect(describeReading(reading, FIXTURES)).toMatchFileSnapshot(join(FIXTURES, said));
});

test('every format has three projects, and every project is read', () => {
  const read = PROJECTS.map(([path]) =>
    path
      .split('/')
      .slice(0, 2)
      .join('/')
      .replace(/\.\w+$/, ''),
  );
  const formats = readdirSync(FIXTURES).filter((name) => name !== 'README.md');
  expect(formats).toEqual(['cdk', 'cloudformation', 'sam', 'serverless', 'terraform']);
  for (const format of formats) {
    const projects = readdirSync(join(FIXTURES, format))
      .filter((name) => !/\.(?:rules\.txt|deployed\.json)$/.test(name))
      .map((name) => `${format}/${name.replace(/\.\w+$/, '')}`);
    expect(projects.length).toBeGreaterThanOrEqual(3);
    expect(read.toSorted()).toEqual(expect.arrayContaining(projects));
  }
});

/** What EventBridge would do by a rule: not what the rule or its permissions are called in the code, nor where they stand. */
function whatItDoes({ name, bus, pattern, state, targets }: FoundRule): unknown {
  return {
    name,
    bus,
    state,
    pattern: JSON.parse(pattern) as unknown,
    targets: targets.map(({ id, kind, name, options, permission }) => ({
      id,
      kind,
      name,
      options,
      permission: permission.kind,
    })),
  };
}

async function rulesOf(path: string): Promise<readonly unknown[]> {
  const { rules } = await readRules(path);
  return rules.toSorted((one, other) => one.name.localeCompare(other.name)).map(whatItDoes);
}

describe('what a framework makes of its own code reads the same as that code', () => {
  test.each(['deployer', 'promoter', 'scanner'])('SAM: %s', async (name) => {
    const folder = join(FIXTURES, 'sam', name);
    expect(await rulesOf(join(folder, 'template.yaml'))).toEqual(await rulesOf(join(folder, 'translated.json')));
  });

  test.each(['image-bot', 'cleaner', 'notifier'])('Serverless Framework: %s', async (name) => {
    const folder = join(FIXTURES, 'serverless', name);
    const parameters = { 'ssm:/images/repository': 'web' };
    const { rules } = await readRules(join(folder, 'serverless.yml'), { parameters });
    const own = rules.toSorted((one, other) => one.name.localeCompare(other.name)).map(whatItDoes);
    expect(own).toEqual(await rulesOf(join(folder, 'packaged.json')));
  });
});

/** A target as ListTargetsByRule gives it. */
interface Deployed {
  readonly name: string;
  readonly state: string;
  readonly pattern: unknown;
  readonly targets: readonly { readonly Id: string; readonly Arn: string }[];
}

test.each([
  ['webhook-bridge.yaml', { Stage: 'prod', 'shared-alert-queue': 'arn:aws:sqs:us-east-1:123456789012:shared-alerts' }],
  ['audit-trail.json', {}],
])('a stack of %s has, once it is created, the rules that were read', async (name, parameters) => {
  const template = join(FIXTURES, 'cloudformation', name);
  const file = template.replace(/\.\w+$/, '.deployed.json');
  expect(existsSync(file)).toBe(true);
  const deployed = JSON.parse(readFileSync(file, 'utf8')) as readonly Deployed[];
  const { rules } = await readRules(template, { parameters });
  const drawn = (rule: { readonly name: string }): string => rule.name.replace(/^s-(\w+)-\w+$/, '$1');
  const seen = rules.map(({ name, state, pattern, targets }) => ({
    name,
    state,
    pattern: JSON.parse(pattern) as unknown,
    targets: targets.map(({ id, arn }) => ({ Id: id, Arn: arn })),
  }));
  const there = deployed.map((rule) => ({
    name: drawn(rule),
    state: rule.state,
    pattern: rule.pattern,
    targets: rule.targets.map(({ Id, Arn }) => ({ Id, Arn })),
  }));
  const byName = (one: { name: string }, other: { name: string }): number => one.name.localeCompare(other.name);
  expect(seen.toSorted(byName)).toEqual(there.toSorted(byName));
});
