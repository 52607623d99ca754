import {
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  ListStreamConsumersCommand,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeStream } from './stream.ts';

const StreamName = 'pushes';

/** Waits until a consumer can read. */
async function activeConsumer({ kinesis }: Account, ConsumerARN: string): Promise<void> {
  const end = Date.now() + 10_000;
  for (;;) {
    const { ConsumerDescription } = await kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN }));
    if (ConsumerDescription?.ConsumerStatus === 'ACTIVE' || Date.now() > end) return;
  }
}

/** Asks for a consumer until that is refused, and gives the name of the refusal. */
async function untilGone({ kinesis }: Account, ConsumerARN: string): Promise<string | undefined> {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    try {
      await kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN }));
    } catch (error) {
      return (error as Error).name;
    }
  }
  return undefined;
}

/** What streams promise readers with a throughput of their own. */
export const CONSUMERS: Promises = {
  'consumers are registered under a name of their own': async (aws) => {
    const StreamARN = await makeStream(aws, StreamName);
    const { Consumer } = await aws.kinesis.send(
      new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'deployer' }),
    );
    expect(Consumer?.ConsumerARN).toMatch(new RegExp(`^${StreamARN}/consumer/deployer:\\d+$`));
    await expect(
      aws.kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'deployer' })),
    ).rejects.toMatchObject({ name: 'ResourceInUseException' });
    const { Consumers } = await aws.kinesis.send(new ListStreamConsumersCommand({ StreamARN }));
    expect(Consumers?.map(({ ConsumerName }) => ConsumerName)).toEqual(['deployer']);
  },

  'a consumer is described by its ARN or by its name, until it is deregistered': async (aws) => {
    const StreamARN = await makeStream(aws, StreamName);
    const { Consumer } = await aws.kinesis.send(
      new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'deployer' }),
    );
    const { ConsumerARN } = Consumer!;
    await activeConsumer(aws, ConsumerARN!);
    const byName = await aws.kinesis.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'deployer' }));
    expect(byName.ConsumerDescription).toMatchObject({ ConsumerARN, StreamARN, ConsumerStatus: 'ACTIVE' });
    await aws.kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
    expect(await untilGone(aws, ConsumerARN!)).toBe('ResourceNotFoundException');
  },
};
