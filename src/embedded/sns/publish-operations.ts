import { Fault } from '../../wire/fault.ts';
import { inBatch } from '../batch.ts';
import type { Input, Operation } from '../service.ts';
import type { MessageAttributes } from '../sqs/message.ts';
import { invalid, notDeduplicated } from './faults.ts';
import { readAttributes } from './message-attributes.ts';
import type { Publication, Published } from './message.ts';
import { inputs, optional, parseObject } from './read.ts';
import type { Topic } from './topic.ts';
import type { Topics } from './topics.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: 256 KB, of a message and of a whole batch. */
const LARGEST = 262_144;

/** The operations that publish. */
export function publishOperations(topics: Topics): Readonly<Record<string, Operation>> {
  return {
    Publish: (input) => {
      const phoneNumber = optional(input, 'PhoneNumber');
      const arn = optional(input, 'TopicArn') ?? optional(input, 'TargetArn');
      if (arn === undefined && phoneNumber === undefined) {
        throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
      }
      const publication = readPublication(input);
      if (arn?.includes(':endpoint/') === true) return write(topics.push(arn, publication));
      if (arn !== undefined) {
        checkKind(arn, publication);
        return write(topics.publish(arn, publication));
      }
      if (!/^\+?[1-9]\d{1,14}$/.test(phoneNumber ?? '')) {
        throw invalid(`PhoneNumber Reason: ${phoneNumber} is not valid to publish to`);
      }
      return write(topics.text(phoneNumber ?? '', publication));
    },
    PublishBatch: (input) => {
      const entries = entriesOf(input);
      const topic = topics.at(optional(input, 'TopicArn') ?? '');
      const { arn } = topic;
      checkTogether(entries, topic);
      const size = entries.reduce((sum, entry) => sum + sizeOf(optional(entry, 'Message') ?? '', {}), 0);
      if (size > LARGEST) {
        throw new Fault('BatchRequestTooLong', 'The length of all the messages put together is more than the limit.');
      }
      return inBatch(entries, (entry) => {
        const publication = readPublication(entry);
        checkKind(arn, publication);
        return write(topics.publish(arn, publication));
      });
    },
  };
}

function write({ messageId, sequenceNumber }: Published): Readonly<Record<string, string>> {
  return { MessageId: messageId, ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }) };
}

function entriesOf(input: Input): readonly Input[] {
  const entries = inputs(input['PublishBatchRequestEntries']);
  if (entries.length === 0) throw new Fault('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > 10) {
    throw new Fault('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new Fault('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  for (const entry of entries) {
    const id = optional(entry, 'Id') ?? '';
    if (id.length > 80) {
      throw new Fault('InvalidBatchEntryId', `The Id of a batch entry in the batch request is too long: ${id}`);
    }
    if (!/^[\w-]+$/.test(id)) {
      throw new Fault(
        'InvalidBatchEntryId',
        `The Id of a batch entry in the batch request contains an impermissible character: ${id}`,
      );
    }
  }
  return entries;
}

/** What fails a batch as a whole: attributes and structures that cannot be read, and what a FIFO topic cannot do without. */
function checkTogether(entries: readonly Input[], { fifo, attributes }: Topic): void {
  for (const entry of entries) {
    readAttributes(entry['MessageAttributes']);
    wordingsOf(optional(entry, 'Message') ?? '', optional(entry, 'MessageStructure'));
    if (!fifo) continue;
    if (optional(entry, 'MessageGroupId') === undefined) {
      throw invalid('The MessageGroupId parameter is required for FIFO topics');
    }
    const hasId = optional(entry, 'MessageDeduplicationId') !== undefined;
    if (!hasId && attributes['ContentBasedDeduplication'] !== 'true') throw notDeduplicated();
  }
}

function readPublication(input: Input): Publication {
  const subject = input['Subject'];
  if (subject !== undefined && !isSubject(subject)) throw invalid('Subject');
  const message = optional(input, 'Message');
  if (message === undefined) throw invalid('Empty message');
  const attributes = readAttributes(input['MessageAttributes']);
  if (sizeOf(message, attributes) > LARGEST) throw invalid('Message too long');
  return {
    ...wordingsOf(message, optional(input, 'MessageStructure')),
    subject,
    attributes,
    groupId: readId(input, 'MessageGroupId'),
    deduplicationId: readId(input, 'MessageDeduplicationId'),
  };
}

/** With `MessageStructure: json` a message says what each protocol gets, and has to say what all others do. */
function wordingsOf(message: string, structure: string | undefined): Pick<Publication, 'message' | 'byProtocol'> {
  if (structure !== 'json') return { message };
  const wordings = parseObject(message);
  if (wordings === undefined) throw invalid('Message Structure - JSON message body failed to parse');
  const { default: otherwise } = wordings;
  if (typeof otherwise !== 'string') throw invalid('Message Structure - No default entry in JSON message body');
  const texts = Object.entries(wordings).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { message: otherwise, byProtocol: Object.fromEntries(texts) };
}

/** What one kind of topic takes and the other does not. */
function checkKind(arn: string, { groupId, deduplicationId }: Publication): void {
  if (arn.endsWith('.fifo')) {
    if (groupId === undefined) throw invalid('The MessageGroupId parameter is required for FIFO topics');
  } else if (deduplicationId !== undefined) {
    throw invalid(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  }
}

/** Up to a hundred characters of ASCII in one line, the first a letter, a digit or punctuation. */
function isSubject(subject: unknown): subject is string {
  return typeof subject === 'string' && /^[!-~][ -~]{0,99}$/.test(subject);
}

function readId(input: Input, parameter: string): string | undefined {
  const id = optional(input, parameter);
  if (id !== undefined && !/^[!-~]{1,128}$/.test(id)) {
    throw invalid(
      `${parameter} Reason: The ${parameter} parameter can only include alphanumeric and punctuation characters and be 1 to 128 in length`,
    );
  }
  return id;
}

function sizeOf(message: string, attributes: MessageAttributes): number {
  let size = Buffer.byteLength(message);
  for (const [name, { dataType, value }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(dataType) + Buffer.byteLength(value);
  }
  return size;
}
