import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Account } from '../account.ts';

/** The log group that these promises are about. */
export const GROUP = '/pushes';

/** Makes a log group with one stream in it. */
export async function makeGroup({ logs }: Account): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 'web' }));
}

/** Writes lines, a millisecond apart, and gives the time of the first. */
export async function write(
  { logs }: Account,
  messages: readonly string[],
  stream = 'web',
  from = Date.now(),
): Promise<number> {
  await logs.send(
    new PutLogEventsCommand({
      logGroupName: GROUP,
      logStreamName: stream,
      logEvents: messages.map((message, n) => ({ timestamp: from + n, message })),
    }),
  );
  return from;
}

/** The lines that a filter finds. */
export async function filtered({ logs }: Account, filterPattern: string): Promise<(string | undefined)[]> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, filterPattern }));
  return events.map(({ message }) => message);
}
