import { Fault } from '../../wire/fault.ts';
import { type Deduplication, ofContent } from '../sqs/deduplication.ts';
import type { Archive } from './archive.ts';
import { invalid, notDeduplicated } from './faults.ts';
import type { Publication, Published } from './message.ts';
import type { Subscription } from './subscription.ts';

/** A topic, with its subscribers. */
export interface Topic {
  readonly arn: string;
  readonly name: string;
  readonly fifo: boolean;
  attributes: Readonly<Record<string, string>>;
  readonly tags: Map<string, string>;
  readonly subscriptions: Map<string, Subscription>;
  readonly deduplication: Deduplication<Published>;
  deletedSubscriptions: number;
  /** What it keeps of what was published, if it keeps anything. */
  archive: Archive | undefined;
}

/** Whether SNS takes a text for the name of a topic. */
export function isTopicName(name: string): boolean {
  return /^[\w-]{1,256}$/.test(name) || /^[\w-]{1,251}\.fifo$/.test(name);
}

/** What a message to a FIFO topic is told from others by. */
export function deduplicationIdOf({ attributes }: Topic, { message, deduplicationId }: Publication): string {
  if (deduplicationId !== undefined) return deduplicationId;
  if (attributes['ContentBasedDeduplication'] === 'true') return ofContent(message);
  throw notDeduplicated();
}

/** Creating a topic again is nothing, as long as nothing about it would be another. */
export function unchanged(
  topic: Topic,
  attributes: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): Topic {
  const isOther = Object.entries(attributes).some(
    ([name, value]) => (topic.attributes[name] ?? (name === 'FifoTopic' ? 'false' : undefined)) !== value,
  );
  if (isOther) throw invalid('Attributes Reason: Topic already exists with different attributes');
  if (Object.entries(tags).some(([key, value]) => topic.tags.get(key) !== value)) {
    throw new Fault('InvalidParameter', 'Invalid parameter: Tags Reason: Topic already exists with different tags');
  }
  return topic;
}

/** How messages of a topic are signed. */
export function sealOf({ attributes }: Topic): { readonly signatureVersion: string } {
  return { signatureVersion: attributes['SignatureVersion'] ?? '1' };
}
