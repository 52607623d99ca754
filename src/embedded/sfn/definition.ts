/** A state machine, or a branch of one, in the Amazon States Language: https://states-language.net/spec.html */
export interface MachineDefinition {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
  readonly QueryLanguage?: QueryLanguage;
  readonly TimeoutSeconds?: number;
}

/** The two languages that fields are written in. */
export type QueryLanguage = 'JSONPath' | 'JSONata';

/** The kinds of state there are. */
export const STATE_TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const;

/** A state: all that any kind may have. Which may have what is for the validation to say. */
export interface StateDefinition {
  readonly Type: (typeof STATE_TYPES)[number];
  readonly Next?: string;
  readonly End?: boolean;
  readonly QueryLanguage?: QueryLanguage;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Assign?: unknown;
  // JSONata
  readonly Arguments?: unknown;
  readonly Output?: unknown;
  readonly Items?: unknown;
  // JSONPath
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
  readonly ResultPath?: string | null;
  readonly Parameters?: unknown;
  readonly ResultSelector?: unknown;
  readonly ItemsPath?: string;
  // Of one kind
  readonly Resource?: string;
  readonly Result?: unknown;
  readonly Choices?: readonly ChoiceRule[];
  readonly Default?: string;
  readonly Branches?: readonly MachineDefinition[];
  readonly ItemProcessor?: MachineDefinition & {
    readonly ProcessorConfig?: { readonly Mode?: string; readonly ExecutionType?: string };
  };
  readonly Iterator?: MachineDefinition;
  readonly ItemSelector?: unknown;
  /** Seconds, Timestamp, TimeoutSeconds, HeartbeatSeconds, MaxConcurrency, Error and Cause, each also as a path. */
  readonly [field: string]: unknown;
}

/** A rule of a Choice state, or a part of one; the comparison is one member more, such as `StringEquals`. */
export interface ChoiceRule {
  readonly Next?: string;
  readonly Variable?: string;
  /** JSONata's: a text in `{% … %}`. */
  readonly Condition?: unknown;
  readonly Assign?: unknown;
  readonly Output?: unknown;
  readonly And?: readonly ChoiceRule[];
  readonly Or?: readonly ChoiceRule[];
  readonly Not?: ChoiceRule;
  readonly [comparison: string]: unknown;
}

/** What to do again, and when. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

/** Where to go on after a failure. */
export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
  readonly Assign?: unknown;
  readonly Output?: unknown;
}
