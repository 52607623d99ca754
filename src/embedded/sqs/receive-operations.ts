import type { Input, Operation } from '../service.ts';
import { entriesOf, outcomeOf } from './batch.ts';
import { digestOfAttributes } from './digest.ts';
import { missingParameter } from './faults.ts';
import { askedFor, writeAttributes } from './message-attributes.ts';
import type { Queue } from './queue.ts';
import type { QueueOf } from './queue-url.ts';
import { optional, required, seconds, texts, within } from './read.ts';
import type { Received } from './receiving.ts';

/** The operations that take messages out of a queue, or give them back. */
export function receiveOperations(queueOf: QueueOf): Readonly<Record<string, Operation>> {
  return {
    ReceiveMessage: (input, asked) => {
      const queue = queueOf(input);
      const wait = seconds(input, 'WaitTimeSeconds', 20);
      const received = queue.receive({
        most: within(input, 'MaxNumberOfMessages', 1, 10, 'Must be between 1 and 10, if provided.'),
        visibility: seconds(input, 'VisibilityTimeout', 43_200),
        wait: asked?.pollsOn === true && (wait ?? queue.settings.wait) > 0 ? Number.POSITIVE_INFINITY : wait,
        attemptId: queue.fifo ? optional(input, 'ReceiveRequestAttemptId') : undefined,
        onceGone: asked?.onceGone,
      });
      return received instanceof Promise ? received.then((later) => write(later, input)) : write(received, input);
    },
    DeleteMessage: (input) => queueOf(input).delete(required(input, 'ReceiptHandle')),
    DeleteMessageBatch: (input) => {
      const queue = queueOf(input);
      return outcomeOf(entriesOf(input, 'DeleteMessageBatchRequestEntry'), (entry) => {
        queue.delete(required(entry, 'ReceiptHandle'));
        return {};
      });
    },
    ChangeMessageVisibility: (input) => changeVisibility(queueOf(input), input),
    ChangeMessageVisibilityBatch: (input) => {
      const queue = queueOf(input);
      return outcomeOf(entriesOf(input, 'ChangeMessageVisibilityBatchRequestEntry'), (entry) => {
        changeVisibility(queue, entry);
        return {};
      });
    },
  };
}

function changeVisibility(queue: Queue, input: Input): void {
  const handle = required(input, 'ReceiptHandle');
  const visibility = seconds(
    input,
    'VisibilityTimeout',
    43_200,
    'VisibilityTimeout must be an integer between 0 and 43200.',
  );
  if (visibility === undefined) throw missingParameter('VisibilityTimeout');
  queue.changeVisibility(handle, visibility);
}

function write(received: readonly Received[], input: Input): object {
  if (received.length === 0) return {};
  const system = [...texts(input['AttributeNames']), ...texts(input['MessageSystemAttributeNames'])];
  const names = texts(input['MessageAttributeNames']);
  return { Messages: received.map((each) => writeMessage(each, system, names)) };
}

function writeMessage(received: Received, system: readonly string[], names: readonly string[]): object {
  const { message, receiptHandle } = received;
  const attributes = askedFor(message.attributes, names);
  const digest = digestOfAttributes(attributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: message.bodyDigest,
    Body: message.body,
    ...(system.length > 0 && { Attributes: systemAttributes(received, system) }),
    ...(digest !== undefined && { MD5OfMessageAttributes: digest, MessageAttributes: writeAttributes(attributes) }),
  };
}

function systemAttributes(
  { message, receiveCount }: Received,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const all = {
    SenderId: message.sender,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ApproximateReceiveCount: String(receiveCount),
    SentTimestamp: String(message.sentAt),
    SequenceNumber: message.sequenceNumber,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.groupId,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterOf,
  };
  return Object.fromEntries(
    Object.entries(all).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && (names.includes('All') || names.includes(entry[0])),
    ),
  );
}
