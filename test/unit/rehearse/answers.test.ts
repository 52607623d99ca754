import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ECRClient, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import type { Setup } from '../../../src/rehearse/setup.ts';
import { readScenario } from '../../../src/scenario/read.ts';

/** Rehearses one push, of which the handler is told. */
async function play(answers: object, handler: () => Promise<unknown>, spec: object = {}) {
  const setup: Setup = {
    rules: [{ name: 'pushes', pattern: { 'detail-type': ['ECR Image Action'] }, targets: [{ consumer: 'it' }] }],
    consumers: { it: { handler: 'answers.test.ts#handler', timeout: '10s', ...spec } },
    root: import.meta.dirname,
  };
  const text = JSON.stringify({
    version: 1,
    description: 'Its calls are answered as the scenario says.',
    given: [{ repository: { name: 'web' } }],
    steps: [{ push: { image: 'web:1' } }],
    expect: Object.entries(answers).map(([consumer, its]) => ({ consumer, invoked: { atLeast: 0 }, answers: its })),
  });
  const { run } = await rehearse(readScenario(text, 'answers.yaml'), setup, {
    importModule: () => Promise.resolve({ handler }),
  });
  return run.arrivals.flatMap(({ invocations }) => invocations);
}

/** What a call fails with, as its client tells. */
async function failure(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return 'nothing';
  } catch (error) {
    const { name, $metadata: { httpStatusCode } = {} } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return `${name} ${httpStatusCode ?? ''}`.trim();
  }
}

const update = (service = 'web') => new UpdateServiceCommand({ cluster: 'prod', service });

const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
  'dynamodb:PutItem': () =>
    new DynamoDBClient({ maxAttempts: 1 }).send(new PutItemCommand({ TableName: 'seen', Item: { id: { S: 'a' } } })),
  'ecr:DescribeRepositories': () => new ECRClient({ maxAttempts: 1 }).send(new DescribeRepositoriesCommand({})),
  'ecs:UpdateService': () => new ECSClient({ maxAttempts: 1 }).send(update()),
  'lambda:Invoke': () => new LambdaClient({ maxAttempts: 1 }).send(new InvokeCommand({ FunctionName: 'other' })),
  's3:GetObject': () =>
    new S3Client({ maxAttempts: 1, forcePathStyle: true }).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
  'sns:Publish': () =>
    new SNSClient({ maxAttempts: 1 }).send(
      new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:t', Message: 'm' }),
    ),
  'sqs:SendMessage': () =>
    new SQSClient({ maxAttempts: 1, useQueueUrlAsEndpoint: false }).send(
      new SendMessageCommand({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/q', MessageBody: 'm' }),
    ),
};

async function failures(named: string): Promise<unknown> {
  const answers = Object.fromEntries(Object.keys(CALLS).map((call) => [call, named]));
  const [invocation] = await play({ it: answers }, async () => {
    const came: Record<string, unknown> = {};
    for (const [name, call] of Object.entries(CALLS)) came[name] = await failure(call());
    return came;
  });
  expect(invocation?.calls.map(({ answered }) => answered)).toEqual(Object.keys(CALLS).map(() => 'declared'));
  return invocation?.outcome.kind === 'returned' ? invocation.outcome.value : invocation;
}

test('a throttled call fails as each service says it', async () => {
  expect(await failures('throttled')).toEqual({
    'dynamodb:PutItem': 'ProvisionedThroughputExceededException 400',
    'ecr:DescribeRepositories': 'ThrottlingException 400',
    'ecs:UpdateService': 'ThrottlingException 400',
    'lambda:Invoke': 'TooManyRequestsException 429',
    's3:GetObject': 'SlowDown 503',
    'sns:Publish': 'ThrottledException 429',
    'sqs:SendMessage': 'RequestThrottled 403',
  });
});

test('a call that is denied fails as each service says it', async () => {
  expect(await failures('accessDenied')).toEqual({
    'dynamodb:PutItem': 'AccessDeniedException 400',
    'ecr:DescribeRepositories': 'AccessDeniedException 400',
    'ecs:UpdateService': 'AccessDeniedException 403',
    'lambda:Invoke': 'AccessDeniedException 403',
    's3:GetObject': 'AccessDenied 403',
    'sns:Publish': 'AuthorizationErrorException 403',
    'sqs:SendMessage': 'AccessDeniedException 400',
  });
});

test('a service that is broken answers with 500', async () => {
  expect(Object.values((await failures('serverError')) as object).every((said) => String(said).endsWith(' 500'))).toBe(
    true,
  );
});

test('the SDK tries again what was throttled, reset or broken, and gets through', async () => {
  const list = ['throttled', 'connectionReset', 'serverError'];
  const [invocation] = await play({ it: { 'ecs:UpdateService': list } }, async () => {
    const { service } = await new ECSClient({ maxAttempts: 4 }).send(update());
    return service?.serviceName;
  });
  expect(invocation?.outcome).toEqual({ kind: 'returned', value: 'web' });
  expect(invocation?.calls.map(({ answered, error }) => [answered, error])).toEqual([
    ['declared', 'ThrottlingException'],
    ['declared', 'ECONNRESET'],
    ['declared', 'ServerException'],
    ['embedded', undefined],
  ]);
});

test('a call that nobody answers lasts until the function has run out of time', async () => {
  const answers = { it: { 'ecs:UpdateService': 'timeout' } };
  const [invocation] = await play(answers, () => new ECSClient({ maxAttempts: 1 }).send(update()), {
    timeout: '300ms',
  });
  expect(invocation?.outcome).toEqual({ kind: 'timed-out', after: 300 });
});

test('an answer may be meant for some calls only, and goes before that of the configuration', async () => {
  const answers = {
    it: {
      'ecs:UpdateService': [
        { when: { service: ['web'] }, answer: 'accessDenied', times: 2 },
        { answer: { service: { serviceName: 'declared' } } },
      ],
    },
  };
  const call = async (service: string) => {
    try {
      return (await new ECSClient({ maxAttempts: 1 }).send(update(service))).service?.serviceName;
    } catch (error) {
      return (error as Error).name;
    }
  };
  const all = async () => [
    await call('api'),
    await call('web'),
    await call('web'),
    await call('web'),
    await call('api'),
  ];
  const [invocation] = await play(answers, all, { answers: { 'ecs:UpdateService': 'throttled' } });
  expect(invocation?.outcome).toEqual({
    kind: 'returned',
    value: ['declared', 'AccessDeniedException', 'AccessDeniedException', 'web', 'api'],
  });
});

test('an answer to a call that there is not is refused at its place, with what is meant', async () => {
  const refused = play({ it: { 'ecs:UpdateServices': 'throttled', 'dynamdb:PutItem': 'timeout' } }, () =>
    Promise.resolve(),
  );
  await expect(refused).rejects.toMatchObject({
    problems: [
      {
        code: 'SCENARIO_WRONG_VALUE',
        message:
          'Cannot answer "ecs:UpdateServices" of "it": ecs has no operation "UpdateServices", did you mean "ecs:UpdateService"?',
        place: { file: 'answers.yaml' },
      },
      {
        message:
          'Cannot answer "dynamdb:PutItem" of "it": there is no service "dynamdb", did you mean "dynamodb:PutItem"?',
      },
    ],
  });
});
