import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRules } from '../../../../src/rule/read/read-rules.ts';
import { type Known, wire, type Wired } from '../../../../src/rule/read/wire.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/infrastructure');

async function wired(project: string, known: Partial<Known> = {}): Promise<Wired> {
  const root = join(FIXTURES, project);
  const reading = await readRules(root);
  return wire([reading], { root, consumers: {}, stateMachines: [], apiDestinations: [], rules: [], ...known });
}

test('a function whose handler is there becomes a consumer, with its environment and limits', async () => {
  const { rules, consumers, notes } = await wired('sam/deployer');
  expect(consumers).toEqual({
    DeployerFunction: {
      handler: './src/deployer.mjs#handler',
      timeout: '10s',
      memorySize: 256,
      environment: { CLUSTER: 'main', LOG_LEVEL: 'debug', TABLE: 'Deployments' },
    },
  });
  expect(rules.map(({ rule }) => rule.targets)).toEqual([
    [
      {
        consumer: 'DeployerFunction',
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 900 },
        deadLetterConfig: { arn: 'UndeliveredPushes' },
      },
    ],
    [{ consumer: 'DeployerFunction', inputPath: '$.detail' }],
  ]);
  expect(notes).toEqual([]);
});

test.each([
  ['runs the same handler', { mine: { handler: 'src/deployer.mjs#handler' } }],
  ['runs the same handler, its extension left out', { mine: { handler: './src/deployer' } }],
  ['has its name but for what all functions are called', { deployer: { handler: 'elsewhere.ts' } }],
  ['has its name as words are joined elsewhere', { 'deployer-function': { image: 'deployer:1' } }],
])('a consumer of the configuration that %s stands for the function', async (_, consumers) => {
  const found = await wired('sam/deployer', { consumers });
  expect(found.consumers).toEqual({});
  expect(found.rules.map(({ rule }) => rule.targets[0]?.consumer)).toEqual([
    Object.keys(consumers)[0],
    Object.keys(consumers)[0],
  ]);
});

test('a function that no consumer can be made of is left out, and named', async () => {
  const { rules, notes } = await wired('sam/scanner');
  expect(rules.map(({ rule }) => rule.targets)).toEqual([[], [], []]);
  expect(notes[0]).toMatchObject({ severity: 'warning', code: 'HANDLER_NOT_FOUND' });
  expect(notes[0]?.message).toMatch(/"tickets.handler" of python3.13 of function "Tickets".* is no file of Node's/);
});

test('queues that functions are fed from, and state machines with their definitions, come along', async () => {
  const { rules, eventSources, stateMachines } = await wired('sam/promoter');
  expect(eventSources).toEqual([
    { queue: 'Promotions', consumer: 'Worker', batchSize: 5, reportBatchItemFailures: true },
  ]);
  expect(stateMachines['promote']?.definition).toMatchObject({
    States: { Tell: { Parameters: { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/Promotions' } } },
  });
  expect(rules.map(({ rule }) => rule.targets)).toEqual([
    [{ queue: 'Promotions' }],
    [{ stateMachine: 'promote', inputPath: '$.detail' }],
  ]);
});

test('a rule of the configuration stands for the one of that name', async () => {
  const { rules } = await wired('sam/deployer', { rules: ['image-deleted'] });
  expect(rules.map(({ rule }) => rule.name)).toEqual(['DeployerFunctionPushed']);
});

test('two rules of one name are told apart', async () => {
  const reading = await readRules(join(FIXTURES, 'sam/deployer'));
  const known = { root: FIXTURES, consumers: {}, stateMachines: [], apiDestinations: [], rules: [] };
  const { rules } = wire([reading, reading], known);
  expect(rules.map(({ rule }) => rule.name)).toEqual([
    'DeployerFunctionPushed',
    'image-deleted',
    'DeployerFunctionPushed-2',
    'image-deleted-2',
  ]);
});

test('what a topic tells, and where a queue gives up, come along too', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'ecreplay-wire-'));
  const template = join(folder.path, 'template.yaml');
  writeFileSync(join(folder.path, 'index.mjs'), 'export function handler() {}');
  writeFileSync(
    template,
    `Transform: AWS::Serverless-2016-10-31
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      Subscription: [{ Protocol: sqs, Endpoint: !GetAtt Queue.Arn }]
  Queue:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 3 } }
  Failed: { Type: AWS::SQS::Queue }
  Teller:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Handler: index.handler
      Runtime: nodejs22.x
      Events: { Told: { Type: SNS, Properties: { Topic: !Ref Topic, FilterPolicy: { kind: [push] } } } }
`,
  );
  const reading = await readRules(template);
  const known = { root: folder.path, consumers: {}, stateMachines: [], apiDestinations: [], rules: [] };
  const { topics, queues } = wire([reading], known);
  expect(queues).toEqual({ Queue: { redrive: { queue: 'Failed', maxReceiveCount: 3 } } });
  expect(topics).toEqual({
    Topic: { subscriptions: [{ queue: 'Queue' }, { consumer: 'Teller', filterPolicy: { kind: ['push'] } }] },
  });
});
