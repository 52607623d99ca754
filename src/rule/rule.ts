import type { InputChoice } from './input/input.ts';

/** An EventBridge rule, as PutRule and PutTargets take it apart. */
export interface Rule {
  readonly name: string;
  /** The event pattern, as JSON text or as the object it says. */
  readonly pattern: string | Readonly<Record<string, unknown>>;
  /** ENABLED unless told. Only the third state sees Get, List and Describe calls via CloudTrail. */
  readonly state?: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  /** The bus it is on; the default one unless told. */
  readonly bus?: string;
  readonly targets: readonly Target[];
}

/** Where a rule sends what it matches, and how. Exactly one of the places is given. */
export interface Target extends Partial<Record<TargetPlace, string>>, TargetOptions {}

/**
 * A consumer of the configuration by its name, or a resource of the embedded AWS by its name or ARN: `queue: 'deploys'`. `arn` takes
 * any target of EventBridge's.
 */
export type TargetPlace = (typeof TARGET_PLACES)[number];

/** Each is the name of one kind of target. */
export const TARGET_PLACES = [
  'consumer',
  'queue',
  'topic',
  'logGroup',
  'stream',
  'deliveryStream',
  'stateMachine',
  'document',
  'cluster',
  'bus',
  'apiDestination',
  'arn',
] as const;

/** What PutTargets takes beside the target itself, its names in lower camel case. */
export interface TargetOptions extends InputChoice {
  readonly retryPolicy?: { readonly maximumRetryAttempts?: number; readonly maximumEventAgeInSeconds?: number };
  /** The name or ARN of a queue. */
  readonly deadLetterConfig?: { readonly arn: string };
  readonly sqsParameters?: { readonly messageGroupId: string };
  readonly kinesisParameters?: { readonly partitionKeyPath: string };
  readonly runCommandParameters?: {
    readonly runCommandTargets: readonly { readonly key: string; readonly values: readonly string[] }[];
  };
  readonly ecsParameters?: {
    readonly taskDefinitionArn: string;
    readonly taskCount?: number;
    readonly launchType?: string;
  };
}

/** Where a target lies: which kind it is, and the name it is given. */
export function placeOfTarget(target: Target): { readonly kind: TargetPlace; readonly name: string } | undefined {
  for (const kind of TARGET_PLACES) {
    const name = target[kind];
    if (name !== undefined) return { kind, name };
  }
  return undefined;
}
