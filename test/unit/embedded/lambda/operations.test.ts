import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { openFunctions } from '../../../../src/embedded/lambda/functions.ts';
import { lambda } from '../../../../src/embedded/lambda/lambda.ts';
import type { Outcome } from '../../../../src/embedded/lambda/runner.ts';
import { openStreams } from '../../../../src/embedded/kinesis/streams.ts';
import { openQueues } from '../../../../src/embedded/sqs/queues.ts';
import { seeded } from '../../../../src/random.ts';

const ARN = 'arn:aws:lambda:us-east-2:123456789012:function:deploy';

/** Lambda's operations with one function, which answers what `outcome` makes of its event. */
function open(outcome: (event: unknown) => Outcome = (event) => ({ kind: 'returned', value: event })) {
  const agenda = virtualAgenda(Date.parse('2026-01-15T09:30:00Z'));
  const scene = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda };
  const surroundings = {
    scene,
    neighbours: {
      queues: openQueues(scene),
      streams: openStreams(scene),
      topics: { publish: () => {} },
      buses: { put: () => {} },
    },
  };
  const functions = openFunctions(surroundings);
  const called = functions.define('deploy', (event) => Promise.resolve(outcome(event)), { handler: 'src/app.handler' });
  const operations = lambda(functions, surroundings);
  const ask = async (operation: string, input: object): Promise<Record<string, unknown>> =>
    (await operations[operation]!({ FunctionName: 'deploy', ...input })) as Record<string, unknown>;
  return { agenda, called, ask };
}

const textOf = (value: unknown): string => Buffer.from(value as Uint8Array).toString();

test('Invoke answers with what the function returned', async () => {
  const { ask } = open();
  const answer = await ask('Invoke', { Payload: Buffer.from('{"a":[1,"ü"]}') });
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(answer).not.toHaveProperty('FunctionError');
  expect(textOf(answer['Payload'])).toBe('{"a":[1,"ü"]}');
});

test.each([
  [
    'threw',
    { kind: 'threw', error: { name: 'TypeError', message: 'no', stack: 'TypeError: no\n    at x' } },
    { errorType: 'TypeError', errorMessage: 'no', trace: ['TypeError: no', '    at x'] },
  ],
  [
    'ran out of time',
    { kind: 'timed-out', after: 3000 },
    {
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(
        /^RequestId: [0-9a-f-]{36} Error: Task timed out after 3\.00 seconds$/,
      ) as string,
    },
  ],
  [
    'returned too much',
    { kind: 'returned', value: 'x'.repeat(6_291_556) },
    {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    },
  ],
] satisfies [string, Outcome, object][])(
  'Invoke succeeds and says so when the code %s',
  async (_, outcome, payload) => {
    const { ask } = open(() => outcome);
    const answer = await ask('Invoke', {});
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(textOf(answer['Payload']))).toEqual(payload);
  },
);

test('Invoke gives an event without a payload as an empty object, and nothing returned as null', async () => {
  const seen: unknown[] = [];
  const { ask } = open((event) => {
    seen.push(event);
    return { kind: 'returned', value: undefined };
  });
  expect(textOf((await ask('Invoke', {}))['Payload'])).toBe('null');
  expect(seen).toEqual([{}]);
});

test('Invoke of an event or a dry run waits for nothing', async () => {
  const { ask } = open();
  expect(await ask('Invoke', { InvocationType: 'Event' })).toEqual({ StatusCode: 202 });
  expect(await ask('Invoke', { InvocationType: 'DryRun' })).toEqual({ StatusCode: 204 });
  expect(await ask('InvokeAsync', { InvokeArgs: Buffer.from('{}') })).toEqual({ Status: 202 });
});

test('Invoke gives the end of the log to those who ask', async () => {
  const { ask } = open();
  const { LogResult } = await ask('Invoke', { LogType: 'Tail' });
  expect(Buffer.from(LogResult as string, 'base64').toString()).toMatch(
    /^START RequestId: \S+ Version: \$LATEST\nEND /,
  );
});

test.each([
  ['a name', 'deploy'],
  ['a name with a version', 'deploy:$LATEST'],
  ['a partial ARN', '123456789012:function:deploy'],
  ['an ARN', ARN],
  ['an ARN with a version', `${ARN}:$LATEST`],
])('a function is found by %s', async (_, FunctionName) => {
  const { ask } = open();
  expect(await ask('GetFunctionConfiguration', { FunctionName })).toMatchObject({ FunctionArn: ARN });
});

