import type { Instant } from '../../clock.ts';
import type { AwsCall, Invocation, Refusal } from '../consumer.ts';

/** A message as ReceiveMessage gives it. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
}

/** What was received at once, and what has become of it so far. */
export class Batch {
  readonly queue: string;
  readonly at: Instant;
  readonly messages: readonly ReceivedMessage[];
  readonly calls: AwsCall[] = [];
  readonly refusals: Refusal[] = [];
  readonly #began = performance.now();
  readonly #held: Set<string>;

  constructor(queue: string, at: Instant, messages: readonly ReceivedMessage[]) {
    this.queue = queue;
    this.at = at;
    this.messages = messages;
    this.#held = new Set(messages.map(({ ReceiptHandle }) => ReceiptHandle));
  }

  /** How many of its messages are neither deleted nor given back. */
  get left(): number {
    return this.#held.size;
  }

  get took(): number {
    return performance.now() - this.#began;
  }

  holds(handle: string): boolean {
    return this.#held.has(handle);
  }

  letGo(handle: string): void {
    this.#held.delete(handle);
  }

  /** How it ended, where the process has gone on to the next: what it has deleted, and what it has left to come again. */
  outcome(): Invocation['outcome'] {
    const received = this.messages.length;
    return { kind: 'returned', value: { received, deleted: received - this.left, left: this.left } };
  }
}

/** The messages in the output of ReceiveMessage. */
export function messagesIn(output: unknown): readonly ReceivedMessage[] {
  const { Messages: messages = [] } = output as { readonly Messages?: readonly ReceivedMessage[] };
  return messages;
}

/** The handles that a call deletes by. */
export function deletedBy({ operation, input }: AwsCall): readonly string[] {
  const { ReceiptHandle: handle, Entries: entries = [] } = input as {
    readonly ReceiptHandle?: string;
    readonly Entries?: readonly { readonly ReceiptHandle?: string }[];
  };
  if (operation === 'DeleteMessage') return handle === undefined ? [] : [handle];
  if (operation !== 'DeleteMessageBatch') return [];
  return entries.flatMap(({ ReceiptHandle: one }) => (one === undefined ? [] : [one]));
}

/** The name of the queue that a call is about. */
export function queueOf({ input }: AwsCall): string {
  const { QueueUrl: url = '' } = input as { readonly QueueUrl?: string };
  return url.slice(url.lastIndexOf('/') + 1);
}
