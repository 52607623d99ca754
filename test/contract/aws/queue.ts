import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
  type QueueAttributeName,
} from '@aws-sdk/client-sqs';
import type { Account } from './account.ts';

/** A queue by the two names it goes by. */
export interface Queue {
  readonly url: string;
  readonly arn: string;
}

/** Makes a queue. One whose name ends in `.fifo` is one, and knows duplicates by what they say. */
export async function makeQueue(
  aws: Account,
  name: string,
  attributes: Partial<Record<QueueAttributeName, string>> = {},
): Promise<Queue> {
  const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
  const { QueueUrl } = await aws.sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { ...fifo, ...attributes } }),
  );
  return { url: QueueUrl!, arn: aws.arn('sqs', name) };
}

/** Takes messages out of a queue until there are as many, or until none has come for a while. */
export async function take({ sqs }: Account, { url }: Queue, most: number, patience = 3): Promise<Message[]> {
  const taken: Message[] = [];
  while (taken.length < most) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(10, most - taken.length),
        WaitTimeSeconds: patience,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return taken;
    for (const message of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle! }));
      taken.push(message);
    }
  }
  return taken;
}

/** What the next message says. */
export async function nextBody(aws: Account, queue: Queue): Promise<string | undefined> {
  const [message] = await take(aws, queue, 1);
  return message?.Body;
}
