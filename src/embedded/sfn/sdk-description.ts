import type { Execution } from './execution.ts';

/** What a nested execution's end is told as: DescribeExecution, in the words of an SDK for Java. */
export function sdkDescription(execution: Execution): Readonly<Record<string, unknown>> {
  const { arn, name, machine, input, output, error, cause, started, stopped, status } = execution;
  return {
    ExecutionArn: arn,
    Input: input,
    InputDetails: { Included: true },
    Name: name,
    ...(output !== undefined && { Output: output, OutputDetails: { Included: true } }),
    ...(error !== undefined && { Error: error }),
    ...(cause !== undefined && { Cause: cause }),
    StartDate: started,
    StateMachineArn: machine.arn,
    Status: status,
    StopDate: stopped,
  };
}
