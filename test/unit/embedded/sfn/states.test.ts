import { expect, test } from 'vitest';
import { Fault } from '../../../../src/wire/fault.ts';
import { FUNCTION, only, stage, START } from './stage.ts';

test('a Pass state hands on its input, its parameters or its result', async () => {
  const input = { a: { b: 1 } };
  expect((await stage().run(only({ Type: 'Pass' }), input)).output).toEqual(input);
  expect((await stage().run(only({ Type: 'Pass', Parameters: { 'x.$': '$.a.b', y: 2 } }), input)).output).toEqual({
    x: 1,
    y: 2,
  });
  expect((await stage().run(only({ Type: 'Pass', Result: [1], ResultPath: '$.a.c' }), input)).output).toEqual({
    a: { b: 1, c: [1] },
  });
});

test('the five fields of JSONPath work in their order', async () => {
  const { run, lambda } = stage();
  lambda('echo', (event) => ({ got: event, extra: 'x' }));
  const { output } = await run(
    only({
      Type: 'Task',
      Resource: `${FUNCTION}:echo`,
      InputPath: '$.in',
      Parameters: { 'n.$': '$.n', fixed: true },
      ResultSelector: { 'picked.$': '$.got' },
      ResultPath: '$.result',
      OutputPath: '$.result.picked',
    }),
    { in: { n: 7 } },
  );
  expect(output).toEqual({ n: 7, fixed: true });
});

test('a path of null takes nothing in and lets nothing through', async () => {
  expect((await stage().run(only({ Type: 'Pass', InputPath: null }), { a: 1 })).output).toEqual({});
  expect((await stage().run(only({ Type: 'Pass', OutputPath: null }), { a: 1 })).output).toEqual({});
  expect((await stage().run(only({ Type: 'Pass', Result: 2, ResultPath: null }), { a: 1 })).output).toEqual({ a: 1 });
});

test.each([
  ['InputPath', { Type: 'Pass', InputPath: '$.x' }, "Invalid path '$.x' : No results for path: $['x']"],
  [
    'Parameters',
    { Type: 'Pass', Parameters: { 'v.$': '$.x.y' } },
    `The JSONPath '$.x.y' specified for the field 'v.$' could not be found in the input '{"a":1}'`,
  ],
])('a path in %s that leads nowhere fails the execution in the words of AWS', async (_, state, words) => {
  expect(await stage().run(only(state), { a: 1 })).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: `An error occurred while executing the state 'Only' (entered at the event id #2). ${words}`,
  });
});

test.each([
  ['Seconds', { Seconds: 90 }, {}, 90_000],
  ['SecondsPath', { SecondsPath: '$.s' }, { s: 5 }, 5_000],
  ['Timestamp', { Timestamp: '2026-01-16T09:30:00Z' }, {}, 86_400_000],
  ['TimestampPath', { TimestampPath: '$.t' }, { t: '2026-01-15T10:30:00+01:00' }, 0],
])('a Wait state waits by %s, in no time', async (_, wait, input, took) => {
  expect(await stage().run(only({ Type: 'Wait', ...wait }), input)).toMatchObject({ status: 'SUCCEEDED', took });
});

test('states that wait one after another are entered at their own times', async () => {
  const { run } = stage();
  const { events } = await run({
    StartAt: 'A',
    States: {
      A: { Type: 'Wait', Seconds: 10, Next: 'B' },
      B: { Type: 'Pass', Next: 'C' },
      C: { Type: 'Wait', Seconds: 5, Next: 'D' },
      D: { Type: 'Succeed' },
    },
  });
  const entered = events.filter(({ type }) => String(type).endsWith('StateEntered'));
  expect(entered.map(({ timestamp }) => (timestamp as Date).getTime() - START)).toEqual([0, 10_000, 10_000, 15_000]);
});

