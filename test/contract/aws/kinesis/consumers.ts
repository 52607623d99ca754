import { ListStreamConsumersCommand, RegisterStreamConsumerCommand } from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeStream } from './stream.ts';

const StreamName = 'pushes';

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
};
