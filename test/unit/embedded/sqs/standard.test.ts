import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  PurgeQueueInProgress,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { account, START } from './clients.ts';

async function queue(sqs: SQSClient, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work', Attributes }));
  return QueueUrl!;
}

async function bodies(sqs: SQSClient, QueueUrl: string, options: object = {}): Promise<readonly string[]> {
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...options }));
  return (Messages ?? []).map(({ Body }) => Body!);
}

test('a message arrives with its attributes, whose digests the SDK has checked', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs);
  const sent = await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'héllo \u{1F6A8}',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'ECR Image Action' },
        size: { DataType: 'Number.bytes', StringValue: '43252507' },
        seal: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255, 7) },
      },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988' } },
    }),
  );
  expect(sent.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
  );
  expect(Messages).toEqual([
    {
      MessageId: sent.MessageId,
      ReceiptHandle: expect.any(String) as string,
      MD5OfBody: sent.MD5OfMessageBody,
      Body: 'héllo \u{1F6A8}',
      Attributes: {
        SenderId: 'AROAEXAMPLEEXAMPLE000:rehearsal',
        ApproximateFirstReceiveTimestamp: String(START),
        ApproximateReceiveCount: '1',
        SentTimestamp: String(START),
        AWSTraceHeader: 'Root=1-5759e988',
      },
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'ECR Image Action' },
        size: { DataType: 'Number.bytes', StringValue: '43252507' },
        seal: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255, 7) },
      },
    },
  ]);
});

test('only the attributes that are asked for are given, by name or by the beginning of a name', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs);
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const MessageAttributes = { 'ecr.tag': text('1.4.2'), 'ecr.digest': text('sha256:0'), other: text('x') };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm', MessageAttributes }));
  const names = async (MessageAttributeNames: string[]) => {
    const receive = new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0, MessageAttributeNames });
    const [message] = (await sqs.send(receive)).Messages!;
    return Object.keys(message!.MessageAttributes ?? {});
  };
  expect(await names([])).toEqual([]);
  expect(await names(['other'])).toEqual(['other']);
  expect(await names(['ecr.*'])).toEqual(['ecr.tag', 'ecr.digest']);
  expect(await names(['.*'])).toEqual(['ecr.tag', 'ecr.digest', 'other']);
});

test('what is received is hidden until its visibility time-out is over, and then comes again under another handle', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs, { VisibilityTimeout: '60' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' }));
  const receive = () => sqs.send(new ReceiveMessageCommand({ QueueUrl, AttributeNames: ['All'] }));
  const first = (await receive()).Messages![0]!;
  await agenda.runUntil(START + 59_999);
  expect((await receive()).Messages).toBeUndefined();
  await agenda.runUntil(START + 60_000);
  const second = (await receive()).Messages![0]!;
  expect(second.MessageId).toBe(first.MessageId);
  expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
  expect(second.Attributes).toMatchObject({
    ApproximateReceiveCount: '2',
    ApproximateFirstReceiveTimestamp: String(START),
  });
});

test('an old handle deletes nothing and says nothing; the latest deletes, also late; and twice is as good as once', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' }));
  const receive = async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.ReceiptHandle;
  const old = await receive();
  await agenda.runUntil(START + 30_000);
  const latest = await receive();
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: old! }));
  await agenda.runUntil(START + 60_000);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '1' });
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: latest! }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: latest! }));
  expect(await receive()).toBeUndefined();
});

test('a handle that no receipt has given is refused by name', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs);
  const deletion = sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'garbage' }));
  await expect(deletion).rejects.toBeInstanceOf(ReceiptHandleIsInvalid);
  await expect(deletion).rejects.toThrow('The input receipt handle "garbage" is not a valid receipt handle.');
});

test('visibility can be given back, stretched, and not beyond twelve hours in all', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' }));
  const receive = async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.ReceiptHandle;
  const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  const first = await receive();
  await change(first, 0);
  const second = await receive();
  expect(second).toBeDefined();
  await change(second, 3600);
  await agenda.runUntil(START + 3_599_000);
  expect(await receive()).toBeUndefined();
  await expect(change(second, 43_200)).rejects.toThrow(
    'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
  );
  await agenda.runUntil(START + 3_600_000);
  await expect(change(second, 10)).rejects.toThrow(
    /Reason: Message does not exist or is not available for visibility timeout change\.$/,
  );
});

