import { Fault } from '../../../wire/fault.ts';
import type { Operation } from '../../service.ts';
import { Failure } from '../failure.ts';
import type { StateMachines } from '../machines.ts';
import { readInput } from '../read-input.ts';
import { refuseRole } from '../refuse.ts';
import type { Mock } from '../strand.ts';
import { readTried, refuseMock, refuseState, type MockInput } from './refuse.ts';
import type { Tried } from './trial.ts';

interface TestInput {
  readonly definition: string;
  readonly roleArn?: string;
  readonly input?: string;
  readonly inspectionLevel?: 'INFO' | 'DEBUG' | 'TRACE';
  readonly revealSecrets?: boolean;
  readonly variables?: string;
  readonly stateName?: string;
  readonly mock?: MockInput;
  readonly context?: string;
  readonly stateConfiguration?: { readonly retrierRetryCount?: number };
}

/** TestState: one state by itself, before there is a machine around it. */
export function trialOperation(stateMachines: StateMachines): Readonly<Record<string, Operation>> {
  return {
    TestState: async (given) => {
      const asked = given as unknown as TestInput;
      const { definition, stateName, mock, roleArn, input = '{}', context = '{}', variables = '{}' } = asked;
      const { name, state, language } = readTried(definition, stateName);
      refuseState(state, mock !== undefined);
      if (mock !== undefined) refuseMock(state, mock, asked.revealSecrets === true);
      if (roleArn !== undefined) refuseRole(roleArn);
      else if (state.Type === 'Task' && mock === undefined)
        throw new Fault('ValidationException', 'RoleArn must be specified when testing a Task state');
      const tried = await stateMachines.tryOut({
        name,
        state,
        language,
        input: readInput(input),
        variables: readObject(variables, 'variables'),
        context: { ...NO_CONTEXT, ...readObject(context, 'context') },
        mock: mock === undefined ? undefined : mockOf(mock),
        retries: asked.stateConfiguration?.retrierRetryCount ?? 0,
      });
      return described(tried, asked.inspectionLevel ?? 'INFO');
    },
  };
}

const NO_CONTEXT = {
  Execution: { Id: '', Input: {}, StartTime: '', Name: '', RoleArn: '', RedriveCount: 0 },
  StateMachine: { Id: '', Name: '' },
};

function mockOf({ result, errorOutput }: MockInput): Mock {
  return () => {
    if (errorOutput !== undefined) throw new Failure(errorOutput.error, errorOutput.cause);
    return result === undefined ? {} : (JSON.parse(result) as unknown);
  };
}

function readObject(text: string, name: string): Readonly<Record<string, unknown>> {
  const value = readInput(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Fault('ValidationException', `Invalid JSON in ${name}: wanted an object`);
}

function described({ status, output, next, failure, errorDetails, inspected }: Tried, level: string): object {
  return {
    status,
    ...(output !== undefined && { output: JSON.stringify(output) }),
    ...(failure?.error !== undefined && { error: failure.error }),
    ...(failure?.reason !== undefined && { cause: failure.reason }),
    ...(next !== undefined && { nextState: next }),
    ...(level !== 'INFO' && {
      inspectionData: {
        ...Object.fromEntries([...inspected].map(([name, value]) => [name, JSON.stringify(value)])),
        ...(errorDetails !== undefined && { errorDetails }),
      },
    }),
  };
}
