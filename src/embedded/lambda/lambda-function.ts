import type { Instant } from '../../clock.ts';
import type { Runner } from './runner.ts';

/** What a function is configured with; what is left out is as Lambda has it. */
export interface FunctionSettings {
  /** As Lambda writes it: `path/to/file.export`. */
  readonly handler?: string;
  readonly runtime?: string;
  readonly description?: string;
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

/** Code with its settings: `$LATEST`, which can be changed, or as it was when it was published. */
export interface Version {
  /** `$LATEST`, or a number. */
  readonly number: string;
  readonly runner: Runner;
  settings: FunctionSettings;
  revision: string;
  lastModified: Instant;
}

/** The address at which a function is said to answer HTTP. */
export interface FunctionUrl {
  readonly url: string;
  readonly authType: string;
  readonly cors: object | undefined;
  readonly invokeMode: string;
  readonly created: Instant;
  readonly lastModified: Instant;
}

/** Runs that are kept ready. */
export interface ProvisionedConcurrency {
  readonly requested: number;
  readonly lastModified: Instant;
}

/** A function under one of its names: as it is now, as a version that was published, or as an alias. */
export interface LambdaFunction {
  readonly family: Family;
  readonly name: string;
  /** With the qualifier, unless it stands for the function as it is now. */
  readonly arn: string;
  /** `$LATEST`, a number, or the name of an alias. */
  readonly qualifier: string;
  /** The version that it stands for. */
  version(): Version;
  /** The version that is to run next: an alias may send some events to another. */
  pick(): Version;
  eventInvokeConfig: EventInvokeConfig | undefined;
  /** Statements of the resource policy, by their Sid. */
  readonly policy: Map<string, unknown>;
  policyRevision: string;
  url?: FunctionUrl;
  provisioned?: ProvisionedConcurrency;
}

/** A name for a version, which can be given to another. */
export interface Alias extends LambdaFunction {
  target: AliasTarget;
  revision: string;
}

/** Which version an alias stands for, and which share of its events goes to another. */
export interface AliasTarget {
  readonly version: string;
  readonly description: string;
  readonly other?: { readonly version: string; readonly weight: number };
}

/** A function as Lambda keeps it: what all its versions have in common. */
export interface Family {
  readonly name: string;
  readonly arn: string;
  readonly latest: LambdaFunction;
  /** Those that were published, by their numbers. */
  readonly versions: Map<string, LambdaFunction>;
  readonly aliases: Map<string, Alias>;
  /** How many have been published; a number is not given twice. */
  published: number;
  readonly tags: Map<string, string>;
  /** How many may run at once; 0 lets none. */
  reservedConcurrency: number | undefined;
  running: number;
  recursiveLoop: 'Allow' | 'Terminate';
}

/** The ARN that names the qualifier, `$LATEST` too. */
export function qualifiedArn({ family, qualifier }: LambdaFunction): string {
  return `${family.arn}:${qualifier}`;
}
