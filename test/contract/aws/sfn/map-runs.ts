import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  StartExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { distributed } from './distributed.ts';
import { ended, makeMachine } from './machine.ts';

const TAGS = ['1.4.1', '1.4.2', '1.4.3'];

/** A map that runs an execution for each tag; one of `1.4.2` fails. */
const each = (states: Record<string, object>, more?: object) => distributed('EachTag', states, more);

const KEEP = { Keep: { Type: 'Pass', Parameters: { 'tag.$': '$' }, End: true } };

const PICKY = {
  Which: {
    Type: 'Choice',
    Choices: [{ Variable: '$', StringEquals: '1.4.2', Next: 'Bad' }],
    Default: 'Good',
  },
  Bad: { Type: 'Fail', Error: 'Refused', Cause: 'too risky' },
  Good: { Type: 'Succeed' },
};

async function start(aws: Account, states: Record<string, object>): Promise<string> {
  const stateMachineArn = await makeMachine(aws, states);
  const { executionArn } = await aws.sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ tags: TAGS }) }),
  );
  return executionArn!;
}

async function mapRunOf({ sfn }: Account, executionArn: string): Promise<string> {
  const end = Date.now() + 5_000;
  for (;;) {
    const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
    if (mapRuns.length > 0 || Date.now() > end) return mapRuns[0]!.mapRunArn!;
  }
}

/** What Step Functions promises of maps that run an execution for each item. */
export const MAP_RUNS: Promises = {
  'a distributed map runs an execution for each item, and keeps their order': async (aws) => {
    const executionArn = await start(aws, each(KEEP));
    const { status, output } = await ended(aws, executionArn);
    expect([status, JSON.parse(output!)]).toEqual(['SUCCEEDED', TAGS.map((tag) => ({ tag }))]);
  },

  'the run of a distributed map counts its executions': async (aws) => {
    const executionArn = await start(aws, each(KEEP));
    await ended(aws, executionArn);
    const mapRunArn = await mapRunOf(aws, executionArn);
    expect(mapRunArn).toMatch(new RegExp(`^${aws.arn('states', 'mapRun:rollout/EachTag:')}[\\da-f-]{36}$`));
    expect(await aws.sfn.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
      executionArn,
      status: 'SUCCEEDED',
      itemCounts: { total: 3, succeeded: 3, failed: 0, pending: 0, running: 0 },
      executionCounts: { total: 3, succeeded: 3 },
    });
  },

  'the executions of a map run are listed, and each is described': async (aws) => {
    const executionArn = await start(aws, each(KEEP));
    await ended(aws, executionArn);
    const mapRunArn = await mapRunOf(aws, executionArn);
    const { executions = [] } = await aws.sfn.send(new ListExecutionsCommand({ mapRunArn }));
    expect(executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    const inputs = [];
    for (const child of executions) {
      const { input, stateMachineArn } = await aws.sfn.send(
        new DescribeExecutionCommand({ executionArn: child.executionArn! }),
      );
      expect(stateMachineArn).toBe(aws.arn('states', 'stateMachine:rollout/EachTag'));
      inputs.push(JSON.parse(input!) as string);
    }
    expect(inputs.toSorted()).toEqual(TAGS);
  },

  'a distributed map that tolerates no failure fails with the first': async (aws) => {
    const executionArn = await start(aws, each(PICKY));
    expect(await ended(aws, executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
  },

  'a distributed map goes on as long as it tolerates what fails': async (aws) => {
    const executionArn = await start(aws, each(PICKY, { ToleratedFailureCount: 1 }));
    expect(await ended(aws, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    const mapRunArn = await mapRunOf(aws, executionArn);
    expect(await aws.sfn.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
      toleratedFailureCount: 1,
      executionCounts: { total: 3, succeeded: 2, failed: 1 },
    });
  },

  'a map run lets more in at once when it is told to': async (aws) => {
    const states = { Wait: { Type: 'Wait', Seconds: 2, End: true } };
    const executionArn = await start(aws, each(states, { MaxConcurrency: 1 }));
    const mapRunArn = await mapRunOf(aws, executionArn);
    await aws.sfn.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 3 }));
    expect((await aws.sfn.send(new DescribeMapRunCommand({ mapRunArn }))).maxConcurrency).toBe(3);
    const began = performance.now();
    await ended(aws, executionArn);
    // One after the other would have taken six seconds.
    expect(performance.now() - began).toBeLessThan(4_800);
  },
};
