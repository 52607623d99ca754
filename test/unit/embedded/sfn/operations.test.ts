import { expect, test } from 'vitest';
import { MACHINE, only, ROLE, stage, START } from './stage.ts';

const PASS = only({ Type: 'Pass' });
const NOW = new Date(START);

test('a state machine is created, described, listed, updated and deleted', async () => {
  const { ask, create } = stage();
  expect(await create(PASS)).toBe(MACHINE);
  const described = {
    stateMachineArn: MACHINE,
    name: 'machine',
    status: 'ACTIVE',
    definition: JSON.stringify(PASS),
    roleArn: ROLE,
    type: 'STANDARD',
    creationDate: NOW,
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  };
  expect(await ask('DescribeStateMachine', { stateMachineArn: MACHINE })).toEqual(described);
  expect(await ask('ListStateMachines', {})).toEqual({
    stateMachines: [{ stateMachineArn: MACHINE, name: 'machine', type: 'STANDARD', creationDate: NOW }],
  });
  const definition = JSON.stringify(only({ Type: 'Succeed', End: undefined }));
  const { revisionId } = await ask('UpdateStateMachine', { stateMachineArn: MACHINE, definition });
  expect(await ask('DescribeStateMachine', { stateMachineArn: MACHINE })).toEqual({
    ...described,
    definition,
    revisionId,
  });
  await ask('DeleteStateMachine', { stateMachineArn: MACHINE });
  await ask('DeleteStateMachine', { stateMachineArn: MACHINE });
  expect(await ask('ListStateMachines', {})).toEqual({ stateMachines: [] });
});

test('creating the same machine again is nothing, another of its name is refused', async () => {
  const { create } = stage();
  await create(PASS);
  expect(await create(PASS)).toBe(MACHINE);
  await expect(create(only({ Type: 'Succeed', End: undefined }))).rejects.toMatchObject({
    code: 'StateMachineAlreadyExists',
    message: `State Machine Already Exists: '${MACHINE}'`,
  });
});

test('an execution goes on as its machine was when it started', async () => {
  const { ask, create, settle } = stage();
  await create({
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 10, Next: 'P' }, P: { Type: 'Pass', Result: 'old', End: true } },
  });
  const { executionArn } = await ask('StartExecution', { stateMachineArn: MACHINE });
  const definition = JSON.stringify(only({ Type: 'Pass', Result: 'new' }));
  await ask('UpdateStateMachine', { stateMachineArn: MACHINE, definition });
  await settle();
  expect(await ask('DescribeExecution', { executionArn })).toMatchObject({ output: '"old"' });
});

test('starting the same execution again gives the one that runs; when it is over, its name is taken', async () => {
  const { ask, create, settle } = stage();
  await create(only({ Type: 'Wait', Seconds: 10 }));
  const start = { stateMachineArn: MACHINE, name: 'one', input: '{"a":1}' };
  const { executionArn } = await ask('StartExecution', start);
  expect(executionArn).toBe('arn:aws:states:us-east-2:123456789012:execution:machine:one');
  expect(await ask('StartExecution', start)).toEqual({ executionArn, startDate: NOW });
  const taken = {
    code: 'ExecutionAlreadyExists',
    message: `Execution Already Exists: '${executionArn as string}'`,
  };
  await expect(ask('StartExecution', { ...start, input: '{}' })).rejects.toMatchObject(taken);
  await settle();
  await expect(ask('StartExecution', start)).rejects.toMatchObject(taken);
  const { executions } = await ask('ListExecutions', { stateMachineArn: MACHINE });
  expect(executions).toEqual([
    {
      executionArn,
      stateMachineArn: MACHINE,
      name: 'one',
      status: 'SUCCEEDED',
      startDate: NOW,
      stopDate: new Date(START + 10_000),
      redriveCount: 0,
    },
  ]);
});

test('executions are listed from the newest, in pages, by how they stand', async () => {
  const { ask, create, settle } = stage();
  await create(PASS);
  for (const name of ['a', 'b', 'c']) await ask('StartExecution', { stateMachineArn: MACHINE, name });
  await settle();
  const names = (answer: Readonly<Record<string, unknown>>): unknown =>
    (answer['executions'] as { name: string }[]).map(({ name }) => name);
  const first = await ask('ListExecutions', { stateMachineArn: MACHINE, maxResults: 2 });
  expect(names(first)).toEqual(['c', 'b']);
  const rest = await ask('ListExecutions', { stateMachineArn: MACHINE, maxResults: 2, nextToken: first['nextToken'] });
  expect(names(rest)).toEqual(['a']);
  expect(rest).not.toHaveProperty('nextToken');
  expect(names(await ask('ListExecutions', { stateMachineArn: MACHINE, statusFilter: 'FAILED' }))).toEqual([]);
});

