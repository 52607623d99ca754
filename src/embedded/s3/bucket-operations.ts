import { Fault } from '../../wire/fault.ts';
import type { Input, Operation } from '../service.ts';
import type { NotificationConfiguration } from './bucket.ts';
import type { Buckets } from './buckets.ts';

/** The operations on buckets themselves. */
export function bucketOperations(buckets: Buckets): Readonly<Record<string, Operation>> {
  const { scene } = buckets;
  const named = (input: Input) => buckets.find(input['Bucket'] as string);
  return {
    ListBuckets: (input) => ({
      Buckets: [...buckets.all()]
        .filter(({ name }) => name.startsWith((input['Prefix'] as string | undefined) ?? ''))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, created }) => ({ Name: name, CreationDate: new Date(created), BucketRegion: scene.region })),
      Owner: { ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a' },
    }),
    CreateBucket: (input) => {
      const name = input['Bucket'] as string;
      const { LocationConstraint: place } = (input['CreateBucketConfiguration'] ?? {}) as {
        LocationConstraint?: string;
      };
      if (place !== undefined && place !== scene.region && !(place === 'EU' && scene.region === 'eu-west-1')) {
        throw new Fault(
          'IllegalLocationConstraintException',
          `The ${place} location constraint is incompatible for the region specific endpoint this request was sent to.`,
        );
      }
      // Whatever is named exists, and so it may do before it is created.
      if (!scene.takesNamedAsGiven || buckets.seek(name) === undefined) buckets.create(name);
      return { Location: `/${name}` };
    },
    HeadBucket: (input) => {
      named(input);
      return { BucketRegion: scene.region };
    },
    DeleteBucket: (input) => buckets.delete(input['Bucket'] as string),
    GetBucketLocation: (input) => {
      named(input);
      // The oldest Region has no name here.
      return { LocationConstraint: scene.region === 'us-east-1' ? '' : scene.region };
    },
    PutBucketPolicy: (input) => {
      const bucket = named(input);
      const policy = input['Policy'] as string;
      if (!isPolicy(policy))
        throw new Fault('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'");
      bucket.policy = policy;
      scene.permissions.written(bucket.arn, policy);
    },
    GetBucketPolicy: (input) => {
      const { policy } = named(input);
      if (policy === undefined) throw new Fault('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
      return { Policy: policy };
    },
    DeleteBucketPolicy: (input) => {
      const bucket = named(input);
      bucket.policy = undefined;
      scene.permissions.written(bucket.arn, undefined);
    },
    PutBucketNotificationConfiguration: (input) => {
      const skips = input['SkipDestinationValidation'] === true;
      const given = (input['NotificationConfiguration'] ?? {}) as NotificationConfiguration;
      buckets.configure(
        named(input),
        withIds(given, () => scene.random.uuid()),
        skips,
      );
    },
    GetBucketNotificationConfiguration: (input) => named(input).notifications,
  };
}

function isPolicy(text: string): boolean {
  try {
    return text.startsWith('{') && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** S3 names what its owner has not named. */
function withIds(configuration: NotificationConfiguration, id: () => string): NotificationConfiguration {
  const named = <Item extends { readonly Id?: string }>(
    items: readonly Item[] | undefined,
  ): readonly Item[] | undefined => items?.map((each) => ({ ...each, Id: each.Id ?? id() }));
  const { TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations } = configuration;
  const [topics, queues, functions] = [
    named(TopicConfigurations),
    named(QueueConfigurations),
    named(LambdaFunctionConfigurations),
  ];
  return {
    ...configuration,
    ...(topics !== undefined && { TopicConfigurations: topics }),
    ...(queues !== undefined && { QueueConfigurations: queues }),
    ...(functions !== undefined && { LambdaFunctionConfigurations: functions }),
  };
}
