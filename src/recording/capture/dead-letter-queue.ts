import type { Message } from '@aws-sdk/client-sqs';
import type { SdkClient } from '../../bus/remote/sdk.ts';
import { Problem } from '../../problem.ts';
import type { Reach } from './reach.ts';
import type { Recorded } from '../recorded.ts';
import { isWithin, type Source, type Window } from './source.ts';
import { unwrap } from './unwrap.ts';

/** How a queue is read. */
export interface QueueWish extends Window {
  /** Takes messages out of the queue once they are kept. */
  readonly delete?: boolean;
}

/** How long messages are kept from others while the rest is read, in seconds; then SQS shows them again by itself, whatever becomes of us. */
const HIDDEN = 300;
const MOST_AT_ONCE = 10;
const WAIT = 2;
/** So many polls in a row that bring nothing mean that nothing is left: one may miss what lies on other servers. */
const EMPTY_POLLS = 2;

/** Reads a queue of dead letters with the attributes that say why each died, and leaves it as it was unless it is told to delete. */
export function deadLetterQueue(queue: string, wish: QueueWish, { clients, attempt, where }: Reach): Source {
  return {
    names: { kind: 'dead-letter queue', queue: nameOf(queue), account: where.account, region: where.region },
    async *read(reading) {
      const client = await clients.open('sqs');
      const QueueUrl = await attempt(`find the queue "${nameOf(queue)}"`, () => urlOf(queue, where.account, client));
      const held = new Map<string, string>();
      let strangers = 0;
      try {
        for (let empty = 0; empty < EMPTY_POLLS && !reading.signal.aborted;) {
          const { Messages = [] } = await attempt(`read the queue "${nameOf(queue)}"`, () =>
            client.receiveMessage({
              QueueUrl,
              MaxNumberOfMessages: MOST_AT_ONCE,
              // The clock of what plays AWS may stand still, and all that is there is on one server.
              WaitTimeSeconds: where.endpoint === undefined ? WAIT : 0,
              VisibilityTimeout: HIDDEN,
              MessageAttributeNames: ['All'],
              MessageSystemAttributeNames: ['All'],
            }),
          );
          const fresh = Messages.filter(({ MessageId = '' }) => !held.has(MessageId));
          empty = fresh.length === 0 ? empty + 1 : 0;
          for (const { MessageId = '', ReceiptHandle = '' } of Messages) held.set(MessageId, ReceiptHandle);
          const found = fresh.map(recordedIn);
          strangers += found.filter((found) => found.length === 0).length;
          yield { found: found.flat().filter((one) => isWithin(one, wish)) };
          // They are kept by now.
          if (wish.delete === true) {
            const known = Messages.filter((message) => recordedIn(message).some((one) => isWithin(one, wish)));
            await attempt(`delete from the queue "${nameOf(queue)}"`, () => deleteAll(known, QueueUrl, client));
            for (const { MessageId = '' } of known) held.delete(MessageId);
          }
        }
      } finally {
        await attempt(`show the messages of "${nameOf(queue)}" again`, () =>
          show([...held.values()], QueueUrl, client),
        );
      }
      if (strangers > 0) reading.note(`${strangers} of the messages are no event and no record, and were left there`);
    },
  };
}

function recordedIn(letter: Message): readonly Recorded[] {
  return unwrap(letter);
}

async function deleteAll(messages: readonly Message[], QueueUrl: string, client: SdkClient<'sqs'>): Promise<void> {
  if (messages.length === 0) return;
  const { Failed = [] } = await client.deleteMessageBatch({
    QueueUrl,
    Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
  });
  const [failed] = Failed;
  if (failed !== undefined)
    throw new Problem(
      'ENVIRONMENT_MISSING',
      `Cannot delete from the queue: ${failed.Message ?? ''} (${failed.Code ?? ''})`,
    );
}

/** Lets everybody see messages again. One that is visible already, or gone, is as good as that. */
async function show(handles: readonly string[], QueueUrl: string, client: SdkClient<'sqs'>): Promise<void> {
  for (let at = 0; at < handles.length; at += MOST_AT_ONCE) {
    await client.changeMessageVisibilityBatch({
      QueueUrl,
      Entries: handles
        .slice(at, at + MOST_AT_ONCE)
        .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 })),
    });
  }
}

/** The name of a queue, by that or by its URL or ARN. */
export function nameOf(queue: string): string {
  return queue.slice(Math.max(queue.lastIndexOf('/'), queue.lastIndexOf(':')) + 1);
}

async function urlOf(queue: string, account: string, client: SdkClient<'sqs'>): Promise<string> {
  if (/^https?:/.test(queue)) return queue;
  const { QueueUrl = '' } = await client.getQueueUrl({ QueueName: nameOf(queue), QueueOwnerAWSAccountId: account });
  return QueueUrl;
}
