import { createHash } from 'node:crypto';
import { Fault } from '../../wire/fault.ts';
import { inBatch } from '../batch.ts';
import type { Input, Service } from '../service.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html: 1 MiB, since August 2025. */
const MESSAGE_LIMIT = 1_048_576;

/**
 * Amazon SQS, as far as sending goes: every queue that is named exists, and nobody receives.
 *
 * An empty success would not do here: SDK clients compare the digest of what they have sent.
 */
export const sqs: Service = ({ scene }) => {
  let sequence = 18_800_000_000_000_000_000n;

  function send(input: Input): Readonly<Record<string, string>> {
    const { QueueUrl: queue, MessageBody: body, MessageGroupId: group } = input;
    if (typeof queue !== 'string' || queue === '') throw missing('QueueUrl');
    if (typeof body !== 'string' || body === '') throw missing('MessageBody');
    if (Buffer.byteLength(body) > MESSAGE_LIMIT) {
      throw new Fault(
        'InvalidParameterValue',
        `One or more parameters are invalid. Reason: Message must be shorter than ${MESSAGE_LIMIT} bytes.`,
      );
    }
    const sent = { MessageId: scene.random.uuid(), MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
    if (!queue.endsWith('.fifo')) return sent;
    if (typeof group !== 'string' || group === '') throw missing('MessageGroupId');
    sequence += 256n;
    return { ...sent, SequenceNumber: String(sequence) };
  }

  return { SendMessage: send, SendMessageBatch: (input) => sendBatch(input, send) };
};

function sendBatch(input: Input, send: (entry: Input) => Readonly<Record<string, string>>): unknown {
  const entries = (Array.isArray(input['Entries']) ? input['Entries'] : []) as Input[];
  if (entries.length === 0)
    throw new Fault('EmptyBatchRequest', 'There should be at least one SendMessageBatchRequestEntry in the request.');
  if (entries.length > 10)
    throw new Fault(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new Fault('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  return inBatch(entries, (entry) => send({ ...entry, QueueUrl: input['QueueUrl'] }));
}

function missing(parameter: string): Fault {
  return new Fault('MissingParameter', `The request must contain the parameter ${parameter}.`);
}
