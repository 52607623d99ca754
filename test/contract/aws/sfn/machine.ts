import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
  type DescribeExecutionCommandOutput,
  type StateMachineType,
} from '@aws-sdk/client-sfn';
import type { Account } from '../account.ts';

/** Makes a state machine of states, the first of which comes first. */
export async function makeMachine(
  { sfn, id }: Account,
  states: Record<string, object>,
  more: object = {},
  type: StateMachineType = 'STANDARD',
): Promise<string> {
  const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name: 'rollout', definition, type, roleArn: `arn:aws:iam::${id}:role/states` }),
  );
  return stateMachineArn!;
}

/** Asks again until an execution has ended. */
export async function ended({ sfn }: Account, executionArn: string): Promise<DescribeExecutionCommandOutput> {
  const end = Date.now() + 8_000;
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING' || Date.now() > end) return execution;
  }
}

/** Makes a machine of these states, runs it once, and tells how that ended. */
export async function run(aws: Account, states: Record<string, object>, input: unknown = {}, more: object = {}) {
  const stateMachineArn = await makeMachine(aws, states, more);
  const { executionArn } = await aws.sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  const { status, output, error, cause } = await ended(aws, executionArn!);
  return { status, output: output === undefined ? undefined : (JSON.parse(output) as unknown), error, cause };
}
