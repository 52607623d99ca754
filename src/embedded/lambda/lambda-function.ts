import type { Instant } from '../../clock.ts';
import type { Runner } from './runner.ts';

/** What a function is configured with; what is left out is as Lambda has it. */
export interface FunctionSettings {
  /** As Lambda writes it: `path/to/file.export`. */
  readonly handler?: string;
  readonly runtime?: string;
  /** Seconds; 3 unless told. */
  readonly timeout?: number;
  /** MB; 128 unless told. */
  readonly memorySize?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** The ARN of a queue or topic for events that no attempt could handle. */
  readonly deadLetterTarget?: string;
}

/** What becomes of events that nobody waits for. */
export interface EventInvokeConfig {
  readonly maximumRetryAttempts?: number;
  /** Seconds. */
  readonly maximumEventAge?: number;
  readonly onSuccess?: string;
  readonly onFailure?: string;
  readonly lastModified: Instant;
}

/** A function as Lambda keeps it. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly runner: Runner;
  settings: FunctionSettings;
  /** How many may run at once; 0 lets none. */
  reservedConcurrency: number | undefined;
  running: number;
  eventInvokeConfig: EventInvokeConfig | undefined;
  /** Statements of the resource policy, by their Sid. */
  readonly policy: Map<string, unknown>;
  policyRevision: string;
  revision: string;
  lastModified: Instant;
}
