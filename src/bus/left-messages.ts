import { parseArn } from '../embedded/arn.ts';
import type { Estate } from '../embedded/assemble.ts';
import type { Message } from '../embedded/sqs/message.ts';
import type { LeftMessage } from './bus.ts';

/** What lies in the queues of an account, in the order it was sent; nothing, where nobody has asked for a queue. */
export function leftMessages(estate: Estate): readonly LeftMessage[] {
  const queues = estate.opened('queues');
  if (queues === undefined) return [];
  return [...queues.all()]
    .flatMap((queue) => queue.messages().map((message) => toLeft(queue.name, message)))
    .toSorted((a, b) => a.sentAt - b.sentAt);
}

function toLeft(queue: string, message: Message): LeftMessage {
  const { messageId, body, sentAt, receiveCount, receivedBefore, attributes, deadLetterOf } = message;
  const from = deadLetterOf === undefined ? undefined : parseArn(deadLetterOf)?.resource;
  return {
    queue,
    messageId,
    body,
    sentAt,
    receiveCount: receiveCount + receivedBefore,
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { value }]) => [
        name,
        typeof value === 'string' ? value : Buffer.from(value).toString('base64'),
      ]),
    ),
    ...(from !== undefined && { deadLetterOf: from }),
  };
}
