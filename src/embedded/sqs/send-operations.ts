import type { Input, Operation } from '../service.ts';
import { entriesOf, outcomeOf } from './batch.ts';
import { invalidParameter, missingParameter, notDeduplicated, sqsFault } from './faults.ts';
import { readAttributes } from './message-attributes.ts';
import type { MessageAttributes, Outgoing } from './message.ts';
import type { Queue } from './queue.ts';
import type { QueueOf } from './queue-url.ts';
import { optional, seconds } from './read.ts';

/** Of a whole batch, whatever its queue allows of one message. */
const LARGEST_BATCH = 1_048_576;

/** The operations that put messages into a queue. */
export function sendOperations(queueOf: QueueOf): Readonly<Record<string, Operation>> {
  return {
    SendMessage: (input) => send(queueOf(input), input),
    SendMessageBatch: (input) => {
      const queue = queueOf(input);
      const entries = entriesOf(input, 'SendMessageBatchRequestEntry');
      if (queue.fifo) checkFifoEntries(queue, entries);
      const size = entries.reduce((sum, entry) => sum + sizeOfEntry(entry), 0);
      if (size > LARGEST_BATCH) {
        throw sqsFault(
          'BatchRequestTooLong',
          `Batch requests cannot be longer than ${LARGEST_BATCH} bytes. You have sent ${size} bytes.`,
        );
      }
      return outcomeOf(entries, (entry) => send(queue, entry));
    },
  };
}

/** What a FIFO queue cannot do without fails the batch, not the entry. */
function checkFifoEntries({ settings }: Queue, entries: readonly Input[]): void {
  for (const entry of entries) {
    if (optional(entry, 'MessageDeduplicationId') === undefined && !settings.contentBasedDeduplication) {
      throw notDeduplicated();
    }
    if (optional(entry, 'MessageGroupId') === undefined) {
      throw invalidParameter('The request must contain the parameter MessageGroupId.');
    }
  }
}

function send(queue: Queue, input: Input): object {
  const sent = queue.send(readOutgoing(input));
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: sent.bodyDigest,
    ...(sent.attributesDigest !== undefined && { MD5OfMessageAttributes: sent.attributesDigest }),
    ...(sent.systemAttributesDigest !== undefined && { MD5OfMessageSystemAttributes: sent.systemAttributesDigest }),
    ...(sent.sequenceNumber !== undefined && { SequenceNumber: sent.sequenceNumber }),
  };
}

function readOutgoing(input: Input): Outgoing {
  const body = input['MessageBody'];
  if (typeof body !== 'string' || body === '') throw missingParameter('MessageBody');
  const attributes = readAttributes(input['MessageAttributes']);
  checkContent(body);
  const delay = seconds(input, 'DelaySeconds', 900, 'DelaySeconds must be >= 0 and <= 900.');
  return {
    body,
    attributes,
    delay,
    groupId: readId(input, 'MessageGroupId'),
    deduplicationId: readId(input, 'MessageDeduplicationId'),
    traceHeader: traceHeaderOf(readAttributes(input['MessageSystemAttributes'])),
  };
}

// XML 1.0 cannot hold them, and SQS has kept to that.
const OUTLAWED = /(?![\t\n\r\x7f-\x9f])\p{Cc}|\p{Surrogate}|[\ufffe\uffff]/u;

function checkContent(body: string): void {
  if (OUTLAWED.test(body)) {
    throw sqsFault(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
}

function readId(input: Input, parameter: string): string | undefined {
  const id = optional(input, parameter);
  if (id !== undefined && !/^[\w!"#$%&'()*+,./:;<=>?@[\\\]^`{|}~-]{1,128}$/.test(id)) {
    throw invalidParameter(
      `Value ${id} for parameter ${parameter} is invalid. Reason: ${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  }
  return id;
}

function traceHeaderOf({ AWSTraceHeader: header, ...others }: MessageAttributes): string | undefined {
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw invalidParameter(`Message system attribute name '${other}' is invalid.`);
  }
  if (header !== undefined && (header.dataType !== 'String' || typeof header.value !== 'string')) {
    throw invalidParameter("Message system attribute 'AWSTraceHeader' must be of type 'String'.");
  }
  return header?.value as string | undefined;
}

function sizeOfEntry(entry: Input): number {
  const body = entry['MessageBody'];
  return typeof body === 'string' ? Buffer.byteLength(body) : 0;
}
