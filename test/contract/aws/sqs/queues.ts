import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue, take } from '../queue.ts';
import { attributesOf } from './attributes-of.ts';

/** What SQS promises of queues as such. */
export const QUEUES: Promises = {
  'a queue that is not there is refused by that name': async (aws) => {
    const missing = { name: 'QueueDoesNotExist', message: 'The specified queue does not exist.' };
    const url = (await makeQueue(aws, 'orders')).url.replace('orders', 'nothing');
    await expect(aws.sqs.send(new GetQueueUrlCommand({ QueueName: 'nothing' }))).rejects.toMatchObject(missing);
    await expect(aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: url }))).rejects.toMatchObject(missing);
    await expect(aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a' }))).rejects.toMatchObject(
      missing,
    );
  },

  'a queue is made again only as it is': async (aws) => {
    const { url } = await makeQueue(aws, 'orders', { DelaySeconds: '1' });
    expect((await makeQueue(aws, 'orders', { DelaySeconds: '1' })).url).toBe(url);
    await expect(makeQueue(aws, 'orders', { DelaySeconds: '2' })).rejects.toMatchObject({
      name: 'QueueNameExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
  },

  'a queue tells its attributes, and takes new ones': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    expect(await attributesOf(aws, queue)).toMatchObject({
      QueueArn: queue.arn,
      VisibilityTimeout: '30',
      DelaySeconds: '0',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
    });
    await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes: { VisibilityTimeout: '60' } }));
    expect(await attributesOf(aws, queue)).toMatchObject({ VisibilityTimeout: '60', DelaySeconds: '0' });
  },

  'a name that no queue may have is refused': async ({ sqs }) => {
    await expect(sqs.send(new CreateQueueCommand({ QueueName: 'with space' }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    });
  },

  'an attribute that no queue has is refused': async ({ sqs }) => {
    await expect(
      sqs.send(new CreateQueueCommand({ QueueName: 'orders', Attributes: { Nothing: '1' } as never })),
    ).rejects.toMatchObject({ name: 'InvalidAttributeName', message: 'Unknown Attribute Nothing.' });
  },

  'an attribute out of its range is refused': async (aws) => {
    await expect(makeQueue(aws, 'orders', { VisibilityTimeout: '43201' })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
      message: 'Invalid value for the parameter VisibilityTimeout.',
    });
  },

  'queues are listed by the beginning of their names, and no longer when deleted': async (aws) => {
    const orders = await makeQueue(aws, 'orders');
    const returns = await makeQueue(aws, 'orders-returned');
    await makeQueue(aws, 'audit');
    const list = async () => (await aws.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'orders' }))).QueueUrls;
    expect((await list())?.toSorted()).toEqual([orders.url, returns.url].toSorted());
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: orders.url }));
    expect(await list()).toEqual([returns.url]);
  },

  'a purged queue is empty': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'a' }));
    await aws.sqs.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
    expect(await take(aws, queue, 1, 1)).toEqual([]);
  },

  'tags are put on and taken off': async (aws) => {
    const { url } = await makeQueue(aws, 'orders');
    await aws.sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { team: 'web', stage: 'test' } }));
    await aws.sqs.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ['stage'] }));
    const { Tags } = await aws.sqs.send(new ListQueueTagsCommand({ QueueUrl: url }));
    expect(Tags).toEqual({ team: 'web' });
  },
};
