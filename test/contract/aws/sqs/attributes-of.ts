import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Account } from '../account.ts';
import type { Queue } from '../queue.ts';

/** All that a queue tells about itself. */
export async function attributesOf({ sqs }: Account, { url }: Queue): Promise<Record<string, string>> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  return Attributes;
}
