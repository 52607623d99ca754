import {
  CreateDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  type CreateDeliveryStreamInput,
} from '@aws-sdk/client-firehose';
import type { Account } from '../account.ts';

/** The stream that these promises are about. */
export const DeliveryStreamName = 'archive';

/** What Firehose tells of a stream. */
export async function description({ firehose }: Account) {
  const { DeliveryStreamDescription } = await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }));
  return DeliveryStreamDescription;
}

/** Makes a delivery stream to a bucket, and waits until it is active. */
export async function makeDeliveryStream(
  aws: Account,
  change: Partial<CreateDeliveryStreamInput> = {},
): Promise<string> {
  const { DeliveryStreamARN } = await aws.firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName,
      DeliveryStreamType: 'DirectPut',
      ExtendedS3DestinationConfiguration: {
        RoleARN: `arn:aws:iam::${aws.id}:role/firehose`,
        BucketARN: 'arn:aws:s3:::contract-archive',
        Prefix: 'pushes/',
      },
      ...change,
    }),
  );
  const end = Date.now() + 10_000;
  while ((await description(aws))?.DeliveryStreamStatus !== 'ACTIVE' && Date.now() < end);
  return DeliveryStreamARN!;
}
