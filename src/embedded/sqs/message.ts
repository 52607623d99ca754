import type { Instant } from '../../clock.ts';

/** A message attribute: `String`, `Number` or `Binary`, perhaps with a label of the sender's own after a dot. */
export interface MessageAttribute {
  readonly dataType: string;
  readonly value: string | Uint8Array;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What somebody wants to be queued. */
export interface Outgoing {
  readonly body: string;
  readonly attributes?: MessageAttributes | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  /** Milliseconds; of a standard queue only. */
  readonly delay?: number | undefined;
  readonly traceHeader?: string | undefined;
  /** The principal that sends, as `SenderId` gives it; unless told, whoever rehearses. */
  readonly sender?: string | undefined;
}

/** What the sender learns. */
export interface Sent {
  readonly messageId: string;
  readonly bodyDigest: string;
  readonly attributesDigest: string | undefined;
  readonly systemAttributesDigest: string | undefined;
  /** Of a FIFO queue only. */
  readonly sequenceNumber: string | undefined;
}

/** A message in a queue, with what becomes of it there. */
export interface Message extends Sent {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly traceHeader: string | undefined;
  readonly sender: string;
  readonly sentAt: Instant;
  /** The order of sending within its queue. */
  readonly order: number;
  /** The queue that gave up on it, when it came here as a dead letter. */
  readonly deadLetterOf: string | undefined;
  /** How often it was received before it came here as a dead letter: receivers are told, and the redrive policy here does not count it. */
  readonly receivedBefore: number;
  state: 'delayed' | 'ready' | 'in flight' | 'gone';
  /** When it can be received next, while it is delayed or in flight. */
  visibleAt: Instant;
  /** When the visibility time-out that runs now was begun. */
  receivedAt: Instant;
  firstReceivedAt: Instant | undefined;
  receiveCount: number;
  /** Of the latest receipt; the earlier ones no longer delete. */
  receiptHandle: string | undefined;
}
