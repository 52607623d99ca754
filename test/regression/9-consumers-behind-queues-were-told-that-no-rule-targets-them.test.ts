import { expect, test } from 'vitest';
import type { Resources } from '../../src/bus/resource/resources.ts';
import type { Target } from '../../src/rule/rule.ts';
import { rehearsed } from './rehearsed.ts';

async function why(pattern: Readonly<Record<string, unknown>>, target: Target, resources: Resources) {
  const { findings } = await rehearsed(() => null, { resources, promise: 'invoked: 1', rule: { pattern, target } });
  return findings.find(({ kind }) => kind === 'broken')?.evidence;
}

const FED: Resources = { eventSources: [{ queue: 'work', consumer: 'deployer' }] };

test('a consumer behind a queue is told why the rule of that queue did not match', async () => {
  const evidence = await why({ detail: { 'action-type': ['DELETE'] } }, { queue: 'work' }, FED);
  expect(evidence?.nearest).toMatch(/^rule "pushes": ECR Image Action PUSH/);
  expect(evidence?.difference).toMatch(/^detail\.action-type is "PUSH", wanted \["DELETE"\]/);
});

test('it is told where what the rule sent has ended', async () => {
  const eventSources = [{ queue: 'work', consumer: 'deployer', filters: [{ body: { source: ['aws.s3'] } }] }];
  const evidence = await why({ 'detail-type': ['ECR Image Action'] }, { queue: 'work' }, { eventSources });
  expect(evidence).toMatchObject({
    nearest: 'rule "pushes": it sent 1 event to queue "work"',
    difference: 'queue "work" has not called "deployer" with any of it',
  });
});

test('it is told that no rule targets its queue', async () => {
  const evidence = await why({ source: ['aws.ecr'] }, { logGroup: '/aws/events/ecr' }, FED);
  expect(evidence).toMatchObject({
    nearest: 'rule "pushes" → log group "/aws/events/ecr"',
    difference: 'no rule of the configuration targets "deployer" nor queue "work", which calls it',
  });
});
