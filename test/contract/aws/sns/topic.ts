import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import type { Account } from '../account.ts';
import type { Queue } from '../queue.ts';

/** Makes a topic, a FIFO one if its name says so, and gives its ARN. */
export async function makeTopic({ sns }: Account, name: string): Promise<string> {
  const fifo = name.endsWith('.fifo') ? { FifoTopic: 'true', ContentBasedDeduplication: 'true' } : {};
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name, Attributes: fifo }));
  return TopicArn!;
}

/** Subscribes a queue to a topic, and gives the ARN of the subscription. */
export async function subscribe(
  { sns }: Account,
  topic: string,
  queue: Queue,
  attributes: Record<string, string> = {},
): Promise<string> {
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: topic,
      Protocol: 'sqs',
      Endpoint: queue.arn,
      Attributes: attributes,
      ReturnSubscriptionArn: true,
    }),
  );
  return SubscriptionArn!;
}

/** Has a subscription deliver messages as they are. */
export const RAW = { RawMessageDelivery: 'true' };
