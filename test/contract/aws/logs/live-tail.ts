import {
  CreateLogStreamCommand,
  StartLiveTailCommand,
  type LiveTailSessionUpdate,
  type StartLiveTailCommandInput,
  type StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { GROUP, makeGroup, write } from './group.ts';

type Part = StartLiveTailResponseStream;

async function tail(aws: Account, change: Partial<StartLiveTailCommandInput> = {}): Promise<AsyncIterator<Part>> {
  const logGroupIdentifiers = [aws.arn('logs', `log-group:${GROUP}`)];
  const { responseStream } = await aws.logs.send(new StartLiveTailCommand({ logGroupIdentifiers, ...change }));
  return responseStream![Symbol.asyncIterator]();
}

/** The next update with anything in it. */
async function nextNews(parts: AsyncIterator<Part>): Promise<LiveTailSessionUpdate> {
  for (let part = await parts.next(); part.done !== true; part = await parts.next()) {
    const { sessionUpdate } = part.value;
    if ((sessionUpdate?.sessionResults?.length ?? 0) > 0) return sessionUpdate!;
  }
  throw new Error('The session has ended');
}

/** What CloudWatch Logs promises whoever watches log groups live. */
export const LIVE_TAIL: Promises = {
  'whoever watches a log group is told first what is watched, then what is written': async (aws) => {
    await makeGroup(aws);
    await write(aws, ['before']);
    const parts = await tail(aws);
    const { value } = (await parts.next()) as { value: Part };
    const logGroupIdentifier = aws.arn('logs', `log-group:${GROUP}`);
    expect(value.sessionStart).toMatchObject({ logGroupIdentifiers: [logGroupIdentifier] });
    expect(value.sessionStart?.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    const timestamp = await write(aws, ['pushed']);
    expect(await nextNews(parts)).toMatchObject({
      sessionMetadata: { sampled: false },
      sessionResults: [{ logStreamName: 'web', logGroupIdentifier, message: 'pushed', timestamp }],
    });
    await parts.return?.();
  },

  'only what matches is told': async (aws) => {
    await makeGroup(aws);
    await aws.logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 'api' }));
    const parts = await tail(aws, { logStreamNames: ['web'], logEventFilterPattern: 'ERROR' });
    await write(aws, ['ERROR in api'], 'api');
    await write(aws, ['all is well', 'ERROR in web']);
    const { sessionResults } = await nextNews(parts);
    expect(sessionResults?.map(({ message }) => message)).toEqual(['ERROR in web']);
    await parts.return?.();
  },

  'of more than five hundred events in a second, a sample is told': async (aws) => {
    await makeGroup(aws);
    const parts = await tail(aws);
    await write(
      aws,
      Array.from({ length: 600 }, (_, n) => `event ${n}`),
    );
    const { sessionMetadata, sessionResults } = await nextNews(parts);
    expect([sessionMetadata?.sampled, sessionResults?.length]).toEqual([true, 500]);
    await parts.return?.();
  },

  'a log group that is not there is not watched': async (aws) => {
    await expect(tail(aws)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  },

  'log groups are watched by their ARNs': async (aws) => {
    await makeGroup(aws);
    await expect(tail(aws, { logGroupIdentifiers: [GROUP] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  },
};
