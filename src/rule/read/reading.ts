import type { Place } from '../../problem.ts';
import type { Rule, TargetOptions } from '../rule.ts';
import type { Parameters, UnaskedParameter } from './parameters.ts';

/** What infrastructure code is read with. */
export interface ReadOptions {
  /** What only a deployment knows, by name: parameters, exports, variables, and the ids of resources whose names AWS draws. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** 123456789012 unless told. */
  readonly account?: string;
  /** us-east-1 unless told. */
  readonly region?: string;
}

/** What a reader of one format works with. */
export interface Deployment extends Omit<ReadOptions, 'parameters'> {
  readonly parameters: Parameters;
}

/** Infrastructure code that a configuration takes rules from, its path relative to the configuration. */
export interface RulesFile extends ReadOptions {
  readonly file: string;
}

/** A live account that a configuration takes rules from, read with the credentials that every SDK finds. */
export interface RulesAccount {
  /** The account that the credentials have to be of; `true` where whichever they are of is meant. */
  readonly account: string | true;
  /** `AWS_REGION` unless told. */
  readonly region?: string;
  /** `default` unless told. */
  readonly eventBus?: string;
  readonly profile?: string;
  /** Something that plays the role of AWS: `ecreplay serve`, or LocalStack. */
  readonly endpoint?: string;
}

/** What was read from infrastructure code. */
export interface Reading {
  readonly rules: readonly FoundRule[];
  /** What feeds a function from a queue or a stream. */
  readonly feeds: readonly FoundFeed[];
  /** Whom topics tell. */
  readonly links: readonly FoundLink[];
  readonly redrives: readonly FoundRedrive[];
  readonly notes: readonly Note[];
  /** Parameters that were given and that nothing asks for. */
  readonly unasked: readonly UnaskedParameter[];
  /** Every file that was read, absolute. */
  readonly files: readonly string[];
}

/** A rule that goes by an event pattern. */
export interface FoundRule {
  readonly name: string;
  readonly bus: string;
  /** JSON text. What is not known in it is a text that no event has. */
  readonly pattern: string;
  readonly state: NonNullable<Rule['state']>;
  readonly targets: readonly FoundTarget[];
  readonly place: Place;
}

/** The places that a target can be, as the embedded AWS knows them, and what it does not. */
export type FoundKind =
  | 'function'
  | 'queue'
  | 'topic'
  | 'logGroup'
  | 'stream'
  | 'deliveryStream'
  | 'stateMachine'
  | 'document'
  | 'cluster'
  | 'bus'
  | 'apiDestination'
  | 'other';

/** Where a rule sends to. */
export interface FoundTarget {
  readonly id: string;
  readonly kind: FoundKind;
  /** The name of it; its ARN where the code does not make it, or it is none of these kinds. */
  readonly name: string;
  readonly arn: string;
  /** Why it is not known where this goes. */
  readonly unresolved?: string;
  readonly options: TargetOptions;
  readonly permission: Permission;
  /** The function behind it, where the code says what that runs. */
  readonly function?: FoundFunction;
  /** The definition of the state machine behind it, JSON text. */
  readonly definition?: string;
  readonly place: Place;
}

/** Whether EventBridge may send there: `given` by whom, `missing` what, or `unknown` why. */
export interface Permission {
  readonly kind: 'given' | 'missing' | 'unknown';
  readonly by: string;
}

/** A Lambda function of the code. */
export interface FoundFunction {
  /** What the code calls it. */
  readonly id: string;
  /** What AWS calls it; nothing where it draws the name. */
  readonly name?: string;
  readonly runtime?: string;
  readonly handler?: string;
  /** The folder or file that its code is in, absolute; nothing where it lies in a bucket, or stands in the template. */
  readonly code?: string;
  /** Where its code is, in words, where that is no path. */
  readonly codeElsewhere?: string;
  /** `path#export`, the path absolute, where the runtime is Node's and the file is there. */
  readonly consumer?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** In seconds. */
  readonly timeout?: number;
  readonly memorySize?: number;
  readonly place: Place;
}

/** A queue or a stream that Lambda polls for a function. */
export interface FoundFeed {
  readonly from: 'queue' | 'stream';
  readonly name: string;
  readonly function: FoundFunction;
  readonly batchSize?: number;
  readonly reportBatchItemFailures: boolean;
  readonly enabled: boolean;
  readonly place: Place;
}

/** A function or a queue that a topic tells. */
export interface FoundLink {
  readonly topic: string;
  readonly to: 'function' | 'queue';
  readonly name: string;
  readonly function?: FoundFunction;
  readonly rawMessageDelivery?: boolean;
  readonly filterPolicy?: Readonly<Record<string, unknown>>;
  readonly filterPolicyScope?: 'MessageAttributes' | 'MessageBody';
  readonly place: Place;
}

/** Where a queue puts what has been received too often. */
export interface FoundRedrive {
  readonly queue: string;
  readonly deadLetters: string;
  readonly maxReceiveCount: number;
}

/** Something to know about what was read. Errors keep a rule from being made, warnings from doing what it is there for. */
export interface Note {
  readonly severity: 'error' | 'warning' | 'note';
  readonly code: NoteCode;
  readonly message: string;
  readonly place: Place;
}

/** What notes are about. */
export type NoteCode =
  | 'UNRESOLVED'
  | 'NOT_READ'
  | 'CYCLE'
  | 'PATTERN_REFUSED'
  | 'PATTERN_DOUBTFUL'
  | 'NEVER_MATCHES'
  | 'TARGET_REFUSED'
  | 'TARGET_UNKNOWN'
  | 'PERMISSION_MISSING'
  | 'INPUT_INVALID'
  | 'INPUT_EMPTY'
  | 'HANDLER_NOT_FOUND';