test('a Fail state fails with its error and cause, also from a path or a function', async () => {
  expect(await stage().run(only({ Type: 'Fail', End: undefined, Error: 'Nope', Cause: 'because' }))).toMatchObject({
    status: 'FAILED',
    error: 'Nope',
    cause: 'because',
  });
  expect(
    await stage().run(
      only({ Type: 'Fail', End: undefined, ErrorPath: '$.e', CausePath: "States.Format('on {}', $.day)" }),
      { e: 'E', day: 'Monday' },
    ),
  ).toMatchObject({ error: 'E', cause: 'on Monday' });
});

test('a Choice state goes by the first rule that holds, else by its default', async () => {
  const machine = {
    StartAt: 'Choose',
    States: {
      Choose: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.n', NumericGreaterThan: 10, Next: 'Big' },
          { Variable: '$.n', NumericGreaterThan: 5, Next: 'Medium' },
        ],
        Default: 'Small',
      },
      Big: { Type: 'Pass', Result: 'big', End: true },
      Medium: { Type: 'Pass', Result: 'medium', End: true },
      Small: { Type: 'Pass', Result: 'small', End: true },
    },
  };
  for (const [n, output] of [
    [11, 'big'],
    [6, 'medium'],
    [5, 'small'],
  ])
    expect((await stage().run(machine, { n })).output).toBe(output);
});

test('a Choice state that no rule and no default leads out of fails the execution', async () => {
  const machine = {
    StartAt: 'Choose',
    States: {
      Choose: { Type: 'Choice', Choices: [{ Variable: '$.n', IsPresent: true, Next: 'End' }] },
      End: { Type: 'Succeed' },
    },
  };
  expect(await stage().run(machine)).toMatchObject({
    error: 'States.Runtime',
    cause:
      "An error occurred while executing the state 'Choose' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
  });
});

test('the branches of a Parallel state run at the same time, and give their outputs in order', async () => {
  const branch = (seconds: number) => ({
    StartAt: 'W',
    States: {
      W: { Type: 'Wait', Seconds: seconds, Next: 'P' },
      P: { Type: 'Pass', Parameters: { seconds, 'in.$': '$.a' }, End: true },
    },
  });
  const { output, took } = await stage().run(only({ Type: 'Parallel', Branches: [branch(20), branch(10)] }), { a: 1 });
  expect(output).toEqual([
    { seconds: 20, in: 1 },
    { seconds: 10, in: 1 },
  ]);
  expect(took).toBe(20_000);
});

test('a branch that fails ends the others, and can be caught', async () => {
  const { run, calls } = stage();
  const { output, took } = await run(
    {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'W',
              States: {
                W: { Type: 'Wait', Seconds: 100, Next: 'T' },
                T: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true },
              },
            },
            {
              StartAt: 'W',
              States: { W: { Type: 'Wait', Seconds: 1, Next: 'F' }, F: { Type: 'Fail', Error: 'E', Cause: 'c' } },
            },
          ],
          Catch: [{ ErrorEquals: ['E'], ResultPath: '$.error', Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Pass', End: true },
      },
    },
    { a: 1 },
  );
  expect(output).toEqual({ a: 1, error: { Error: 'E', Cause: 'c' } });
  expect(took).toBe(1_000);
  expect(calls).toEqual([]);
});

test('a Map state runs its states for each item, no more at once than it may', async () => {
  const { run, calls } = stage(({ input }) => ({ MessageId: input['Message'] }));
  const { output, took } = await run(
    only({
      Type: 'Map',
      ItemsPath: '$.items',
      MaxConcurrency: 2,
      ItemSelector: { 'n.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'a.$': '$.a' },
      ItemProcessor: {
        StartAt: 'Publish',
        States: {
          Publish: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:sns:publish',
            Parameters: { 'Message.$': "States.Format('{}-{}', $.i, $.n)", 'TopicArn.$': '$.a' },
            ResultSelector: { 'id.$': '$.MessageId' },
            Next: 'W',
          },
          W: { Type: 'Wait', Seconds: 10, End: true },
        },
      },
    }),
    { items: ['x', 'y', 'z'], a: 'topic' },
  );
  expect(output).toEqual([{ id: '0-x' }, { id: '1-y' }, { id: '2-z' }]);
  expect(took).toBe(20_000);
  expect(calls.map(({ at }) => at)).toEqual([0, 0, 10_000]);
});

