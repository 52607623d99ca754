import type { Scene } from '../scene.ts';
import type { Asked, Operation } from '../service.ts';
import { isAttributeName, unknownAttribute, type Attributes } from './attributes.ts';
import { noSuchQueue, sqsFault } from './faults.ts';
import { paged } from './paged.ts';
import { withoutPermission, withPermission } from './permissions.ts';
import type { Queue } from './queue.ts';
import { queueUrl, type QueueOf } from './queue-url.ts';
import type { Queues } from './queues.ts';
import { entries, optional, required, texts } from './read.ts';

/** What the operations on queues themselves stand on. */
export interface Registry {
  readonly queues: Queues;
  readonly scene: Scene;
  readonly queueOf: QueueOf;
}

/** The operations that give out URLs of queues, at the endpoint that the caller has used. */
export function urlOperations({ queues, scene, queueOf }: Registry): Readonly<Record<string, Operation>> {
  const { account } = scene;
  const urlOf = (queue: Queue, asked: Asked | undefined): string => queueUrl(queue, scene, asked?.endpoint);
  return {
    CreateQueue: (input, asked) => {
      const tags = entries(input['tags'] ?? input['Tags']);
      return {
        QueueUrl: urlOf(queues.create(required(input, 'QueueName'), entries(input['Attributes']), tags), asked),
      };
    },
    GetQueueUrl: (input, asked) => {
      const owner = optional(input, 'QueueOwnerAWSAccountId') ?? account;
      const name = required(input, 'QueueName');
      if (owner !== account) throw noSuchQueue();
      return { QueueUrl: urlOf(queues.named(name), asked) };
    },
    ListQueues: (input, asked) => {
      const prefix = optional(input, 'QueueNamePrefix') ?? '';
      const urls = [...queues.all()].filter(({ name }) => name.startsWith(prefix)).map((queue) => urlOf(queue, asked));
      const { page, next } = paged(urls, input);
      return { ...(page.length > 0 && { QueueUrls: page }), ...(next !== undefined && { NextToken: next }) };
    },
    ListDeadLetterSourceQueues: (input, asked) => {
      const { page, next } = paged(
        queues.sourcesOf(queueOf(input).arn).map((queue) => urlOf(queue, asked)),
        input,
      );
      return { queueUrls: page, ...(next !== undefined && { NextToken: next }) };
    },
  };
}

/** The operations on queues, their attributes, tags and permissions. */
export function queueOperations({ queues, queueOf, scene }: Registry): Readonly<Record<string, Operation>> {
  return {
    DeleteQueue: (input) => queues.remove(queueOf(input)),
    PurgeQueue: (input) => {
      const queue = queueOf(input);
      if (scene.now() < queue.purgedAt + 60_000) {
        throw sqsFault(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
          403,
        );
      }
      queue.purgedAt = scene.now();
      queue.purge();
    },
    GetQueueAttributes: (input) => {
      const names = texts(input['AttributeNames']);
      const unknown = names.find((name) => name !== 'All' && !isAttributeName(name));
      if (unknown !== undefined) throw unknownAttribute(unknown);
      const wanted = Object.entries(attributesOf(queueOf(input))).filter(
        ([name]) => names.includes('All') || names.includes(name),
      );
      return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
    },
    SetQueueAttributes: (input) => queues.setAttributes(queueOf(input), entries(input['Attributes'])),
    TagQueue: (input) => {
      const { tags } = queueOf(input);
      for (const [key, value] of Object.entries(entries(input['Tags']))) tags.set(key, value);
    },
    UntagQueue: (input) => {
      const { tags } = queueOf(input);
      for (const key of texts(input['TagKeys'])) tags.delete(key);
    },
    ListQueueTags: (input) => {
      const { tags } = queueOf(input);
      return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
    },
    AddPermission: (input) => {
      const queue = queueOf(input);
      const accounts = texts(input['AWSAccountIds']);
      queue.setAttributes({
        Policy: withPermission(queue, required(input, 'Label'), accounts, texts(input['Actions'])),
      });
      scene.permissions.changed();
    },
    RemovePermission: (input) => {
      const queue = queueOf(input);
      queue.setAttributes({ Policy: withoutPermission(queue, required(input, 'Label')) });
      scene.permissions.changed();
    },
  };
}

function attributesOf(queue: Queue): Attributes {
  const { ready, delayed, inFlight } = queue.counts();
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(ready),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    ...queue.attributes,
  };
}
