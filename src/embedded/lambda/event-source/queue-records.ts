import type { MessageAttributes } from '../../sqs/message.ts';
import type { Received } from '../../sqs/receiving.ts';

/** A message as Lambda hands it to a function. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly [member: string]: unknown;
}

/** Words a message as Lambda does. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function queueRecord({ message, receiptHandle, receiveCount }: Received, source: string): QueueRecord {
  return {
    messageId: message.messageId,
    receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      ...(message.traceHeader !== undefined && { AWSTraceHeader: message.traceHeader }),
      SentTimestamp: String(message.sentAt),
      ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
      ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
      SenderId: message.sender,
      ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      ...(message.deadLetterOf !== undefined && { DeadLetterQueueSourceArn: message.deadLetterOf }),
    },
    messageAttributes: attributesOf(message.attributes),
    ...(message.attributesDigest !== undefined && { md5OfMessageAttributes: message.attributesDigest }),
    md5OfBody: message.bodyDigest,
    eventSource: 'aws:sqs',
    eventSourceARN: source,
    awsRegion: source.split(':')[3],
  };
}

function attributesOf(attributes: MessageAttributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, value }]) => [
      name,
      {
        ...(typeof value === 'string'
          ? { stringValue: value }
          : { binaryValue: Buffer.from(value).toString('base64') }),
        stringListValues: [],
        binaryListValues: [],
        dataType,
      },
    ]),
  );
}
