import { verify } from 'node:crypto';
import { PublishBatchCommand, PublishCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue, nextBody, take } from '../queue.ts';
import { makeTopic, RAW, subscribe } from './topic.ts';

/** Publishes a message under each of these ids, all in one batch, to a topic of its own. */
async function publishBatch(aws: Account, ids: readonly string[]) {
  const TopicArn = await makeTopic(aws, 'scans');
  const PublishBatchRequestEntries = ids.map((Id) => ({ Id, Message: 'x' }));
  return aws.sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
}

/** What is signed of a notification; https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html */
function signed(notification: Readonly<Record<string, string>>): string {
  return ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
    .map((name) => `${name}\n${notification[name]!}\n`)
    .join('');
}

/** Fetches what a link leads to from where this AWS is reached, by whatever name it knows itself. */
async function fetched({ sns }: Account, link: string): Promise<string> {
  const { protocol, hostname, port } = await sns.config.endpoint!();
  const { pathname } = new URL(link);
  return (await fetch(`${protocol}//${hostname}:${port}${pathname}`)).text();
}

/** What SNS promises of what is published. */
export const PUBLISHING: Promises = {
  'a queue is sent a notification that says where it comes from': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue);
    const { MessageId } = await aws.sns.send(
      new PublishCommand({
        TopicArn: arn,
        Subject: 'A scan',
        Message: 'critical: 1',
        MessageAttributes: { severity: { DataType: 'String', StringValue: 'CRITICAL' } },
      }),
    );
    const notification = JSON.parse((await nextBody(aws, queue)) ?? '{}') as Record<string, unknown>;
    expect(notification).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn: arn,
      Subject: 'A scan',
      Message: 'critical: 1',
      SignatureVersion: '1',
      MessageAttributes: { severity: { Type: 'String', Value: 'CRITICAL' } },
    });
    expect(notification['Timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  },

  'raw delivery sends the message as it is, its attributes beside it': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue, RAW);
    await aws.sns.send(
      new PublishCommand({
        TopicArn: arn,
        Message: '{"critical":1}',
        MessageAttributes: { severity: { DataType: 'String', StringValue: 'CRITICAL' } },
      }),
    );
    const [message] = await take(aws, queue, 1);
    expect(message).toMatchObject({
      Body: '{"critical":1}',
      MessageAttributes: { severity: { DataType: 'String', StringValue: 'CRITICAL' } },
    });
  },

  'a message can differ by protocol': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue, RAW);
    const Message = JSON.stringify({ default: 'for all', sqs: 'for queues' });
    await aws.sns.send(new PublishCommand({ TopicArn: arn, MessageStructure: 'json', Message }));
    expect(await nextBody(aws, queue)).toBe('for queues');
    await expect(
      aws.sns.send(new PublishCommand({ TopicArn: arn, MessageStructure: 'json', Message: '{"sqs":"only"}' })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Message Structure - No default entry in JSON message body',
    });
  },

  'a FIFO topic keeps the order of a group, and takes a duplicate without sending it': async (aws) => {
    const arn = await makeTopic(aws, 'scans.fifo');
    const queue = await makeQueue(aws, 'heard.fifo');
    await subscribe(aws, arn, queue, RAW);
    const numbers = [];
    for (const Message of ['1', '2', '2', '3']) {
      const { SequenceNumber } = await aws.sns.send(
        new PublishCommand({ TopicArn: arn, Message, MessageGroupId: 'web' }),
      );
      numbers.push(BigInt(SequenceNumber!));
    }
    expect(numbers[3]).toBeGreaterThan(numbers[0]!);
    expect((await take(aws, queue, 4, 1)).map(({ Body }) => Body)).toEqual(['1', '2', '3']);
  },

  'a FIFO topic wants a group': async (aws) => {
    const arn = await makeTopic(aws, 'scans.fifo');
    await expect(aws.sns.send(new PublishCommand({ TopicArn: arn, Message: 'x' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
    });
  },

  'a batch is published entry by entry': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, arn, queue, RAW);
    const { Successful, Failed } = await aws.sns.send(
      new PublishBatchCommand({
        TopicArn: arn,
        PublishBatchRequestEntries: [
          { Id: 'a', Message: 'one' },
          { Id: 'b', Message: 'two' },
        ],
      }),
    );
    expect([Successful?.map(({ Id }) => Id), Failed ?? []]).toEqual([['a', 'b'], []]);
    const bodies = (await take(aws, queue, 2)).map(({ Body }) => Body!);
    expect(bodies.toSorted()).toEqual(['one', 'two']);
  },

  'a batch of none is refused': async (aws) => {
    await expect(publishBatch(aws, [])).rejects.toMatchObject({ name: 'EmptyBatchRequestException' });
  },

  'a batch with one id twice is refused': async (aws) => {
    await expect(publishBatch(aws, ['a', 'a'])).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinctException',
      message: 'Two or more batch entries in the request have the same Id.',
    });
  },

  'a batch of eleven is refused': async (aws) => {
    await expect(
      publishBatch(
        aws,
        Array.from({ length: 11 }, (_, n) => `m${n}`),
      ),
    ).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequestException',
      message: 'The batch request contains more entries than permissible.',
    });
  },

  'an empty message and one of more than 256 KiB are refused': async (aws) => {
    const arn = await makeTopic(aws, 'scans');
    await expect(aws.sns.send(new PublishCommand({ TopicArn: arn, Message: '' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Empty message',
    });
    await aws.sns.send(new PublishCommand({ TopicArn: arn, Message: 'x'.repeat(262_144) }));
    await expect(
      aws.sns.send(new PublishCommand({ TopicArn: arn, Message: 'x'.repeat(262_145) })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException', message: 'Invalid parameter: Message too long' });
  },

  'a notification is signed by the key of the certificate that it names, in either version': async (aws) => {
    const TopicArn = await makeTopic(aws, 'scans');
    const queue = await makeQueue(aws, 'heard');
    await subscribe(aws, TopicArn, queue);
    for (const [version, algorithm] of [
      ['1', 'RSA-SHA1'],
      ['2', 'RSA-SHA256'],
    ] as const) {
      await aws.sns.send(
        new SetTopicAttributesCommand({ TopicArn, AttributeName: 'SignatureVersion', AttributeValue: version }),
      );
      await aws.sns.send(new PublishCommand({ TopicArn, Subject: 'A scan', Message: 'critical: 1' }));
      const notification = JSON.parse((await nextBody(aws, queue)) ?? '{}') as Record<string, string>;
      expect(notification['SignatureVersion']).toBe(version);
      const certificate = await fetched(aws, notification['SigningCertURL']!);
      const signature = Buffer.from(notification['Signature']!, 'base64');
      expect(verify(algorithm, Buffer.from(signed(notification)), certificate, signature)).toBe(true);
      const forged = signed({ ...notification, Message: 'critical: 0' });
      expect(verify(algorithm, Buffer.from(forged), certificate, signature)).toBe(false);
    }
  },
};
