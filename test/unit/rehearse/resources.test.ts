import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { Resources } from '../../../src/bus/resource/resources.ts';
import { Problem } from '../../../src/problem.ts';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import type { Target } from '../../../src/rule/rule.ts';
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

const TWO_PUSHES = readScenario(
  `version: 1
description: Two images are pushed, a day apart.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1" }
  - wait: 6h
  - push: { image: "web:2" }
`,
  'pushes.yaml',
);

const A_PUSH_AND_A_DAY = readScenario(
  `version: 1
description: An image is pushed, and a day goes by.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1" }
  - wait: 1d
`,
  'day.yaml',
);

/** Rehearses a push whose event goes to one target; gives what consumers were called with, in order. */
async function after(
  target: Target | undefined,
  resources: Resources,
  { scenario = PUSH, answer = {} }: { scenario?: typeof PUSH; answer?: object } = {},
) {
  const seen: { consumer: string; event: never }[] = [];
  const names = ['worker', 'other'];
  const { run } = await rehearse(
    scenario,
    {
      rules:
        target === undefined
          ? []
          : [{ name: 'pushes', pattern: { 'detail-type': ['ECR Image Action'] }, targets: [target] }],
      consumers: Object.fromEntries(names.map((name) => [name, { handler: `resources.test.ts#${name}` }])),
      root: import.meta.dirname,
      resources,
    },
    {
      importModule: () =>
        Promise.resolve(
          Object.fromEntries(
            names.map((name) => [
              name,
              (event: never) => {
                seen.push({ consumer: name, event });
                return answer;
              },
            ]),
          ),
        ),
    },
  );
  const invocations = run.arrivals.flatMap((arrival) => arrival.invocations);
  expect(invocations.map(({ outcome }) => outcome.kind)).not.toContain('threw');
  return { seen, invocations };
}

test('a queue that a rule sends to feeds a consumer', async () => {
  const { seen } = await after(
    { queue: 'work' },
    {
      queues: { work: { attributes: { VisibilityTimeout: 30 } } },
      eventSources: [{ queue: 'work', consumer: 'worker', batchSize: 5 }],
    },
  );
  const arn = 'arn:aws:sqs:us-east-1:123456789012:work';
  expect(seen).toMatchObject([
    { consumer: 'worker', event: { Records: [{ eventSource: 'aws:sqs', eventSourceARN: arn }] } },
  ]);
});

test('a queue that is only named is made', async () => {
  const { seen } = await after({ queue: 'work' }, { eventSources: [{ queue: 'work', consumer: 'worker' }] });
  expect(seen).toHaveLength(1);
});

test('a state machine that a rule starts calls a consumer', async () => {
  const { seen } = await after(
    { stateMachine: 'release' },
    {
      stateMachines: {
        release: {
          definition: {
            StartAt: 'Wait',
            States: {
              Wait: { Type: 'Wait', Seconds: 3600, Next: 'Call' },
              Call: {
                Type: 'Task',
                Resource: 'arn:aws:states:::lambda:invoke',
                Parameters: { FunctionName: 'worker', 'Payload.$': '$.detail.image-tag' },
                End: true,
              },
            },
          },
        },
      },
    },
  );
  expect(seen).toEqual([{ consumer: 'worker', event: '1.4.2' }]);
});

test('a topic tells consumers and queues that are subscribed to it', async () => {
  const { seen } = await after(
    { topic: 'releases' },
    {
      topics: {
        releases: {
          subscriptions: [
            { consumer: 'worker' },
            { queue: 'work', rawMessageDelivery: true },
            { consumer: 'other', filterPolicy: { source: ['aws.s3'] }, filterPolicyScope: 'MessageBody' },
          ],
        },
      },
      eventSources: [{ queue: 'work', consumer: 'other' }],
    },
  );
  expect(seen).toMatchObject([
    { consumer: 'other', event: { Records: [{ eventSource: 'aws:sqs', body: expect.stringContaining('aws.ecr') }] } },
    { consumer: 'worker', event: { Records: [{ EventSource: 'aws:sns' }] } },
  ]);
});

test('a stream that a rule writes to feeds a consumer', async () => {
  const { seen } = await after(
    { stream: 'events' },
    { streams: { events: { shards: 2 } }, eventSources: [{ stream: 'events', consumer: 'worker' }] },
  );
  expect(seen).toMatchObject([{ consumer: 'worker', event: { Records: [{ eventSource: 'aws:kinesis' }] } }]);
});

