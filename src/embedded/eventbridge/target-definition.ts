/** A target as PutTargets takes it and ListTargetsByRule gives it back. */
export interface TargetDefinition {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly KinesisParameters?: { readonly PartitionKeyPath: string };
  readonly RunCommandParameters?: {
    readonly RunCommandTargets: readonly { readonly Key: string; readonly Values: readonly string[] }[];
  };
  readonly EcsParameters?: {
    readonly TaskDefinitionArn: string;
    readonly TaskCount?: number;
    readonly LaunchType?: string;
    readonly Group?: string;
    readonly PlatformVersion?: string;
    readonly NetworkConfiguration?: unknown;
  };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly HttpParameters?: HttpParameters;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
  readonly [other: string]: unknown;
}

/** What a call of an API destination carries besides the event; values may be paths into it. */
export interface HttpParameters {
  readonly PathParameterValues?: readonly string[];
  readonly HeaderParameters?: Readonly<Record<string, string>>;
  readonly QueryStringParameters?: Readonly<Record<string, string>>;
}
