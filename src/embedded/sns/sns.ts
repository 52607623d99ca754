import { Fault } from '../../wire/fault.ts';
import { inBatch } from '../batch.ts';
import type { Input, Service } from '../service.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: 256 KB of message. */
const MESSAGE_LIMIT = 262_144;

/** Amazon SNS, as far as publishing goes: every topic that is named exists, and nobody subscribes. */
export const sns: Service = ({ scene }) => {
  const sequence = new Map<string, bigint>();

  function publish(input: Input): Readonly<Record<string, string>> {
    const destination = text(input['TopicArn']) ?? text(input['TargetArn']) ?? text(input['PhoneNumber']);
    if (destination === undefined) {
      throw new Fault(
        'InvalidParameter',
        'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
      );
    }
    const message = text(input['Message']);
    if (message === undefined) throw new Fault('InvalidParameter', 'Invalid parameter: Empty message');
    if (Buffer.byteLength(message) > MESSAGE_LIMIT)
      throw new Fault('InvalidParameter', 'Invalid parameter: Message too long');
    if (!destination.endsWith('.fifo')) return { MessageId: scene.random.uuid() };
    if (text(input['MessageGroupId']) === undefined) {
      throw new Fault(
        'InvalidParameter',
        'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
      );
    }
    const next = (sequence.get(destination) ?? 10_000_000_000_000_000_000n) + 1n;
    sequence.set(destination, next);
    return { MessageId: scene.random.uuid(), SequenceNumber: String(next) };
  }

  return { Publish: publish, PublishBatch: (input) => publishBatch(input, publish) };
};

function publishBatch(input: Input, publish: (entry: Input) => Readonly<Record<string, string>>): unknown {
  const entries = (
    Array.isArray(input['PublishBatchRequestEntries']) ? input['PublishBatchRequestEntries'] : []
  ) as Input[];
  if (entries.length === 0) throw new Fault('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > 10)
    throw new Fault('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  if (new Set(entries.map((entry) => entry['Id'])).size < entries.length) {
    throw new Fault('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  return inBatch(entries, (entry) => publish({ ...entry, TopicArn: input['TopicArn'] }));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