test('a log group that a rule writes to shows a consumer what its filter lets through', async () => {
  const { seen } = await after(
    { logGroup: '/aws/events/ecr' },
    {
      logGroups: {
        '/aws/events/ecr': {
          retentionInDays: 7,
          subscriptionFilters: [
            { consumer: 'worker', filterPattern: '{ $.detail.result = "SUCCESS" }' },
            { consumer: 'other', filterPattern: 'DELETE' },
          ],
        },
      },
    },
  );
  expect(seen).toMatchObject([{ consumer: 'worker', event: { awslogs: {} } }]);
});

test('what a consumer fails at goes to the dead-letter queue that its queue is declared with', async () => {
  const { seen } = await after(
    { queue: 'work' },
    {
      queues: {
        // Declared before the queue that it names.
        work: { attributes: { VisibilityTimeout: 30 }, redrive: { queue: 'failed', maxReceiveCount: 2 } },
        failed: {},
      },
      eventSources: [
        { queue: 'work', consumer: 'worker', reportBatchItemFailures: true },
        { queue: 'failed', consumer: 'other' },
      ],
    },
    { answer: { batchItemFailures: [{ itemIdentifier: 'all of them' }] } },
  );
  expect(seen.map(({ consumer }) => consumer)).toEqual(['worker', 'worker', 'other']);
});

test('a schedule calls its consumer from the start of a scenario to its last event', async () => {
  const { seen, invocations } = await after(
    undefined,
    { schedules: { hourly: { expression: 'rate(1 hour)', targets: ['worker'] } } },
    { scenario: TWO_PUSHES },
  );
  expect(seen).toHaveLength(6);
  expect(seen[0]).toMatchObject({ event: { 'detail-type': 'Scheduled Event', source: 'aws.events' } });
  expect(new Set(invocations.map(({ rule }) => rule))).toEqual(new Set(['hourly']));
});

test('a schedule goes on through what a scenario waits for in the end', async () => {
  const { seen } = await after(
    undefined,
    { schedules: { hourly: { expression: 'rate(1 hour)', targets: ['worker'] } } },
    { scenario: A_PUSH_AND_A_DAY },
  );
  expect(seen).toHaveLength(24);
});

test('what a schedule sets off is not said to be about the event before it', async () => {
  const scenario = readScenario(
    `version: 1
description: An image is pushed, and two hours go by.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1" }
  - wait: 2h
expect:
  - consumer: worker
    invoked: 0
`,
    'hours.yaml',
  );
  const schedules = { hourly: { expression: 'rate(1 hour)', targets: ['worker'] } };
  const { findings } = await rehearse(
    scenario,
    {
      rules: [],
      consumers: { worker: { handler: 'resources.test.ts#worker' } },
      root: import.meta.dirname,
      resources: { schedules },
    },
    { importModule: () => Promise.resolve({ worker: () => null }) },
  );
  expect(findings).toMatchObject([
    { kind: 'broken', evidence: { nearest: expect.stringContaining('Z by rule "hourly", after PutImage of web via') } },
  ]);
});

test('a rule on a bus of its own sees what a rule of the default bus sends there', async () => {
  const seen: unknown[] = [];
  const { run } = await rehearse(
    PUSH,
    {
      rules: [
        { name: 'forward', pattern: { 'detail-type': ['ECR Image Action'] }, targets: [{ bus: 'deploys' }] },
        { name: 'pushes', bus: 'deploys', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'worker' }] },
      ],
      consumers: { worker: { handler: 'resources.test.ts#worker' } },
      root: import.meta.dirname,
      resources: { buses: { deploys: {} }, archives: { all: { bus: 'deploys', retentionDays: 1 } } },
    },
    { importModule: () => Promise.resolve({ worker: (event: unknown) => void seen.push(event) }) },
  );
  expect(seen).toMatchObject([{ source: 'aws.ecr' }]);
  expect(run.arrivals.flatMap(({ invocations }) => invocations).map(({ rule }) => rule)).toEqual(['pushes']);
});

