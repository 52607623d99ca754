import { TestStateCommand, type TestStateCommandInput } from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue, nextBody } from '../queue.ts';

/** Tries a state out by itself. Its output is given as what it says. */
async function tryOut({ sfn, id }: Account, state: object, input: unknown, more: Partial<TestStateCommandInput> = {}) {
  const { output, ...told } = await sfn.send(
    new TestStateCommand({
      definition: JSON.stringify(state),
      roleArn: `arn:aws:iam::${id}:role/states`,
      input: JSON.stringify(input),
      ...more,
    }),
  );
  return { ...told, output: output === undefined ? undefined : (JSON.parse(output) as unknown) };
}

const GET_URL = {
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:sqs:getQueueUrl',
  Parameters: { 'QueueName.$': '$.name' },
  Next: 'Told',
};

/** What Step Functions promises of a state that is tried out by itself. */
export const TRIALS: Promises = {
  'a state is tried out, and says where it would lead': async (aws) => {
    const tried = await tryOut(
      aws,
      { Type: 'Pass', Parameters: { 'image.$': "States.Format('{}:{}', $.repository, $.tag)" }, Next: 'Deploy' },
      { repository: 'web', tag: '1.4.2' },
    );
    expect(tried).toMatchObject({ status: 'SUCCEEDED', output: { image: 'web:1.4.2' }, nextState: 'Deploy' });
  },

  'what a state has on the way is told to who asks': async (aws) => {
    const state = {
      Type: 'Pass',
      InputPath: '$.detail',
      Parameters: { 'tag.$': '$.image-tag' },
      ResultPath: '$.kept',
      End: true,
    };
    const input = { detail: { 'image-tag': '1.4.2' } };
    const { inspectionData } = await tryOut(aws, state, input, { inspectionLevel: 'DEBUG' });
    const texts = [
      inspectionData?.input,
      inspectionData?.afterInputPath,
      inspectionData?.afterParameters,
      inspectionData?.afterResultPath,
    ];
    expect(texts.map((text) => JSON.parse(text ?? 'null') as unknown)).toEqual([
      input,
      input.detail,
      { tag: '1.4.2' },
      { ...input, kept: { tag: '1.4.2' } },
    ]);
  },

  'a task that is tried out is carried out': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: { QueueUrl: queue.url, 'MessageBody.$': '$.tag' },
      End: true,
    };
    expect(await tryOut(aws, state, { tag: '1.4.2' })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await nextBody(aws, queue)).toBe('1.4.2');
  },

  'a choice says which way it goes': async (aws) => {
    const state = {
      Type: 'Choice',
      Choices: [{ Variable: '$.critical', NumericGreaterThan: 0, Next: 'Bad' }],
      Default: 'Good',
    };
    expect((await tryOut(aws, state, { critical: 1 })).nextState).toBe('Bad');
    expect((await tryOut(aws, state, { critical: 0 })).nextState).toBe('Good');
  },

  'a failure that would be caught says where it leads': async (aws) => {
    const state = { ...GET_URL, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry', ResultPath: '$.caught' }] };
    const tried = await tryOut(aws, state, { name: 'nothing' });
    expect(tried).toMatchObject({ status: 'CAUGHT_ERROR', nextState: 'Sorry' });
    expect(tried.error).toMatch(/^Sqs\.QueueDoesNotExist/i);
    expect(tried.output).toMatchObject({ name: 'nothing', caught: { Error: tried.error } });
  },

  'a failure that would be tried again says so': async (aws) => {
    const state = { ...GET_URL, Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3, BackoffRate: 2 }] };
    const tried = await tryOut(aws, state, { name: 'nothing' }, { inspectionLevel: 'DEBUG' });
    expect(tried).toMatchObject({
      status: 'RETRIABLE',
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 3 } },
    });
  },

  'a failure that nobody would catch is one': async (aws) => {
    expect(await tryOut(aws, { Type: 'Fail', Error: 'TooMany', Cause: 'critical findings' }, {})).toMatchObject({
      status: 'FAILED',
      error: 'TooMany',
      cause: 'critical findings',
    });
  },

  'an answer that is mocked takes the place of the call': async (aws) => {
    const result = { QueueUrl: 'https://sqs.us-east-2.amazonaws.com/123456789012/heard' };
    const tried = await tryOut(aws, GET_URL, { name: 'nothing' }, { mock: { result: JSON.stringify(result) } });
    expect(tried).toMatchObject({ status: 'SUCCEEDED', output: result, nextState: 'Told' });
    const errorOutput = { error: 'Sqs.QueueDoesNotExistException', cause: 'gone' };
    expect(await tryOut(aws, GET_URL, { name: 'x' }, { mock: { errorOutput } })).toMatchObject({
      status: 'FAILED',
      ...errorOutput,
    });
  },

  'a state of a machine is tried out by its name': async (aws) => {
    const machine = {
      StartAt: 'Keep',
      States: { Keep: { Type: 'Pass', Next: 'Done' }, Done: { Type: 'Succeed' } },
    };
    expect(await tryOut(aws, machine, { a: 1 }, { stateName: 'Keep' })).toMatchObject({
      status: 'SUCCEEDED',
      output: { a: 1 },
      nextState: 'Done',
    });
    await expect(tryOut(aws, machine, {}, { stateName: 'Nowhere' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'State not found in definition',
    });
  },

  'a map is tried out only with a mock, and a Pass state only without': async (aws) => {
    const map = {
      Type: 'Map',
      ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
      End: true,
    };
    await expect(tryOut(aws, map, [1])).rejects.toMatchObject({ name: 'InvalidDefinition' });
    expect(await tryOut(aws, map, [1], { mock: { result: '["one"]' } })).toMatchObject({ output: ['one'] });
    await expect(tryOut(aws, { Type: 'Pass', End: true }, {}, { mock: { result: '{}' } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: "State type 'Pass' is not supported when a mock is specified",
    });
  },

  'a task needs a role': async (aws) => {
    await expect(tryOut(aws, GET_URL, { name: 'x' }, { roleArn: undefined })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'RoleArn must be specified when testing a Task state',
    });
  },
};
