import type { Message } from '@aws-sdk/client-sqs';
import type { SdkClient } from '../remote/sdk.ts';

/** A queue of ours, whose messages nobody else takes. */
export interface Mailbox {
  readonly url: string;
  /** Takes what is there, waiting up to so many seconds for the first. */
  take(seconds: number): Promise<readonly Message[]>;
}

/** Messages are out of sight for longer than any run once they were taken, so nothing has to be deleted. */
export const TAKEN_FOR_GOOD = { VisibilityTimeout: '43200' };

/** Opens the mailbox of a queue. SQS may deliver twice; what it does is taken once, by its own id of the message. */
export function openMailbox(client: Pick<SdkClient<'sqs'>, 'receiveMessage'>, url: string): Mailbox {
  const taken = new Set<string>();
  return {
    url,
    take: async (WaitTimeSeconds) => {
      const { Messages = [] } = await client.receiveMessage({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds,
      });
      return Messages.filter(({ MessageId = '' }) => {
        if (taken.has(MessageId)) return false;
        taken.add(MessageId);
        return true;
      });
    },
  };
}
