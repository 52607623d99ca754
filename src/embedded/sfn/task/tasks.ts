import type { Functions } from '../../lambda/functions.ts';
import type { Tokens } from './tokens.ts';

/** What tasks are done with. */
export interface Tasks {
  readonly functions: Pick<Functions, 'invoke'>;
  readonly tokens: Tokens;
  /** Calls an operation of an embedded service, named as its SDK package is, with the input and output of its SDK. */
  perform(service: string, operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Waits for an execution to end, and gives what DescribeExecution would tell of it. */
  untilEnded(executionArn: string, told: (description: Readonly<Record<string, unknown>>) => void): void;
}
