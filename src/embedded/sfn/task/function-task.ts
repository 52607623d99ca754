import { Fault } from '../../../wire/fault.ts';
import { Failure } from '../failure.ts';
import { dataMembers } from '../history.ts';
import { isRecord } from '../is-record.ts';
import type { Visit } from '../strand.ts';
import { limited } from './limited.ts';
import { asFailure } from './sdk-words.ts';
import { isTooLarge, type Limits } from './limits.ts';

/** Runs a function that is named by its ARN: its answer is the result, its error the failure. */
export async function performFunction(
  visit: Visit,
  arn: string,
  input: unknown,
  { timeout }: Limits,
): Promise<unknown> {
  const { strand } = visit;
  const { history, tasks } = strand.run;
  const note = (type: string, details?: Readonly<Record<string, unknown>>): void => {
    strand.last = history.add(`LambdaFunction${type}`, strand.last, details);
  };
  note('Scheduled', {
    lambdaFunctionScheduledEventDetails: {
      ...dataMembers('input', input),
      resource: arn,
      ...(timeout !== undefined && { timeoutInSeconds: timeout }),
    },
  });
  note('Started');
  try {
    const result = await limited(
      visit,
      timeout,
      callFunction(
        visit,
        tasks.functions.invoke(arn, JSON.stringify(input), { type: 'RequestResponse', by: machineOf(visit) }),
        arn,
      ),
    );
    note('Succeeded', { lambdaFunctionSucceededEventDetails: dataMembers('output', result) });
    return result;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const type = error.error === 'States.Timeout' ? 'TimedOut' : 'Failed';
    note(type, {
      [`lambdaFunction${type}EventDetails`]: {
        error: error.error,
        ...(error.reason !== undefined && { cause: error.reason }),
      },
    });
    throw error;
  }
}

/** The machine whose task it is, as invocations tell it. */
export function machineOf({ strand }: Visit): string {
  const { StateMachine } = strand.run.context as { readonly StateMachine: { readonly Name: string } };
  return `state machine "${StateMachine.Name}"`;
}

/** Waits for a function's answer, and makes a failure of what it threw. `who` names the task in the words of a refusal. */
export async function callFunction(
  visit: Visit,
  answering: Promise<{ readonly payload?: string; readonly functionError?: string }>,
  who: string,
): Promise<unknown> {
  let answer: Awaited<typeof answering>;
  try {
    answer = await answering;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw asFailure(error, LAMBDA, visit.strand.run.random);
  }
  const payload = answer.payload ?? 'null';
  if (answer.functionError !== undefined) throw thrownBy(payload);
  if (isTooLarge(payload)) {
    throw new Failure(
      'States.DataLimitExceeded',
      `The state/task '${who}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
  return JSON.parse(payload) as unknown;
}

const LAMBDA = {
  kind: 'service',
  type: 'lambda',
  service: 'lambda',
  action: 'invoke',
  pattern: '',
  optimized: true,
} as const;

/** The error of a function is named by its type, and its cause is all that Lambda answered. */
function thrownBy(payload: string): Failure {
  const thrown: unknown = JSON.parse(payload);
  const type = isRecord(thrown) && typeof thrown['errorType'] === 'string' ? thrown['errorType'] : 'Error';
  return new Failure(type, payload);
}