test('an execution can be stopped, and does nothing more', async () => {
  const { ask, agenda, calls, create, settle } = stage();
  await create({
    StartAt: 'W',
    States: {
      W: { Type: 'Wait', Seconds: 100, Next: 'T' },
      T: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true },
    },
  });
  const { executionArn } = await ask('StartExecution', { stateMachineArn: MACHINE });
  await agenda.runUntil(START + 5_000);
  expect(await ask('DescribeExecution', { executionArn })).toMatchObject({
    status: 'RUNNING',
    redriveStatus: 'NOT_REDRIVABLE',
  });
  const stopDate = new Date(START + 5_000);
  expect(await ask('StopExecution', { executionArn, error: 'E', cause: 'c' })).toEqual({ stopDate });
  await settle();
  expect(calls).toEqual([]);
  expect(await ask('DescribeExecution', { executionArn })).toMatchObject({
    status: 'ABORTED',
    stopDate,
    error: 'E',
    cause: 'c',
  });
  const { events } = await ask('GetExecutionHistory', { executionArn, reverseOrder: true, maxResults: 1 });
  expect(events).toEqual([
    {
      timestamp: stopDate,
      type: 'ExecutionAborted',
      id: 3,
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'E', cause: 'c' },
    },
  ]);
});

test('a history can be had without its data', async () => {
  const { ask, create, settle } = stage();
  await create(PASS);
  const { executionArn } = await ask('StartExecution', { stateMachineArn: MACHINE, input: '{"secret":1}' });
  await settle();
  const history = await ask('GetExecutionHistory', { executionArn, includeExecutionData: false });
  expect(JSON.stringify(history)).not.toContain('secret');
  expect(history['events']).toHaveLength(4);
});

test('an express machine runs at once and tells how it went; it has no history', async () => {
  const { ask, create, lambda } = stage();
  lambda('echo', (event) => event);
  const stateMachineArn = await create(
    only({ Type: 'Task', Resource: 'arn:aws:lambda:us-east-2:123456789012:function:echo' }),
    { name: 'quick', type: 'EXPRESS' },
  );
  const answer = await ask('StartSyncExecution', { stateMachineArn, input: '{"a":1}', name: 'one' });
  expect(answer).toMatchObject({
    executionArn: expect.stringMatching(
      /^arn:aws:states:us-east-2:123456789012:express:quick:one:[0-9a-f-]{36}$/,
    ) as string,
    status: 'SUCCEEDED',
    output: '{"a":1}',
    outputDetails: { included: true },
    billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
  });
  for (const operation of ['DescribeExecution', 'GetExecutionHistory'])
    await expect(ask(operation, { executionArn: answer['executionArn'] })).rejects.toMatchObject({
      code: 'StateMachineTypeNotSupported',
    });
  await create(PASS);
  await expect(ask('StartSyncExecution', { stateMachineArn: MACHINE })).rejects.toMatchObject({
    code: 'StateMachineTypeNotSupported',
  });
});

test('a task that waits is called back with a result, an error, or a sign of life', async () => {
  const { ask, agenda, calls, create, settle } = stage(() => ({ MessageId: 'm' }));
  await create(
    only({
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl: 'q', MessageBody: { 'token.$': '$$.Task.Token' } },
      HeartbeatSeconds: 60,
    }),
  );
  const tokens: string[] = [];
  for (const name of ['good', 'bad', 'silent']) {
    await ask('StartExecution', { stateMachineArn: MACHINE, name });
    await agenda.runUntil(agenda.now() + 1_000);
    const { MessageBody } = calls.at(-1)!.input as { MessageBody: string };
    tokens.push((JSON.parse(MessageBody) as { token: string }).token);
  }
  const status = async (name: string) =>
    ask('DescribeExecution', { executionArn: `${MACHINE.replace('stateMachine', 'execution')}:${name}` });
  await agenda.runUntil(START + 40_000);
  await ask('SendTaskHeartbeat', { taskToken: tokens[0] });
  await agenda.runUntil(START + 80_000);
  expect(await status('silent')).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(await status('bad')).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  await expect(ask('SendTaskSuccess', { taskToken: tokens[0], output: '{' })).rejects.toMatchObject({
    code: 'InvalidOutput',
  });
  await ask('SendTaskSuccess', { taskToken: tokens[0], output: '{"ok":true}' });
  await settle();
  expect(await status('good')).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
  await expect(ask('SendTaskSuccess', { taskToken: tokens[0], output: '1' })).rejects.toMatchObject({
    code: 'TaskTimedOut',
  });
  await expect(ask('SendTaskFailure', { taskToken: 'x' })).rejects.toMatchObject({ code: 'InvalidToken' });
});

