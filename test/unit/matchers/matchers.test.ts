import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { describe } from 'vitest';
import { expect, test as base } from '../../../src/vitest/test.ts';
import { deploying, type Pushed, PUSHES } from './pushes.ts';

const CALLING = deploying(async ({ detail }: Pushed) => {
  await new ECSClient().send(new UpdateServiceCommand({ service: 'web', taskDefinition: detail['image-tag'] }));
  return { tag: detail['image-tag'] };
});

const FAILING = deploying(({ detail }: Pushed) => {
  throw new RangeError(`no room for ${detail['image-tag']}`);
});

/** What a matcher says when it fails, on one line. */
function complaint(ask: () => void): string {
  try {
    ask();
  } catch (error) {
    return (error as Error).message.replaceAll(/\s+/g, ' ');
  }
  throw new Error('It does not complain');
}

describe('of a consumer that does its work', () => {
  const test = base.override({ scenario: PUSHES, setup: CALLING });

  test('what has come about is found', ({ run }) => {
    expect(run).toHaveEmitted('ECR Image Action', { times: 2 });
    expect(run).toHaveDelivered({ detail: { 'image-tag': [{ prefix: '1.4.' }] } }, { times: { atLeast: 2 } });
    expect(run).toHaveRecorded('PutImage', { times: 2 });
    expect(run).toHaveRecorded({ requestParameters: { imageTag: ['1.4.3'] } }, { times: 1 });
    expect(run).toHaveInvoked('deployer', 2);
    expect(run).toHaveCalled('ecs:UpdateService', { taskDefinition: ['1.4.3'] }, { times: 1, by: 'deployer' });
    expect(run).toHaveAnswered('deployer', { pattern: { tag: [{ prefix: '1.4' }] } });
    expect(run).toHaveKept();
  });

  test('what has not come about is denied', ({ run }) => {
    expect(run).not.toHaveEmitted('ECR Image Scan');
    expect(run).not.toHaveDelivered('ECR Image Action', { times: 3 });
    expect(run).not.toHaveRecorded('DeleteRepository');
    expect(run).not.toHaveInvoked('deployer', { atLeast: 3 });
    expect(run).not.toHaveCalled('ecs:RunTask');
    expect(run).not.toHaveAnswered('deployer', null);
    expect(run).not.toHaveFailed('deployer');
    expect(run).not.toHaveDeadLettered();
  });

  test('a matcher stands within an expectation of something larger', ({ run }) => {
    expect({ first: run, name: 'push' }).toEqual({ first: expect.toHaveInvoked('deployer', 2), name: 'push' });
    expect({ first: run }).not.toEqual({ first: expect.toHaveInvoked('deployer', 1) });
    expect({ first: run }).toEqual({ first: expect.not.toHaveDelivered('ECR Image Scan') });
  });

  test('what is missing is told with what came nearest, and why that is none', ({ run }) => {
    const text = complaint(() => expect(run).toHaveCalled('ecs:UpdateService', { service: ['wab'] }));
    expect(text).toContain(
      'deployer calls ecs:UpdateService with {service: [wab]} at least once: it is called 0 times',
    );
    expect(text).toContain('nearest ecs:UpdateService {service: web, taskDefinition: "1.4.2"}');
    expect(text).toContain('differs service is "web", wanted ["wab"]');
  });

  test('what there is against a denial is told', ({ run }) => {
    const text = complaint(() => expect(run).not.toHaveDelivered('ECR Image Action'));
    expect(text).toContain('is never delivered: it is delivered 2 times');
    expect(text).toContain('ECR Image Action PUSH SUCCESS web:1.4.3');
  });

  test('a slip in the name of a call or a consumer is told as one', ({ run }) => {
    expect(complaint(() => expect(run).toHaveCalled('ecs:UpdateServce'))).toContain('did you mean "ecs:UpdateService"');
    expect(complaint(() => expect(run).not.toHaveInvoked('deploier'))).toContain('did you mean "deployer"');
    expect(complaint(() => expect(run).toHaveCalled('UpdateService'))).toContain('wanted "service:Operation"');
  });

  test('a count that is none, and a pattern that is none, are refused', ({ run }) => {
    expect(complaint(() => expect(run).toHaveInvoked('deployer', -1))).toContain('wanted a whole number');
    expect(complaint(() => expect(run).toHaveInvoked('deployer', {}))).toContain('wanted a whole number');
    expect(complaint(() => expect(run).toHaveDelivered({ source: 'aws.ecr' }))).toMatch(/aws\.ecr|list|array/);
  });

  test('what is no outcome of a rehearsal is refused, either way', ({ run }) => {
    expect(complaint(() => expect(Promise.resolve(run)).toHaveKept())).toContain('did you forget "await"');
    expect(complaint(() => expect(run.findings).not.toHaveKept())).toContain('Cannot ask a list for "toHaveKept"');
  });
});