test('an API destination is called with what its connection says', async () => {
  const calls: { method: string | undefined; key: unknown; url: string | undefined }[] = [];
  const server = createServer((request, response) => {
    calls.push({ method: request.method, key: request.headers['x-api-key'], url: request.url });
    request.resume();
    response.end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await after(
    { apiDestination: 'hook' },
    {
      connections: { key: { apiKey: { name: 'x-api-key', value: 'let me in' } } },
      apiDestinations: { hook: { url: `http://127.0.0.1:${port}/hook`, connection: 'key' } },
    },
  );
  server.close();
  expect(calls).toEqual([{ method: 'POST', key: 'let me in', url: '/hook' }]);
});

test('commands reach the instances that are declared, and end as their document is declared to', async () => {
  const { seen } = await after(
    { stateMachine: 'restart' },
    {
      instances: { 'i-0123456789abcdef0': { tags: { role: 'web' } } },
      documents: { Restart: { status: 'Failed', output: 'no such service', after: '5m' } },
      stateMachines: {
        restart: {
          definition: {
            StartAt: 'Send',
            States: {
              Send: {
                Type: 'Task',
                Resource: 'arn:aws:states:::aws-sdk:ssm:sendCommand',
                Parameters: { DocumentName: 'Restart', Targets: [{ Key: 'tag:role', Values: ['web'] }] },
                Next: 'Wait',
              },
              Wait: { Type: 'Wait', Seconds: 600, Next: 'Look' },
              Look: {
                Type: 'Task',
                Resource: 'arn:aws:states:::aws-sdk:ssm:listCommandInvocations',
                Parameters: {},
                Next: 'Call',
              },
              Call: {
                Type: 'Task',
                Resource: 'arn:aws:states:::lambda:invoke',
                Parameters: { FunctionName: 'worker', 'Payload.$': '$.CommandInvocations[0]' },
                End: true,
              },
            },
          },
        },
      },
    },
  );
  expect(seen).toMatchObject([
    { event: { InstanceId: 'i-0123456789abcdef0', DocumentName: 'Restart', Status: 'Failed' } },
  ]);
});

test('tasks of a declared definition end as they are declared to', async () => {
  const { seen } = await after(
    { stateMachine: 'run' },
    {
      taskDefinitions: {
        migrate: {
          containers: [{ name: 'migrate', image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1.4.2' }],
          ends: { after: '2m', exitCode: 3 },
        },
      },
      stateMachines: {
        run: {
          definition: {
            StartAt: 'Run',
            States: {
              Run: {
                Type: 'Task',
                Resource: 'arn:aws:states:::aws-sdk:ecs:runTask',
                Parameters: { TaskDefinition: 'migrate' },
                Next: 'Wait',
              },
              Wait: { Type: 'Wait', Seconds: 600, Next: 'Look' },
              Look: {
                Type: 'Task',
                Resource: 'arn:aws:states:::aws-sdk:ecs:describeTasks',
                Parameters: { 'Tasks.$': '$.Tasks[*].TaskArn' },
                Next: 'Call',
              },
              Call: {
                Type: 'Task',
                Resource: 'arn:aws:states:::lambda:invoke',
                Parameters: { FunctionName: 'worker', 'Payload.$': '$' },
                End: true,
              },
            },
          },
        },
      },
    },
  );
  expect(seen).toMatchObject([{ event: { Tasks: [{ LastStatus: 'STOPPED', Containers: [{ ExitCode: 3 }] }] } }]);
});

test('what AWS would refuse is a problem, in its words and at its place', async () => {
  const attempts: readonly (readonly [Resources, RegExp])[] = [
    [{ queues: { 'no spaces': {} } }, /^Cannot make queues\.no spaces: Can only include alphanumeric characters/],
    [{ queues: { work: { attributes: { VisibilityTimeout: -1 } } } }, /^Cannot make queues\.work: .*VisibilityTimeout/],
    [
      { stateMachines: { release: { definition: { StartAt: 'A', States: {} } } } },
      /^Cannot make stateMachines\.release: Invalid State Machine Definition/,
    ],
    [{ eventSources: [{ queue: 'work', consumer: 'worker', batchSize: 20_000 }] }, /^Cannot make eventSources\[0\]: /],
    [
      { schedules: { daily: { expression: 'rate(1 days)', targets: ['worker'] } } },
      /^Cannot do what schedule "daily" says: Parameter ScheduleExpression is not valid/,
    ],
  ];
  for (const [resources, message] of attempts) {
    const rehearsal = after(undefined, resources);
    await expect(rehearsal).rejects.toThrow(Problem);
    await expect(rehearsal).rejects.toThrow(message);
  }
});
