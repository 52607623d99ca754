import type { LeftMessage } from '../bus/bus.ts';
import type { Rehearsal } from '../rehearse/rehearse.ts';
import { isDeadLetter } from '../verdict/asked/dead-letter.ts';
import { aboutOf } from './about.ts';
import { clipped } from './bounded.ts';
import type { Book } from './book.ts';

const MOST_BODY = 100_000;

/** Writes down what lies in queues when everything is over, and what nobody waited for. */
export function writeLeft(book: Book, { run, activity, deadLetterQueues }: Rehearsal): void {
  for (const name of deadLetterQueues) book.lane('queue', name);
  for (const message of run.left ?? []) writeMessage(book, message, deadLetterQueues);
  const at = Math.max(activity.ended, ...run.arrivals.slice(-1).map(({ delivery }) => delivery.at));
  for (const { consumer, error } of run.orphans ?? [])
    book.add({
      lane: book.lane('consumer', consumer),
      kind: 'orphan',
      at,
      title: `${error.name}: ${error.message}`,
      tone: 'bad',
      notes: ['It failed after its invocation had returned, when nobody waited for it any more'],
      body: error,
    });
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

function writeMessage(book: Book, message: LeftMessage, deadLetterQueues: readonly string[]): void {
  const { queue, body, sentAt, receiveCount, attributes, deadLetterOf } = message;
  const isDead = isDeadLetter(message, deadLetterQueues);
  const event = jsonOf(body);
  const eventId = typeof event === 'object' && event !== null && 'id' in event ? String(event.id) : undefined;
  const code = attributes['ERROR_CODE'] ?? attributes['ErrorCode'];
  const from = causeOf(book, eventId, sentAt);
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
function causeOf(book: Book, eventId: string | undefined, sentAt: number): string | undefined {
  if (eventId === undefined) return undefined;
  const before = book.items().filter((item) => item.eventId === eventId && item.at <= sentAt);
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
