import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue, nextBody } from '../queue.ts';
import { ended, makeMachine, run } from './machine.ts';

/** What Step Functions promises of the states that a machine goes through. */
export const STATES: Promises = {
  'an execution has the input it was started with, and gives what its states made of it': async (aws) => {
    const states = {
      Keep: {
        Type: 'Pass',
        Parameters: { 'image.$': "States.Format('{}:{}', $.repository, $.tag)", kind: 'PUSH' },
        ResultPath: '$.made',
        End: true,
      },
    };
    expect(await run(aws, states, { repository: 'web', tag: '1.4.2' })).toMatchObject({
      status: 'SUCCEEDED',
      output: { repository: 'web', tag: '1.4.2', made: { image: 'web:1.4.2', kind: 'PUSH' } },
    });
  },

  'a choice goes by what it compares': async (aws) => {
    const states = {
      Which: {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.critical', NumericGreaterThan: 0 },
              { Variable: '$.tag', StringMatches: 'v*' },
            ],
            Next: 'Bad',
          },
        ],
        Default: 'Good',
      },
      Bad: { Type: 'Fail', Error: 'TooMany', Cause: 'critical findings' },
      Good: { Type: 'Succeed' },
    };
    const stateMachineArn = await makeMachine(aws, states);
    const start = async (input: object) => {
      const { executionArn } = await aws.sfn.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
      );
      return ended(aws, executionArn!);
    };
    expect(await start({ critical: 1, tag: 'v1' })).toMatchObject({
      status: 'FAILED',
      error: 'TooMany',
      cause: 'critical findings',
    });
    expect(await start({ critical: 0, tag: 'v1' })).toMatchObject({ status: 'SUCCEEDED' });
  },

  'branches run beside each other, and a map over each item': async (aws) => {
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'A', States: { A: { Type: 'Pass', Result: 'a', End: true } } },
          {
            StartAt: 'Each',
            States: {
              Each: {
                Type: 'Map',
                ItemsPath: '$.tags',
                ItemProcessor: {
                  StartAt: 'One',
                  States: { One: { Type: 'Pass', Parameters: { 'tag.$': '$' }, End: true } },
                },
                End: true,
              },
            },
          },
        ],
        End: true,
      },
    };
    expect(await run(aws, states, { tags: ['1', '2'] })).toMatchObject({
      status: 'SUCCEEDED',
      output: ['a', [{ tag: '1' }, { tag: '2' }]],
    });
  },

  'a task sends a message': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    const states = {
      Send: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Parameters: { QueueUrl: queue.url, 'MessageBody.$': '$' },
        End: true,
      },
    };
    expect(await run(aws, states, { tag: '1.4.2' })).toMatchObject({ status: 'SUCCEEDED' });
    expect(JSON.parse((await nextBody(aws, queue)) ?? '{}')).toEqual({ tag: '1.4.2' });
  },

  'a task that fails is caught, with the error and its cause': async (aws) => {
    const states = {
      Send: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sqs:getQueueUrl',
        Parameters: { QueueName: 'nothing' },
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: 'Told' }],
        End: true,
      },
      Told: { Type: 'Pass', End: true },
    };
    expect(await run(aws, states)).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        caught: {
          Error: expect.stringMatching(/^Sqs\.QueueDoesNotExist/i) as string,
          Cause: expect.any(String) as string,
        },
      },
    });
  },

  'a state waits': async (aws) => {
    const states = { Wait: { Type: 'Wait', Seconds: 1, Next: 'Done' }, Done: { Type: 'Succeed' } };
    const started = performance.now();
    expect(await run(aws, states)).toMatchObject({ status: 'SUCCEEDED' });
    expect(performance.now() - started).toBeGreaterThan(900);
  },

  'a machine may speak JSONata': async (aws) => {
    const states = {
      Keep: { Type: 'Pass', Output: { image: "{% $states.input.repository & ':' & $states.input.tag %}" }, End: true },
    };
    expect(await run(aws, states, { repository: 'web', tag: '1.4.2' }, { QueryLanguage: 'JSONata' })).toMatchObject({
      status: 'SUCCEEDED',
      output: { image: 'web:1.4.2' },
    });
  },
};
