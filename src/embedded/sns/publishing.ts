import type { Scene } from '../scene.ts';
import { archive, readReplayPolicy, replayed } from './archive.ts';
import { deliver, type Carrier } from './delivery.ts';
import { invalid } from './faults.ts';
import type { Message, Publication, Published } from './message.ts';
import type { Subscription } from './subscription.ts';
import { deduplicationIdOf, sealOf, type Topic } from './topic.ts';

/** What becomes of a message: once for each topic that it is published to, and for whoever asks for it again. */
export interface Publishing {
  publish(topic: Topic, publication: Publication): Published;
  /** Sends a subscription again what its `ReplayPolicy` asks for, out of its topic's archive. */
  replay(topic: Topic, subscription: Subscription): void;
}

/** Opens an account in which nothing has been published. */
export function openPublishing(scene: Scene, carrier: Carrier): Publishing {
  const { random, agenda } = scene;
  let sequence = 10_000_000_000_000_000_000n;

  function publish(topic: Topic, publication: Publication): Published {
    const now = scene.now();
    const deduplicationId = topic.fifo ? deduplicationIdOf(topic, publication) : undefined;
    const scope = topic.attributes['FifoThroughputScope'] === 'MessageGroup' ? (publication.groupId ?? '') : '';
    const known = deduplicationId === undefined ? undefined : topic.deduplication.known(scope, deduplicationId, now);
    if (known !== undefined) return known;
    if (topic.fifo) sequence += 1n;
    const published = { messageId: random.uuid(), sequenceNumber: topic.fifo ? String(sequence) : undefined };
    if (deduplicationId !== undefined) topic.deduplication.note(scope, deduplicationId, now, published);
    const message: Message = {
      ...publication,
      ...published,
      attributes: publication.attributes ?? {},
      deduplicationId,
      topicArn: topic.arn,
      publishedAt: now,
    };
    if (topic.archive !== undefined) archive(topic.archive, message);
    for (const subscription of topic.subscriptions.values()) {
      if (subscription.confirmed && subscription.filter(message, subscription.protocol))
        deliver(message, subscription, sealOf(topic), carrier);
    }
    return published;
  }

  function replay(topic: Topic, subscription: Subscription): void {
    const policy = readReplayPolicy(subscription.attributes['ReplayPolicy'] ?? '{}', invalid);
    if (policy === undefined) {
      delete subscription.replay;
      return;
    }
    if (topic.archive === undefined) throw invalid('ReplayPolicy Reason: The topic has no archive to replay from');
    subscription.replay = 'Pending';
    const messages = replayed(topic.archive, policy, scene.now());
    agenda.after(0, () => {
      for (const message of messages) {
        if (subscription.filter(message, subscription.protocol)) deliver(message, subscription, sealOf(topic), carrier);
      }
      subscription.replay = 'Completed';
    });
  }

  return { publish, replay };
}
