import type { Instant } from '../../clock.ts';
import type { MachineDefinition } from './definition.ts';
import { type History, openHistory } from './history.ts';
import type { Scope } from './time/scope.ts';
import type { Alias } from './version/alias.ts';
import type { Version } from './version/version.ts';

/** A state machine as Step Functions keeps it. */
export interface StateMachine {
  readonly name: string;
  readonly arn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly created: Instant;
  roleArn: string;
  definition: string;
  revisionId: string | undefined;
  loggingConfiguration: unknown;
  tracingConfiguration: unknown;
  encryptionConfiguration: unknown;
  readonly tags: Map<string, string>;
  /** By their ARNs, in the order they were published. */
  readonly versions: Map<string, Version>;
  /** How many were ever published: a number is never given twice. */
  published: number;
  /** By their ARNs. */
  readonly aliases: Map<string, Alias>;
}

/** A machine as an ARN means it: as it is, or as a version, perhaps one that an alias leads to. */
export interface Chosen {
  readonly machine: StateMachine;
  /** JSON text. */
  readonly definition: string;
  readonly roleArn: string;
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
}

/** How an execution stands. */
export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** A state that was entered, with what it found. */
export interface Whereabouts {
  readonly name: string;
  readonly input: unknown;
  readonly variables: ReadonlyMap<string, unknown>;
}

/** An execution of a state machine, as it was when it was started. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachine;
  readonly roleArn: string;
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
  /** Of one that is run for an item of a distributed map. */
  readonly mapRunArn: string | undefined;
  /** Its own: an update of the machine is for those that start after it. */
  readonly definition: MachineDefinition;
  /** The same as the JSON text it was given as. */
  readonly text: string;
  /** JSON text, as it was given. */
  readonly input: string;
  readonly started: Instant;
  readonly history: History;
  /** Another one each time it is redriven: one that was halted stays so. */
  scope: Scope;
  /** The state of the machine itself that it is in, or was in at its end: where redriving it goes on. */
  at: Whereabouts | undefined;
  /** The moments at which it was redriven. */
  readonly redriven: Instant[];
  status: Status;
  stopped: Instant | undefined;
  /** JSON text. */
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  /** Those who wait for its end. */
  readonly told: Set<() => void>;
}

/** What every execution is like when it is started. */
export function begun(
  now: () => Instant,
): Pick<
  Execution,
  'started' | 'history' | 'at' | 'redriven' | 'status' | 'stopped' | 'output' | 'error' | 'cause' | 'told'
> {
  return {
    started: now(),
    history: openHistory(now),
    at: undefined,
    redriven: [],
    status: 'RUNNING',
    stopped: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    told: new Set(),
  };
}
