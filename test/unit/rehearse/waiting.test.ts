import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import type { SQSEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import type { Resources } from '../../../src/bus/resource/resources.ts';
import type { ConsumerSpec } from '../../../src/consumer/consumer.ts';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const PUSH = readScenario(
  `version: 1
description: An image is pushed.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
`,
  'push.yaml',
);

type Handlers = Readonly<Record<string, (event: never, context: { getRemainingTimeInMillis(): number }) => unknown>>;

/** Rehearses a push that calls `asker`; gives the invocations in the order they ended. */
async function rehearsed(handlers: Handlers, resources: Resources, spec: Partial<ConsumerSpec> = {}) {
  const { run } = await rehearse(
    PUSH,
    {
      rules: [
        {
          name: 'pushes',
          pattern: { 'detail-type': ['ECR Image Action'] },
          targets: [{ consumer: 'asker', retryPolicy: { maximumRetryAttempts: 0 } }],
        },
      ],
      consumers: Object.fromEntries(
        Object.keys(handlers).map((name) => [name, { ...spec, handler: `waiting.test.ts#${name}` }]),
      ),
      root: import.meta.dirname,
      resources,
    },
    { importModule: () => Promise.resolve(handlers) },
  );
  return run.arrivals.flatMap(({ invocations }) => invocations);
}

const url = (name: string): string => `${process.env['AWS_ENDPOINT_URL']}/123456789012/${name}`;

/** Asks a question over one queue and waits for its answer on another. */
async function ask(question: string): Promise<string | undefined> {
  const sqs = new SQSClient({});
  await sqs.send(new SendMessageCommand({ QueueUrl: url('questions'), MessageBody: question }));
  const { Messages: [answer] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url('answers'), WaitTimeSeconds: 20 }),
  );
  if (answer === undefined) return undefined;
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url('answers'), ReceiptHandle: answer.ReceiptHandle }));
  return answer.Body;
}

async function answer({ Records }: SQSEvent): Promise<void> {
  const sqs = new SQSClient({});
  for (const { body } of Records) {
    await sqs.send(new SendMessageCommand({ QueueUrl: url('answers'), MessageBody: `${body}, of course` }));
  }
}

test('a consumer that waits for a message gets it from another consumer', async () => {
  const invocations = await rehearsed(
    { asker: () => ask('deploy?'), answerer: answer },
    { eventSources: [{ queue: 'questions', consumer: 'answerer' }] },
  );
  expect(invocations.map(({ consumer, outcome }) => [consumer, outcome])).toEqual([
    ['answerer', { kind: 'returned', value: null }],
    ['asker', { kind: 'returned', value: 'deploy?, of course' }],
  ]);
});

test('a consumer whose message never comes has waited as long as it asked for, in no time', async () => {
  const real = performance.now();
  let before = 0;
  let after = 0;
  let remaining = 0;
  const [invocation] = await rehearsed(
    {
      asker: async (_, context) => {
        before = Date.now();
        const message = await ask('deploy?');
        after = Date.now();
        remaining = context.getRemainingTimeInMillis();
        return message ?? 'nothing';
      },
    },
    {},
    { timeout: '30s' },
  );
  expect(invocation?.outcome).toEqual({ kind: 'returned', value: 'nothing' });
  expect(after - before).toBeGreaterThanOrEqual(20_000);
  expect(after - before).toBeLessThan(21_000);
  expect(remaining).toBeLessThanOrEqual(10_000);
  expect(invocation?.took).toBeGreaterThanOrEqual(20_000);
  expect(performance.now() - real).toBeLessThan(5_000);
});

function machine(seconds: number): Resources {
  return {
    stateMachines: {
      slow: {
        type: 'EXPRESS',
        definition: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: seconds, End: true } } },
      },
    },
  };
}

async function runSlow(): Promise<string | undefined> {
  const sfn = new SFNClient({});
  const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:slow';
  return (await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }))).status;
}

test('a consumer that waits for a state machine within its timeout has its answer', async () => {
  const [invocation, ...others] = await rehearsed({ asker: runSlow }, machine(1));
  expect(invocation?.outcome).toEqual({ kind: 'returned', value: 'SUCCEEDED' });
  expect(others).toEqual([]);
});

test('a consumer that waits for a state machine beyond its timeout times out, in no time', async () => {
  const real = performance.now();
  const invocations = await rehearsed({ asker: runSlow }, machine(3600));
  expect(new Set(invocations.map(({ outcome }) => outcome.kind))).toEqual(new Set(['timed-out']));
  // Lambda tries an event three times.
  const [first, second] = invocations;
  expect(invocations).toHaveLength(3);
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(63_000);
  expect(first!.took).toBeGreaterThanOrEqual(3_000);
  expect(performance.now() - real).toBeLessThan(2_500);
});

test('what consumers do that wait for each other is the same every time', async () => {
  const round = async (): Promise<unknown> => {
    const invocations = await rehearsed(
      { asker: () => Promise.all([ask('deploy?'), ask('roll back?')]), answerer: answer },
      { eventSources: [{ queue: 'questions', consumer: 'answerer', batchSize: 1 }] },
    );
    return invocations.map(({ consumer, outcome, calls, requestId }) => [
      consumer,
      requestId,
      outcome,
      calls.map(({ operation }) => operation),
    ]);
  };
  const first = await round();
  for (let again = 0; again < 5; again += 1) expect(await round()).toEqual(first);
});
