import { expect, test } from 'vitest';
import { embed } from '../../../../src/embedded/embedded.ts';
import { account } from './clients.ts';

const QUEUE = 'http://127.0.0.1:4566/123456789012/work';

/** Asks as the clients of before 2023 do, and gives the answer without what is about the request. */
function older() {
  const embedded = embed(account().estate);
  return async (form: Readonly<Record<string, string>>, url = '/'): Promise<string> => {
    const { body } = await embedded(
      {
        method: 'POST',
        url,
        headers: {
          host: '127.0.0.1:4566',
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          authorization:
            'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260115/us-east-2/sqs/aws4_request, Signature=0',
        },
        body: Buffer.from(new URLSearchParams({ Version: '2012-11-05', ...form }).toString()),
      },
      { record: () => {} },
    );
    return String(body).replaceAll(
      /<ResponseMetadata>.*<\/ResponseMetadata>|<RequestId>.*<\/RequestId>| xmlns="[^"]*"/g,
      '',
    );
  };
}

test('a client of before 2023 makes a queue, fills it and empties it, in flat lists and maps', async () => {
  const ask = older();
  expect(
    await ask({
      Action: 'CreateQueue',
      QueueName: 'work',
      'Attribute.1.Name': 'VisibilityTimeout',
      'Attribute.1.Value': '60',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'a',
    }),
  ).toBe(
    `<CreateQueueResponse><CreateQueueResult><QueueUrl>${QUEUE}</QueueUrl></CreateQueueResult></CreateQueueResponse>`,
  );
  expect(await ask({ Action: 'ListQueueTags', QueueUrl: QUEUE })).toContain(
    '<Tag><Key>team</Key><Value>a</Value></Tag>',
  );
  expect(
    await ask({
      Action: 'SendMessageBatch',
      QueueUrl: QUEUE,
      'SendMessageBatchRequestEntry.1.Id': 'one',
      'SendMessageBatchRequestEntry.1.MessageBody': 'a & b',
      'SendMessageBatchRequestEntry.1.MessageAttribute.1.Name': 'kind',
      'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType': 'String',
      'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue': 'x',
      'SendMessageBatchRequestEntry.2.Id': 'two',
      'SendMessageBatchRequestEntry.2.MessageBody': 'm',
      'SendMessageBatchRequestEntry.2.DelaySeconds': '901',
    }),
  ).toMatch(
    /<SendMessageBatchResultEntry><Id>one<\/Id>.*<\/SendMessageBatchResultEntry><BatchResultErrorEntry><Id>two<\/Id><SenderFault>true<\/SenderFault><Code>InvalidParameterValue<\/Code>/,
  );
  // The queue's own address says which queue is meant.
  const received = await ask(
    { Action: 'ReceiveMessage', 'AttributeName.1': 'ApproximateReceiveCount', 'MessageAttributeName.1': 'All' },
    '/123456789012/work',
  );
  expect(received).toContain('<Body>a &amp; b</Body>');
  expect(received).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
  expect(received).toContain(
    '<MessageAttribute><Name>kind</Name><Value><StringValue>x</StringValue><DataType>String</DataType></Value></MessageAttribute>',
  );
});

test('a client of before 2023 is refused under the name it knows', async () => {
  expect(await older()({ Action: 'GetQueueUrl', QueueName: 'none' })).toBe(
    '<ErrorResponse><Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist.</Message></Error></ErrorResponse>',
  );
});
