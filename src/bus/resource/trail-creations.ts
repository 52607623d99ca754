import { functionName } from '../function-name.ts';
import { capital } from '../target-definition.ts';
import { type ArnOf, type Call, call } from './creation.ts';
import type { BucketSpec, Resources, TrailSpec } from './resources.ts';

/** The buckets that trails write to, which need no declaration. */
export function bucketsOf(trails: NonNullable<Resources['trails']>): Readonly<Record<string, BucketSpec>> {
  return Object.fromEntries(Object.values(trails).map(({ bucket }) => [bucket, {}]));
}

/** The calls that make a trail which logs from the beginning. */
export function newTrail(Name: string, spec: TrailSpec, arn: ArnOf, role: (name: string) => string): readonly Call[] {
  const { bucket, keyPrefix, topic, logGroup, kmsKeyId, eventSelectors, advancedEventSelectors } = spec;
  return [
    call('cloudtrail', 'CreateTrail', {
      Name,
      S3BucketName: bucket,
      ...(keyPrefix !== undefined && { S3KeyPrefix: keyPrefix }),
      ...(topic !== undefined && { SnsTopicName: arn('topic', topic) }),
      ...(logGroup !== undefined && {
        CloudWatchLogsLogGroupArn: `${arn('logGroup', logGroup)}:*`,
        CloudWatchLogsRoleArn: role('cloudtrail'),
      }),
      ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
      IncludeGlobalServiceEvents: spec.includeGlobalServiceEvents ?? true,
      IsMultiRegionTrail: spec.isMultiRegionTrail ?? false,
      IsOrganizationTrail: spec.isOrganizationTrail ?? false,
      EnableLogFileValidation: spec.enableLogFileValidation ?? false,
    }),
    ...(eventSelectors === undefined
      ? []
      : [
          {
            ...call('cloudtrail', 'PutEventSelectors', {
              TrailName: Name,
              EventSelectors: eventSelectors.map(capital),
            }),
            within: 'eventSelectors',
          },
        ]),
    ...(advancedEventSelectors === undefined
      ? []
      : [
          {
            ...call('cloudtrail', 'PutEventSelectors', {
              TrailName: Name,
              AdvancedEventSelectors: advancedEventSelectors.map(({ name, fieldSelectors }) => ({
                ...(name !== undefined && { Name: name }),
                FieldSelectors: fieldSelectors.map(capital),
              })),
            }),
            within: 'advancedEventSelectors',
          },
        ]),
    call('cloudtrail', 'StartLogging', { Name }),
  ];
}

/** The notifications of a bucket. What is there already when a scenario begins is told of nothing: neither queue nor topic gets S3's test message. */
export function toldOf(Bucket: string, spec: BucketSpec, arn: ArnOf): Readonly<Record<string, unknown>> {
  const { notifications = [], eventBridge = false } = spec;
  const configurations = (place: 'consumer' | 'queue' | 'topic', member: string): readonly object[] =>
    notifications.flatMap((notification, index) => {
      const { [place]: name, events = ['s3:ObjectCreated:*'], prefix, suffix, id } = notification;
      if (name === undefined) return [];
      const rules = [
        ...(prefix === undefined ? [] : [{ Name: 'prefix', Value: prefix }]),
        ...(suffix === undefined ? [] : [{ Name: 'suffix', Value: suffix }]),
      ];
      return [
        {
          Id: id ?? `notification-${index}`,
          [member]: arn(place, place === 'consumer' ? functionName(name) : name),
          Events: events,
          ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules } } }),
        },
      ];
    });
  return {
    Bucket,
    NotificationConfiguration: {
      LambdaFunctionConfigurations: configurations('consumer', 'LambdaFunctionArn'),
      QueueConfigurations: configurations('queue', 'QueueArn'),
      TopicConfigurations: configurations('topic', 'TopicArn'),
      ...(eventBridge && { EventBridgeConfiguration: {} }),
    },
    SkipDestinationValidation: true,
  };
}