test('a Map state without items has an empty list as its output', async () => {
  const processor = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
  expect((await stage().run(only({ Type: 'Map', ItemProcessor: processor }), [])).output).toEqual([]);
  expect(await stage().run(only({ Type: 'Map', ItemProcessor: processor }), {})).toMatchObject({
    error: 'States.Runtime',
    cause: expect.stringContaining('Reference path "$" must point to array.') as string,
  });
});

test('a task is tried again as its retriers say, and each counts for itself', async () => {
  const at: number[] = [];
  const { run, agenda, lambda } = stage();
  lambda('flaky', () => {
    at.push(agenda.now() - START);
    if (at.length < 4) throw new RangeError(`try ${at.length}`);
    return 'done';
  });
  const { output } = await run(
    only({
      Type: 'Task',
      Resource: `${FUNCTION}:flaky`,
      Retry: [
        { ErrorEquals: ['TypeError'], MaxAttempts: 0 },
        { ErrorEquals: ['RangeError'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10 },
      ],
    }),
  );
  expect(output).toBe('done');
  expect(at).toEqual([0, 2_000, 8_000, 18_000]);
});

test('the error of a function is named by its type, and its cause is what Lambda answered', async () => {
  const { run, lambda } = stage();
  lambda('bad', () => {
    throw new TypeError('no');
  });
  expect(await run(only({ Type: 'Task', Resource: `${FUNCTION}:bad` }))).toMatchObject({
    status: 'FAILED',
    error: 'TypeError',
    cause: '{"errorType":"TypeError","errorMessage":"no"}',
  });
});

test('an integration made for a service words its answers and errors as AWS does', async () => {
  const sqs = stage(() => ({ MessageId: 'm', MD5OfMessageBody: 'd' }));
  const send = only({
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage',
    Parameters: { QueueUrl: 'q', 'MessageBody.$': '$' },
  });
  const { output } = await sqs.run(send, { a: 1 });
  expect(sqs.calls).toEqual([
    { service: 'sqs', operation: 'SendMessage', input: { QueueUrl: 'q', MessageBody: '{"a":1}' }, at: 0 },
  ]);
  expect(output).toMatchObject({
    MessageId: 'm',
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: expect.any(String) as string },
  });
  const refused = stage(() => {
    throw new Fault('MissingParameter', 'The request must contain the parameter MessageBody.');
  });
  expect(await refused.run(send)).toMatchObject({
    error: 'SQS.AmazonSQSException',
    cause: expect.stringMatching(
      /^The request must contain the parameter MessageBody\. \(Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    ) as string,
  });
});

test('any operation of any service can be called, in the letter case of Step Functions', async () => {
  const ecr = stage(() => ({ imageDetails: [{ imageTags: ['a'], imagePushedAt: new Date(START) }] }));
  const describe = only({
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:ecr:describeImages',
    Parameters: { 'RepositoryName.$': '$.detail.repository-name' },
  });
  expect((await ecr.run(describe, { detail: { 'repository-name': 'web' } })).output).toEqual({
    ImageDetails: [{ ImageTags: ['a'], ImagePushedAt: '2026-01-15T09:30:00.000Z' }],
  });
  expect(ecr.calls).toMatchObject([{ service: 'ecr', operation: 'DescribeImages', input: { repositoryName: 'web' } }]);
  const missing = stage(() => {
    throw new Fault('RepositoryNotFoundException', 'gone');
  });
  expect(await missing.run(describe, { detail: { 'repository-name': 'web' } })).toMatchObject({
    error: 'Ecr.RepositoryNotFoundException',
    cause: expect.stringMatching(/^gone \(Service: Ecr, Status Code: 400, Request ID: [0-9a-f-]{36}\)$/) as string,
  });
});

test('lambda:invoke hands on the payload, with the HTTP exchange around it', async () => {
  const { run, lambda } = stage();
  lambda('echo', (event) => event);
  const invoke = only({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'echo', 'Payload.$': '$' },
  });
  expect((await run(invoke, { a: 1 })).output).toMatchObject({
    ExecutedVersion: '$LATEST',
    Payload: { a: 1 },
    StatusCode: 200,
    SdkHttpMetadata: { HttpStatusCode: 200 },
  });
  expect(await stage().run(invoke)).toMatchObject({
    error: 'Lambda.ResourceNotFoundException',
    cause: expect.stringMatching(
      /^Function not found: arn:aws:lambda:us-east-2:123456789012:function:echo \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; /,
    ) as string,
  });
});

