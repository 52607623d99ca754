import { expect, test } from 'vitest';
import type { Resources } from '../../src/bus/resource/resources.ts';
import { rehearse } from '../../src/rehearse/rehearse.ts';
import { readScenario } from '../../src/scenario/read.ts';

const PUSH = readScenario(
  `version: 1
description: A push is told.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
expect:
  - consumer: deployer
    invoked: 1
`,
  'push.yaml',
);

async function why(pattern: Readonly<Record<string, unknown>>, target: object, resources: Resources) {
  const { findings } = await rehearse(
    PUSH,
    {
      rules: [{ name: 'pushes', pattern, targets: [target] }],
      consumers: { deployer: { handler: 'handlers/deployer.ts#handler' } },
      root: import.meta.dirname,
      resources,
    },
    { importModule: () => Promise.resolve({ handler: () => null }) },
  );
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
