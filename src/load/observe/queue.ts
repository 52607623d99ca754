import type { Milliseconds } from '../../clock.ts';
import type { Clients } from '../../bus/remote/clients.ts';
import { remoteProblem } from '../../bus/remote/failure.ts';
import type { SdkClient } from '../../bus/remote/sdk.ts';
import type { Observer, Seen } from './observer.ts';

/** How many poll one queue at once: an answer takes ten messages. */
const RECEIVERS = 4;
/** After a call that failed, in milliseconds, and how often that may be in a row. */
const PAUSE: Milliseconds = 500;
const PATIENCE = 10;

/**
 * Watches a queue that rules send to. What is in it is taken away: it has to be a queue that nobody else reads.
 *
 * Of the clients it takes one that asks only once, for an answer that is lost hides messages until they are shown again.
 */
export async function observeQueue(url: string, clients: Clients): Promise<Observer> {
  const sqs = await clients.open('sqs', { once: true });
  const attempt = `watch the queue ${url}`;
  const ending = new AbortController();
  let failure: string | undefined;
  let receivers: readonly Promise<void>[] = [];

  async function receive(seen: Seen, now: () => number): Promise<void> {
    for (let failed = 0; !ending.signal.aborted && failure === undefined;) {
      try {
        const messages = await receiveFrom(sqs, url, ending.signal);
        const at = now();
        for (const { Body: body = '', Attributes: { ApproximateReceiveCount: count = '1' } = {} } of messages) {
          const seq = seen.seqIn(body);
          if (seq !== undefined) seen.delivered(seq, at, { maybeAgain: Number(count) > 1 });
        }
        await take(sqs, url, messages);
        failed = 0;
      } catch (error) {
        if (ending.signal.aborted) return;
        failed += 1;
        if (failed >= PATIENCE) failure = remoteProblem(attempt, error, clients.reach.endpoint).message;
        else await pause(PAUSE, ending.signal);
      }
    }
  }

  return {
    legs: ['delivery'],
    failure: () => failure,
    watch: (seen, now) => {
      receivers = Array.from({ length: RECEIVERS }, () => receive(seen, now));
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await Promise.all(receivers);
      clients[Symbol.dispose]();
    },
  };
}

/** Of a message, what is looked at. */
interface Message {
  readonly Body?: string | undefined;
  readonly ReceiptHandle?: string | undefined;
  readonly Attributes?: { readonly ApproximateReceiveCount?: string } | undefined;
}

async function receiveFrom(
  sqs: SdkClient<'sqs'>,
  QueueUrl: string,
  abortSignal: AbortSignal,
): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.receiveMessage(
    { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, MessageSystemAttributeNames: ['ApproximateReceiveCount'] },
    { abortSignal },
  );
  return Messages;
}

async function take(sqs: SdkClient<'sqs'>, QueueUrl: string, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  await sqs.deleteMessageBatch({
    QueueUrl,
    Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
  });
}

function pause(duration: Milliseconds, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, duration);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
