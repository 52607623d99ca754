import type { LeftMessage } from '../bus/bus.ts';
import type { Orphan } from '../consumer/consumer.ts';
import type { Rehearsal } from '../rehearse/rehearse.ts';
import { isDeadLetter } from '../verdict/asked/dead-letter.ts';
import { aboutOf } from './about.ts';
import { clipped } from './bounded.ts';
import type { Book } from './book.ts';
import type { Item } from './saved-run.ts';

const MOST_BODY = 100_000;

/** Writes down what lies in queues when everything is over, and what nobody waited for. */
export function writeLeft(book: Book, { run, activity, deadLetterQueues }: Rehearsal): void {
  writeMessages(book, run.left ?? [], deadLetterQueues);
  const at = Math.max(activity.ended, ...run.arrivals.slice(-1).map(({ delivery }) => delivery.at));
  writeOrphans(book, run.orphans ?? [], at);
  for (const { address } of run.strayRefusals ?? [])
    book.add({
      lane: book.lane('calls', 'outside any invocation'),
      kind: 'refusal',
      at,
      title: `refused: ${address}`,
      tone: 'bad',
      notes: ['It would have left the rehearsal'],
      body: { address },
    });
}

/** Writes down what consumers left running and failed, at the end: nobody knows when it did. */
export function writeOrphans(book: Book, orphans: readonly Orphan[], at: number): void {
  for (const { consumer, error } of orphans)
    book.add({
      lane: book.lane('consumer', consumer),
      kind: 'orphan',
      at,
      title: `${error.name}: ${error.message}`,
      tone: 'bad',
      notes: ['It failed after its invocation had returned, when nobody waited for it any more'],
      body: error,
    });
}

/** Writes down what lies in queues, each message with the last that was done with its event before. */
export function writeMessages(book: Book, messages: readonly LeftMessage[], deadLetterQueues: readonly string[]): void {
  for (const name of deadLetterQueues) book.lane('queue', name);
  if (messages.length === 0) return;
  const byEvent = Map.groupBy(book.items(), ({ eventId }) => eventId);
  for (const message of messages) writeMessage(book, message, deadLetterQueues, byEvent);
}

function writeMessage(
  book: Book,
  message: LeftMessage,
  deadLetterQueues: readonly string[],
  byEvent: ReadonlyMap<string | undefined, readonly Item[]>,
): void {
  const { queue, body, sentAt, receiveCount, attributes, deadLetterOf } = message;
  const isDead = isDeadLetter(message, deadLetterQueues);
  const event = jsonOf(body);
  const eventId = typeof event === 'object' && event !== null && 'id' in event ? String(event.id) : undefined;
  const code = attributes['ERROR_CODE'] ?? attributes['ErrorCode'];
  const from = causeOf(byEvent.get(eventId) ?? [], eventId, sentAt);
  book.add({
    lane: book.lane('queue', queue),
    kind: isDead ? 'dead-letter' : 'message',
    at: sentAt,
    title: isDead ? `dead letter${code === undefined ? '' : `: ${code}`}` : 'message',
    ...(isDead && { tone: 'bad' as const }),
    ...(from !== undefined && { causes: [from] }),
    ...aboutOf(event),
    ...(eventId !== undefined && { eventId }),
    notes: [
      'It lies there when everything is over',
      ...(receiveCount > 0 ? [`Received ${receiveCount} times`] : []),
      ...(deadLetterOf === undefined ? [] : [`Queue "${deadLetterOf}" gave up on it`]),
    ],
    body: { ...message, body: event ?? clipped(body, MOST_BODY) },
  });
}

/** The last that was done with the event before the message was sent: a failed invocation, else a rule's match. */
function causeOf(items: readonly Item[], eventId: string | undefined, sentAt: number): string | undefined {
  if (eventId === undefined) return undefined;
  const before = items.filter((item) => item.at <= sentAt);
  const last = (...kinds: readonly string[]): string | undefined =>
    before.findLast(({ kind }) => kinds.includes(kind))?.id;
  return last('invocation', 'retry') ?? last('match') ?? last('delivery');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