describe('of a consumer that fails', () => {
  const test = base.override({ scenario: PUSHES, setup: FAILING });

  test('what was given up on lies in the dead-letter queue of its rule or its function', async ({ rehearse }) => {
    // Lambda takes an event and fails by itself; EventBridge gives up where it cannot send at all.
    const run = await rehearse(PUSHES, {
      ...FAILING,
      rules: { pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: [{ queue: 'pushes' }] } },
      queues: { pushes: { redrive: { queue: 'dead-pushes', maxReceiveCount: 2 } } },
      eventSources: [{ queue: 'pushes', consumer: 'deployer', batchSize: 1 }],
    });
    expect(run).toHaveDeadLettered('ECR Image Action', { times: 2 });
    expect(run).toHaveDeadLettered({ detail: { 'image-tag': ['1.4.3'] } }, { queue: 'dead-pushes', times: 1 });
    const text = complaint(() => expect(run).not.toHaveDeadLettered());
    expect(text).toContain('something is never dead-lettered: it is dead-lettered 2 times');
    expect(text).toContain('(given up on by queue "pushes")');
  });

  test('a failure is found by its words', ({ run }) => {
    expect(run).toHaveFailed('deployer');
    expect(run).toHaveFailed('deployer', 'no room for 1.4.3', { times: 3 });
    expect(run).not.toHaveFailed('deployer', 'TypeError');
    expect(complaint(() => expect(run).toHaveFailed('deployer', 'TypeError'))).toContain(
      'deployer is seen to fail at least once with "TypeError"',
    );
  });

  test('what failed and was lost is told where no dead letter is found', ({ run }) => {
    const text = complaint(() => expect(run).toHaveDeadLettered());
    expect(text).toContain('6 invocations failed, the last of "deployer"');
    expect(text).toContain('nothing lies in "lost-pushes"');
  });
});

base('every broken promise of a scenario is told at once', async ({ rehearse }) => {
  const run = await rehearse(
    {
      ...PUSHES,
      expect: [{ consumer: 'deployer', invoked: 1 }, { event: { pattern: { source: ['aws.ecr'] }, times: 9 } }],
    },
    CALLING,
  );
  const text = complaint(() => expect(run).toHaveKept());
  expect(text).toContain('every promise of scenario is kept: deployer is invoked exactly once');
  expect(text).toContain('1 other promise besides');
  expect(text).toContain('BROKEN an event that matches');
});

base('a scenario that is not there is told', async ({ rehearse }) => {
  await expect(rehearse('no-such-scenario.yaml')).rejects.toThrow('there is no such file');
});

base('a call is found of whichever consumer makes it', async ({ rehearse }) => {
  const run = await rehearse(PUSHES, {
    rules: { pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ['deployer', 'auditor'] } },
    consumers: { deployer: () => null, auditor: CALLING.consumers!['deployer']! },
  });
  expect(run).toHaveCalled('ecs:UpdateService', undefined, { times: 2 });
  expect(run).toHaveCalled('ecs:UpdateService', undefined, { times: 2, by: 'auditor' });
  expect(run).not.toHaveCalled('ecs:UpdateService', undefined, { by: 'deployer' });
  expect(complaint(() => expect(run).toHaveCalled('ecs:RunTask'))).toContain('some consumer calls ecs:RunTask');
});

base('a scenario and a configuration are taken as a path, as a text, and written in place', async ({ rehearse }) => {
  const text = 'version: 1\ndescription: A repository.\nsteps:\n  - createRepository: { name: web }\n';
  expect(await rehearse(text, {})).toHaveRecorded('CreateRepository', { times: 1 });
  const shipped = new URL('../../../scenarios/push.yaml', import.meta.url);
  expect(await rehearse(shipped, 'scenarios/ecreplay.config.ts')).toHaveKept();
  await expect(rehearse(shipped, 'scenarios/no.config.ts')).rejects.toThrow('there is no such file');
  await expect(rehearse({ steps: [] }, {})).rejects.toMatchObject({
    problems: [{ code: expect.any(String) as unknown }],
  });
  // @ts-expect-error -- there is no such member
  await expect(rehearse(PUSHES, { consumer: {} })).rejects.toThrow('consumer');
});
