import { expect, test } from 'vitest';
import { FUNCTION, only, ROLE, stage, type Ended } from './stage.ts';

/** Types with their ids and the ids they follow. */
const outline = ({ events }: Ended): unknown[] =>
  events.map(({ id, previousEventId, type }) => [id, previousEventId, type]);

test('a Pass state leaves four events, with data as text', async () => {
  const { events } = await stage().run(only({ Type: 'Pass', Result: { b: 2 } }), { a: 1 });
  const timestamp = new Date('2026-01-15T09:30:00Z');
  expect(events).toEqual([
    {
      timestamp,
      type: 'ExecutionStarted',
      id: 1,
      previousEventId: 0,
      executionStartedEventDetails: { input: '{"a":1}', inputDetails: { truncated: false }, roleArn: ROLE },
    },
    {
      timestamp,
      type: 'PassStateEntered',
      id: 2,
      previousEventId: 0,
      stateEnteredEventDetails: { name: 'Only', input: '{"a":1}', inputDetails: { truncated: false } },
    },
    {
      timestamp,
      type: 'PassStateExited',
      id: 3,
      previousEventId: 2,
      stateExitedEventDetails: { name: 'Only', output: '{"b":2}', outputDetails: { truncated: false } },
    },
    {
      timestamp,
      type: 'ExecutionSucceeded',
      id: 4,
      previousEventId: 3,
      executionSucceededEventDetails: { output: '{"b":2}', outputDetails: { truncated: false } },
    },
  ]);
});

test('a function leaves its own kinds of event, also when it fails and is tried again', async () => {
  const { run, lambda } = stage();
  lambda('bad', () => {
    throw new TypeError('no');
  });
  const ended = await run(
    only({
      Type: 'Task',
      Resource: `${FUNCTION}:bad`,
      TimeoutSeconds: 5,
      Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }],
    }),
  );
  expect(outline(ended)).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 0, 'TaskStateEntered'],
    [3, 2, 'LambdaFunctionScheduled'],
    [4, 3, 'LambdaFunctionStarted'],
    [5, 4, 'LambdaFunctionFailed'],
    [6, 5, 'LambdaFunctionScheduled'],
    [7, 6, 'LambdaFunctionStarted'],
    [8, 7, 'LambdaFunctionFailed'],
    [9, 8, 'ExecutionFailed'],
  ]);
  expect(ended.events[2]).toMatchObject({
    lambdaFunctionScheduledEventDetails: {
      resource: `${FUNCTION}:bad`,
      input: '{}',
      inputDetails: { truncated: false },
      timeoutInSeconds: 5,
    },
  });
  expect(ended.events[4]).toMatchObject({ lambdaFunctionFailedEventDetails: { error: 'TypeError' } });
});

test('a service leaves what it was given and what it answered', async () => {
  const { run } = stage(() => ({ Ok: true }));
  const ended = await run(
    only({ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:ssm:sendCommand', Parameters: { DocumentName: 'd' } }),
  );
  expect(ended.events.slice(2, 5)).toMatchObject([
    {
      type: 'TaskScheduled',
      taskScheduledEventDetails: {
        resourceType: 'aws-sdk:ssm',
        resource: 'sendCommand',
        region: 'us-east-2',
        parameters: '{"DocumentName":"d"}',
      },
    },
    { type: 'TaskStarted', taskStartedEventDetails: { resourceType: 'aws-sdk:ssm', resource: 'sendCommand' } },
    {
      type: 'TaskSucceeded',
      taskSucceededEventDetails: {
        resourceType: 'aws-sdk:ssm',
        resource: 'sendCommand',
        output: '{"Ok":true}',
        outputDetails: { truncated: false },
      },
    },
  ]);
});

test('branches begin where their Parallel state began, and it goes on where they ended', async () => {
  const branch = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
  const ended = await stage().run(only({ Type: 'Parallel', Branches: [branch, branch] }));
  expect(outline(ended)).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 0, 'ParallelStateEntered'],
    [3, 2, 'ParallelStateStarted'],
    [4, 3, 'PassStateEntered'],
    [5, 3, 'PassStateEntered'],
    [6, 4, 'PassStateExited'],
    [7, 5, 'PassStateExited'],
    [8, 7, 'ParallelStateSucceeded'],
    [9, 7, 'ParallelStateExited'],
    [10, 9, 'ExecutionSucceeded'],
  ]);
});

