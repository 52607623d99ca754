import type { TargetDefinition } from '../embedded/eventbridge/target-definition.ts';
import { partitionOf } from '../embedded/partition.ts';
import { placeOfTarget, type Target, type TargetPlace } from '../rule/rule.ts';

/** Whose resources targets name. */
export interface Account {
  readonly account: string;
  readonly region: string;
}

/** The service and the resource that a bare name stands for. A document is AWS's own unless an ARN says whose it is. */
const RESOURCES: Readonly<Record<Exclude<TargetPlace, 'arn'>, readonly [service: string, before: string]>> = {
  consumer: ['lambda', 'function:'],
  queue: ['sqs', ''],
  topic: ['sns', ''],
  logGroup: ['logs', 'log-group:'],
  stream: ['kinesis', 'stream/'],
  deliveryStream: ['firehose', 'deliverystream/'],
  stateMachine: ['states', 'stateMachine:'],
  document: ['ssm', 'document/'],
  cluster: ['ecs', 'cluster/'],
  bus: ['events', 'event-bus/'],
  // The rest of it is drawn when it is made.
  apiDestination: ['events', 'api-destination/'],
};

/** Words a target of the configuration as PutTargets takes it. */
export function toDefinition(target: Target, id: string, account: Account): TargetDefinition {
  const { kind = 'arn', name = '' } = placeOfTarget(target) ?? {};
  const { input, inputPath, inputTransformer, retryPolicy, deadLetterConfig } = target;
  const { sqsParameters, kinesisParameters, runCommandParameters, ecsParameters } = target;
  return {
    Id: id,
    Arn: arnOf(kind, name, account),
    ...(input !== undefined && { Input: input }),
    ...(inputPath !== undefined && { InputPath: inputPath }),
    ...(inputTransformer !== undefined && {
      InputTransformer: {
        InputTemplate: inputTransformer.inputTemplate,
        ...(inputTransformer.inputPathsMap !== undefined && { InputPathsMap: inputTransformer.inputPathsMap }),
      },
    }),
    ...(retryPolicy !== undefined && { RetryPolicy: capital(retryPolicy) }),
    ...(deadLetterConfig !== undefined && { DeadLetterConfig: { Arn: arnOf('queue', deadLetterConfig.arn, account) } }),
    ...(sqsParameters !== undefined && { SqsParameters: { MessageGroupId: sqsParameters.messageGroupId } }),
    ...(kinesisParameters !== undefined && {
      KinesisParameters: { PartitionKeyPath: kinesisParameters.partitionKeyPath },
    }),
    ...(runCommandParameters !== undefined && {
      RunCommandParameters: {
        RunCommandTargets: runCommandParameters.runCommandTargets.map(({ key, values }) => ({
          Key: key,
          Values: values,
        })),
      },
    }),
    ...(ecsParameters !== undefined && {
      EcsParameters: { TaskDefinitionArn: ecsParameters.taskDefinitionArn, ...capital(ecsParameters) },
    }),
  };
}

/** The ARN of what a name stands for; an ARN stands for itself. */
export function arnOf(kind: TargetPlace, name: string, { account, region }: Account): string {
  if (kind === 'arn' || name.startsWith('arn:')) return name;
  const [service, before] = RESOURCES[kind];
  const owner = kind === 'document' ? '' : account;
  return `arn:${partitionOf(region)}:${service}:${region}:${owner}:${before}${name}`;
}

/** The same members by the names that AWS gives them, which begin with a capital. */
export function capital(members: object): Readonly<Record<string, never>> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value as never]),
  );
}