test('a function can call its task back before it has itself ended', async () => {
  const { ask, run, functions } = stage();
  functions.define('early', async (event) => {
    const { token } = event as { token: string };
    await ask('SendTaskFailure', { taskToken: token, error: 'Early', cause: 'on purpose' });
    return { kind: 'returned', value: null };
  });
  const ended = await run(
    only({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'early', Payload: { 'token.$': '$$.Task.Token' } },
    }),
  );
  expect(ended).toMatchObject({ status: 'FAILED', error: 'Early', cause: 'on purpose' });
  expect(ended.events.map(({ type }) => type).slice(2)).toEqual([
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskFailed',
    'ExecutionFailed',
  ]);
});

test('a machine can start another and wait for it', async () => {
  const { create, run } = stage();
  const stateMachineArn = await create(
    { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 30, Next: 'P' }, P: { Type: 'Pass', End: true } } },
    { name: 'child' },
  );
  const parent = (pattern: string) =>
    only({
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${pattern}`,
      Parameters: { StateMachineArn: stateMachineArn, Input: { 'n.$': '$.n' } },
    });
  const { output, took } = await run(parent('.sync:2'), { n: 7 });
  expect(output).toMatchObject({ Status: 'SUCCEEDED', Input: { n: 7 }, Output: { n: 7 } });
  expect(took).toBe(30_000);
  const text = await stageWith(parent, '.sync');
  expect(text).toMatchObject({ Output: '{"n":7}' });
});

/** The output of a parent that waits for its child in the given way, in an AWS of its own. */
async function stageWith(parent: (pattern: string) => object, pattern: string): Promise<unknown> {
  const { create, run } = stage();
  await create(PASS, { name: 'child' });
  return (await run(parent(pattern), { n: 7 })).output;
}

test('tags can be put on a machine and taken off', async () => {
  const { ask, create } = stage();
  await create(PASS, { tags: [{ key: 'a', value: '1' }] });
  await ask('TagResource', { resourceArn: MACHINE, tags: [{ key: 'b', value: '2' }] });
  await ask('UntagResource', { resourceArn: MACHINE, tagKeys: ['a'] });
  expect(await ask('ListTagsForResource', { resourceArn: MACHINE })).toEqual({ tags: [{ key: 'b', value: '2' }] });
});

const GONE = MACHINE.replace(/machine$/, 'gone');

test.each([
  ['StartExecution', { stateMachineArn: GONE }, 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${GONE}'`],
  ['DescribeStateMachine', { stateMachineArn: 'x' }, 'InvalidArn', "Invalid Arn: 'x'"],
  [
    'StartExecution',
    { stateMachineArn: MACHINE, input: '' },
    'InvalidExecutionInput',
    "Invalid State Machine Execution Input: 'Invalid execution input.'",
  ],
  [
    'StartExecution',
    { stateMachineArn: MACHINE, input: '{' },
    'InvalidExecutionInput',
    /^Invalid State Machine Execution Input: '/,
  ],
  [
    'StartExecution',
    { stateMachineArn: MACHINE, input: `${'['.repeat(100_000)}${']'.repeat(100_000)}` },
    'InvalidExecutionInput',
    /^Invalid State Machine Execution Input: 'Document nesting depth \(1001\) exceeds the maximum allowed/,
  ],
  ['StartExecution', { stateMachineArn: MACHINE, name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
  [
    'DescribeExecution',
    { executionArn: 'arn:aws:states:us-east-2:123456789012:execution:machine:x' },
    'ExecutionDoesNotExist',
    "Execution Does Not Exist: 'arn:aws:states:us-east-2:123456789012:execution:machine:x'",
  ],
  ['UpdateStateMachine', { stateMachineArn: MACHINE }, 'MissingRequiredParameter', /^Either the definition, /],
  ['CreateStateMachine', { name: 'a/b', definition: '{}', roleArn: ROLE }, 'InvalidName', "Invalid Name: 'a/b'"],
  ['CreateStateMachine', { name: 'a', definition: '{}', roleArn: 'x' }, 'InvalidArn', "Invalid Role Arn: 'x'"],
  [
    'CreateStateMachine',
    { name: 'a', definition: '{"StartAt":"x"}', roleArn: ROLE },
    'InvalidDefinition',
    "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'",
  ],
])('%s refuses %o', async (operation, input, code, message) => {
  const { ask, create } = stage();
  await create(PASS);
  await expect(ask(operation, input)).rejects.toMatchObject({
    code,
    message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
  });
});