test.each([
  [
    'Invoke',
    { FunctionName: 'other' },
    'ResourceNotFoundException',
    404,
    `Function not found: ${ARN.replace('deploy', 'other')}`,
  ],
  ['Invoke', { Qualifier: '7' }, 'ResourceNotFoundException', 404, `Function not found: ${ARN}:7`],
  [
    'GetFunction',
    { FunctionName: 'deploy:$LATEST', Qualifier: '7' },
    'InvalidParameterValueException',
    400,
    'The derived qualifier from the function name does not match the specified qualifier.',
  ],
  [
    'Invoke',
    { FunctionName: 'de ploy' },
    'ValidationException',
    400,
    /^1 validation error detected: Value 'de ploy' at 'functionName'/,
  ],
  ['Invoke', { Payload: '{' }, 'InvalidRequestContentException', 400, /^Could not parse request body into json: /],
  [
    'Invoke',
    { Payload: `"${'x'.repeat(6_291_455)}"` },
    'RequestTooLargeException',
    413,
    'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
  ],
  [
    'Invoke',
    { InvocationType: 'Event', Payload: `"${'ü'.repeat(524_288)}"` },
    'RequestTooLargeException',
    413,
    'Request must be smaller than 1048576 bytes for the InvokeFunction operation',
  ],
  ['GetPolicy', {}, 'ResourceNotFoundException', 404, 'The resource you requested does not exist.'],
  [
    'RemovePermission',
    { StatementId: 'a' },
    'ResourceNotFoundException',
    404,
    'No policy is associated with the given resource.',
  ],
  [
    'GetFunctionEventInvokeConfig',
    {},
    'ResourceNotFoundException',
    404,
    `The function ${ARN}:$LATEST doesn't have an EventInvokeConfig`,
  ],
  [
    'PutFunctionEventInvokeConfig',
    {},
    'InvalidParameterValueException',
    400,
    'You must specify at least one of error handling or destination setting.',
  ],
  [
    'PutFunctionEventInvokeConfig',
    { DestinationConfig: { OnFailure: { Destination: ARN } } },
    'InvalidParameterValueException',
    400,
    "You can't specify the function as a destination for itself.",
  ],
  [
    'PutFunctionEventInvokeConfig',
    { DestinationConfig: { OnSuccess: { Destination: ARN.replace('deploy', 'other') } } },
    'InvalidParameterValueException',
    400,
    `The destination ARN ${ARN.replace('deploy', 'other')} is invalid.`,
  ],
  [
    'PutFunctionEventInvokeConfig',
    { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:ecs:us-east-2:123456789012:cluster/x' } } },
    'InvalidParameterValueException',
    400,
    'The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:ecs:us-east-2:123456789012:cluster/x), onFailure=null) is invalid.',
  ],
])('%s refuses %o', async (operation, input, code, status, message) => {
  const { ask } = open();
  await expect(ask(operation, input)).rejects.toMatchObject({
    name: 'Fault',
    code,
    status,
    message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
  });
});

test('more runs than are reserved are refused', async () => {
  const { ask, called } = open();
  expect(await ask('PutFunctionConcurrency', { ReservedConcurrentExecutions: 1 })).toEqual({
    ReservedConcurrentExecutions: 1,
  });
  const [first, second] = await Promise.allSettled([ask('Invoke', {}), ask('Invoke', {})]);
  expect(first).toMatchObject({ value: { StatusCode: 200 } });
  expect(second).toMatchObject({
    reason: { code: 'TooManyRequestsException', status: 429, message: 'Rate Exceeded.' },
  });
  expect(called.family.running).toBe(0);
  await ask('DeleteFunctionConcurrency', {});
  expect(await ask('GetFunctionConcurrency', {})).toEqual({});
});

test('a permission becomes a statement of the policy, and can be taken away again', async () => {
  const { ask } = open();
  const SourceArn = 'arn:aws:events:us-east-2:123456789012:rule/pushed';
  const added = await ask('AddPermission', {
    StatementId: 'events',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn,
    SourceAccount: '123456789012',
  });
  const statement = {
    Sid: 'events',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: ARN,
    Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012' }, ArnLike: { 'AWS:SourceArn': SourceArn } },
  };
  expect(JSON.parse(added['Statement'] as string)).toEqual(statement);
  const { Policy, RevisionId } = await ask('GetPolicy', {});
  expect(JSON.parse(Policy as string)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] });
  await expect(
    ask('AddPermission', { StatementId: 'events', Action: 'lambda:InvokeFunction', Principal: '111122223333' }),
  ).rejects.toMatchObject({ code: 'ResourceConflictException', status: 409 });
  await expect(ask('RemovePermission', { StatementId: 'events', RevisionId: 'stale' })).rejects.toMatchObject({
    code: 'PreconditionFailedException',
    status: 412,
  });
  await ask('RemovePermission', { StatementId: 'events', RevisionId });
  await expect(ask('GetPolicy', {})).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('the settings for events can be put, changed and taken away', async () => {
  const { ask } = open();
  const Destination = 'arn:aws:sqs:us-east-2:123456789012:dead';
  await ask('PutFunctionEventInvokeConfig', { MaximumRetryAttempts: 1 });
  expect(await ask('UpdateFunctionEventInvokeConfig', { DestinationConfig: { OnFailure: { Destination } } })).toEqual({
    LastModified: new Date('2026-01-15T09:30:00Z'),
    FunctionArn: `${ARN}:$LATEST`,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnSuccess: {}, OnFailure: { Destination } },
  });
  expect(await ask('PutFunctionEventInvokeConfig', { MaximumEventAgeInSeconds: 60 })).not.toHaveProperty(
    'MaximumRetryAttempts',
  );
  expect((await ask('ListFunctionEventInvokeConfigs', {}))['FunctionEventInvokeConfigs']).toHaveLength(1);
  await ask('DeleteFunctionEventInvokeConfig', {});
  expect(await ask('ListFunctionEventInvokeConfigs', {})).toEqual({ FunctionEventInvokeConfigs: [] });
});

test('a function is described as Lambda does, and its dead-letter queue can be set', async () => {
  const { ask } = open();
  expect(await ask('ListFunctions', {})).toEqual({
    Functions: [
      expect.objectContaining({
        FunctionName: 'deploy',
        Handler: 'src/app.handler',
        Timeout: 3,
        MemorySize: 128,
        State: 'Active',
        LastModified: '2026-01-15T09:30:00.000+0000',
      }),
    ],
  });
  const TargetArn = 'arn:aws:sqs:us-east-2:123456789012:dead';
  expect(await ask('UpdateFunctionConfiguration', { DeadLetterConfig: { TargetArn } })).toMatchObject({
    DeadLetterConfig: { TargetArn },
  });
  expect((await ask('GetFunction', {}))['Configuration']).toMatchObject({ DeadLetterConfig: { TargetArn } });
  expect(await ask('UpdateFunctionConfiguration', { DeadLetterConfig: { TargetArn: '' } })).not.toHaveProperty(
    'DeadLetterConfig',
  );
});