test('a long poll ends as soon as a message comes, by sending or by time, and otherwise when it is over', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs, { ReceiveMessageWaitTimeSeconds: '20' });
  const poll = () => bodies(sqs, QueueUrl).then((got) => [got, agenda.now() - START]);
  /** As much real time as a request takes to reach the queue. */
  const underWay = () => new Promise<void>((resolve) => void setImmediate(resolve));

  const sentTo = poll();
  await underWay();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'sent' }));
  expect(await sentTo).toEqual([['sent'], 0]);

  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'delayed', DelaySeconds: 5 }));
  const delayed = poll();
  await underWay();
  await agenda.runUntil(START + 20_000);
  expect(await delayed).toEqual([['delayed'], expect.any(Number)]);

  const inVain = poll();
  await underWay();
  await agenda.runUntil(START + 30_000);
  expect((await inVain)[0]).toEqual(['sent']);
});

test('a message is kept for as long as the queue says, and then is gone', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs, { MessageRetentionPeriod: '60' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'early' }));
  await agenda.runUntil(START + 30_000);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late' }));
  await agenda.runUntil(START + 60_000);
  expect(await bodies(sqs, QueueUrl)).toEqual(['late']);
});

test('the counts say how many messages can be had, are delayed, and are in flight', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs);
  for (const DelaySeconds of [0, 0, 0, 900])
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm', DelaySeconds }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '2',
    ApproximateNumberOfMessagesDelayed: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
  });
});

test('batches succeed and fail entry by entry', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs);
  const sent = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: 'first' },
        { Id: 'b', MessageBody: 'second', DelaySeconds: 901 },
        { Id: 'c', MessageBody: 'bell \u0007' },
      ],
    }),
  );
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a']);
  expect(sent.Failed).toEqual([
    {
      Id: 'b',
      SenderFault: true,
      Code: 'InvalidParameterValue',
      Message: 'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
    },
    expect.objectContaining({ Id: 'c', Code: 'InvalidMessageContents' }),
  ]);
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const { ReceiptHandle } = Messages![0]!;
  const changed = await sqs.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', ReceiptHandle, VisibilityTimeout: 40 },
        { Id: 'b', ReceiptHandle: 'garbage', VisibilityTimeout: 40 },
      ],
    }),
  );
  expect(changed).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }] });
  const deleted = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', ReceiptHandle },
        { Id: 'b', ReceiptHandle: 'garbage' },
      ],
    }),
  );
  expect(deleted).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }] });
});

test.each([
  ['empty', [], 'EmptyBatchRequest', 'There should be at least one SendMessageBatchRequestEntry in the request.'],
  [
    'of eleven',
    Array.from({ length: 11 }, (_, index) => ({ Id: String(index), MessageBody: 'x' })),
    'TooManyEntriesInBatchRequest',
    'Maximum number of entries per request are 10. You have sent 11.',
  ],
  [
    'with one id twice',
    [
      { Id: 'a', MessageBody: 'x' },
      { Id: 'a', MessageBody: 'y' },
    ],
    'BatchEntryIdsNotDistinct',
    'Id a repeated.',
  ],
  ['with an id of other characters', [{ Id: 'a b', MessageBody: 'x' }], 'InvalidBatchEntryId', /80 letters long/],
  [
    'larger than 1 MiB in all',
    ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) })),
    'BatchRequestTooLong',
    'Batch requests cannot be longer than 1048576 bytes. You have sent 1200000 bytes.',
  ],
])('a batch that is %s is refused as a whole', async (_, Entries, name, message) => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs);
  const sending = sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  await expect(sending).rejects.toThrow(message);
  await expect(sending).rejects.toMatchObject({ name });
});

test('a message is as large as its queue takes, its attributes included, and no byte larger', async () => {
  const { sqs } = account();
  const QueueUrl = await queue(sqs, { MaximumMessageSize: '1024' });
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'x' } };
  const send = (length: number) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm'.repeat(length), MessageAttributes }));
  await send(1024 - 'kindStringx'.length);
  await expect(send(1025 - 'kindStringx'.length)).rejects.toThrow(
    'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
  );
});

test('a queue is purged once in a minute, with all that is in flight', async () => {
  const { sqs, agenda } = account();
  const QueueUrl = await queue(sqs);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await expect(sqs.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toBeInstanceOf(PurgeQueueInProgress);
  await agenda.runUntil(START + 60_000);
  expect(await bodies(sqs, QueueUrl)).toEqual([]);
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
});