test('what is too large to hand on fails the task, and can be caught by States.ALL', async () => {
  const { run, lambda } = stage();
  lambda('large', () => 'x'.repeat(262_144));
  const { output } = await run({
    StartAt: 'Large',
    States: {
      Large: {
        Type: 'Task',
        Resource: `${FUNCTION}:large`,
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Pass', End: true },
    },
  });
  expect(output).toEqual({
    Error: 'States.DataLimitExceeded',
    Cause: `The state/task '${FUNCTION}:large' returned a result with a size exceeding the maximum number of bytes service limit.`,
  });
});

test('variables are set after a state, seen by all that follow, and not changed by branches', async () => {
  const { run } = stage();
  const { output } = await run(
    {
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { 'x.$': '$.a', y: [1, 2] }, Next: 'Use' },
        Use: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'P',
              States: {
                P: { Type: 'Pass', Assign: { z: 3 }, Next: 'Q' },
                Q: { Type: 'Pass', Parameters: { 'x.$': '$x', 'y.$': '$y[1]', 'z.$': '$z' }, End: true },
              },
            },
          ],
          End: true,
        },
      },
    },
    { a: { b: 1 } },
  );
  expect(output).toEqual([{ x: { b: 1 }, y: 2, z: 3 }]);
});

test('the context object tells of the execution, the machine and the state', async () => {
  const { run } = stage();
  const { output } = await run(only({ Type: 'Pass', Parameters: { 'c.$': '$$' } }), { a: 1 });
  expect(output).toEqual({
    c: {
      Execution: {
        Id: expect.stringMatching(/^arn:aws:states:us-east-2:123456789012:execution:machine:/) as string,
        Input: { a: 1 },
        Name: expect.any(String) as string,
        RoleArn: 'arn:aws:iam::123456789012:role/machine',
        StartTime: '2026-01-15T09:30:00.000Z',
        RedriveCount: 0,
      },
      StateMachine: { Id: 'arn:aws:states:us-east-2:123456789012:stateMachine:machine', Name: 'machine' },
      State: { Name: 'Only', EnteredTime: '2026-01-15T09:30:00.000Z' },
    },
  });
});

test('a machine that takes longer than it may is timed out', async () => {
  expect(await stage().run(only({ Type: 'Wait', Seconds: 100 }, { TimeoutSeconds: 10 }))).toMatchObject({
    status: 'TIMED_OUT',
    took: 10_000,
  });
});

test('a machine that goes round for ever ends with its history', async () => {
  const ended = await stage().run({
    StartAt: 'A',
    States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } },
  });
  expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(ended.cause).toContain('The execution reached the maximum number of history events (25000).');
});

test('a task that gives no sign of life can be caught by that name', async () => {
  const { output, took } = await stage().run({
    StartAt: 'T',
    States: {
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl: 'q', MessageBody: 'x' },
        HeartbeatSeconds: 5,
        Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'C' }],
        End: true,
      },
      C: { Type: 'Pass', End: true },
    },
  });
  expect(output).toEqual({ Error: 'States.Timeout', Cause: '' });
  expect(took).toBe(5_000);
});

test('retries with jitter come at moments drawn from the seed', async () => {
  const moments = async () => {
    const at: number[] = [];
    const { run, agenda, lambda } = stage();
    lambda('bad', () => {
      at.push(agenda.now() - START);
      throw new Error('no');
    });
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 10, JitterStrategy: 'FULL' }];
    await run(only({ Type: 'Task', Resource: `${FUNCTION}:bad`, Retry }));
    return at;
  };
  const at = await moments();
  expect(at).toHaveLength(4);
  expect(at[1]).toBeLessThan(10_000);
  expect(await moments()).toEqual(at);
});
