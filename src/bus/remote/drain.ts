import type { Message } from '@aws-sdk/client-sqs';
import type { SdkClient } from './sdk.ts';

/** A queue that is being emptied. */
export interface Drain {
  /** Ends the poll that is under way. Nothing is taken after that. */
  stop(): Promise<void>;
}

/** What is done with messages, and with a failure that ends the draining. */
export interface Draining {
  readonly take: (message: Message) => void;
  readonly failed: (error: unknown) => void;
  /** Seconds that one poll waits for a message. */
  readonly wait?: number;
}

/** SQS allows a poll no longer wait, and gives no more at once. */
const LONGEST_WAIT = 20;
const MOST_AT_ONCE = 10;

/**
 * Empties a queue by long polls until it is told to stop. SQS delivers at least once: what it delivers twice, by its own id of the
 * message, is taken once.
 */
export function drain(
  client: Pick<SdkClient<'sqs'>, 'receiveMessage' | 'deleteMessageBatch'>,
  QueueUrl: string,
  { take, failed, wait = LONGEST_WAIT }: Draining,
): Drain {
  const stopping = new AbortController();
  const taken = new Set<string>();

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      const { Messages = [] } = await client.receiveMessage(
        {
          QueueUrl,
          MaxNumberOfMessages: MOST_AT_ONCE,
          WaitTimeSeconds: wait,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        },
        { abortSignal: stopping.signal },
      );
      if (stopping.signal.aborted || Messages.length === 0) continue;
      for (const message of Messages) {
        if (message.MessageId !== undefined && taken.has(message.MessageId)) continue;
        taken.add(message.MessageId ?? '');
        take(message);
      }
      await client.deleteMessageBatch({
        QueueUrl,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      });
    }
  }

  const polling = poll().catch((error: unknown) => {
    if (!stopping.signal.aborted) failed(error);
  });
  return {
    stop: () => {
      stopping.abort();
      return polling;
    },
  };
}