test('iterations have events of their own, and the first that fails ends the Map state', async () => {
  const ended = await stage().run(
    only({
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: {
        StartAt: 'C',
        States: {
          C: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 2, Next: 'F' }], Default: 'P' },
          F: { Type: 'Fail', Error: 'Two' },
          P: { Type: 'Pass', End: true },
        },
      },
    }),
    [1, 2, 3],
  );
  expect(ended).toMatchObject({ status: 'FAILED', error: 'Two' });
  expect(outline(ended)).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 0, 'MapStateEntered'],
    [3, 2, 'MapStateStarted'],
    [4, 3, 'MapIterationStarted'],
    [5, 4, 'ChoiceStateEntered'],
    [6, 5, 'ChoiceStateExited'],
    [7, 6, 'PassStateEntered'],
    [8, 7, 'PassStateExited'],
    [9, 8, 'MapIterationSucceeded'],
    [10, 8, 'MapIterationStarted'],
    [11, 10, 'ChoiceStateEntered'],
    [12, 11, 'ChoiceStateExited'],
    [13, 12, 'FailStateEntered'],
    [14, 13, 'MapIterationFailed'],
    [15, 13, 'MapStateFailed'],
    [16, 15, 'ExecutionFailed'],
  ]);
  expect(ended.events[2]).toMatchObject({ mapStateStartedEventDetails: { length: 3 } });
  expect(ended.events[9]).toMatchObject({ mapIterationStartedEventDetails: { name: 'Only', index: 1 } });
});

test('iterations that succeed lead on to what follows the Map state', async () => {
  const ended = await stage().run(
    only({
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
    }),
    [1, 2],
  );
  expect(outline(ended).slice(3)).toEqual([
    [4, 3, 'MapIterationStarted'],
    [5, 4, 'PassStateEntered'],
    [6, 5, 'PassStateExited'],
    [7, 6, 'MapIterationSucceeded'],
    [8, 6, 'MapIterationStarted'],
    [9, 8, 'PassStateEntered'],
    [10, 9, 'PassStateExited'],
    [11, 10, 'MapIterationSucceeded'],
    [12, 11, 'MapStateSucceeded'],
    [13, 11, 'MapStateExited'],
    [14, 13, 'ExecutionSucceeded'],
  ]);
});

test('a Map state that is tried again begins anew, and has failed only in the end', async () => {
  const ended = await stage().run(
    only({
      Type: 'Map',
      ItemProcessor: { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E' } } },
      Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
    }),
    [1],
  );
  expect(outline(ended).slice(2)).toEqual([
    [3, 2, 'MapStateStarted'],
    [4, 3, 'MapIterationStarted'],
    [5, 4, 'FailStateEntered'],
    [6, 5, 'MapIterationFailed'],
    [7, 5, 'MapStateStarted'],
    [8, 7, 'MapIterationStarted'],
    [9, 8, 'FailStateEntered'],
    [10, 9, 'MapIterationFailed'],
    [11, 9, 'MapStateFailed'],
    [12, 11, 'ExecutionFailed'],
  ]);
});

test('what an iteration that fails ends is told as aborted', async () => {
  const ended = await stage().run(
    only({
      Type: 'Map',
      ItemProcessor: {
        StartAt: 'W',
        States: { W: { Type: 'Wait', SecondsPath: '$', Next: 'F' }, F: { Type: 'Fail', Error: 'E' } },
      },
    }),
    [1, 9],
  );
  expect(outline(ended).slice(2)).toEqual([
    [3, 2, 'MapStateStarted'],
    [4, 3, 'MapIterationStarted'],
    [5, 3, 'MapIterationStarted'],
    [6, 4, 'WaitStateEntered'],
    [7, 5, 'WaitStateEntered'],
    [8, 6, 'WaitStateExited'],
    [9, 8, 'FailStateEntered'],
    [10, 9, 'MapIterationFailed'],
    [11, 9, 'WaitStateAborted'],
    [12, 9, 'MapIterationAborted'],
    [13, 9, 'MapStateFailed'],
    [14, 13, 'ExecutionFailed'],
  ]);
});

test('variables that a state has set stand in its last event', async () => {
  const { events } = await stage().run(only({ Type: 'Pass', Assign: { x: { y: 1 } } }));
  expect(events[2]).toMatchObject({
    stateExitedEventDetails: { assignedVariables: { x: '{"y":1}' }, assignedVariablesDetails: { truncated: false } },
  });
});
