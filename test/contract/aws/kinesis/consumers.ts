import {
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  ListStreamConsumersCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
  type _Record,
  type StartingPosition,
  type SubscribeToShardEventStream,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeStream, put, textOf } from './stream.ts';

const StreamName = 'pushes';
const SHARD = 'shardId-000000000000';

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

async function makeConsumer(aws: Account): Promise<string> {
  const StreamARN = await makeStream(aws, StreamName);
  const { Consumer } = await aws.kinesis.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'deployer' }),
  );
  await activeConsumer(aws, Consumer!.ConsumerARN!);
  return Consumer!.ConsumerARN!;
}

type Events = AsyncIterator<SubscribeToShardEventStream>;

async function subscribe(
  { kinesis }: Account,
  ConsumerARN: string,
  StartingPosition: StartingPosition,
): Promise<Events> {
  const { EventStream } = await kinesis.send(
    new SubscribeToShardCommand({ ConsumerARN, ShardId: SHARD, StartingPosition }),
  );
  return EventStream![Symbol.asyncIterator]();
}

/** Listens until there are as many records; most events say only that there is nothing. */
async function heard(events: Events, most: number): Promise<[text: string, sequence: string][]> {
  const records: _Record[] = [];
  while (records.length < most) {
    const { done, value } = await events.next();
    if (done === true) break;
    records.push(...(value.SubscribeToShardEvent?.Records ?? []));
  }
  return records.map((record) => [textOf(record), record.SequenceNumber!]);
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

  'a consumer is sent what its shard is given, as it comes': async (aws) => {
    const ConsumerARN = await makeConsumer(aws);
    const events = await subscribe(aws, ConsumerARN, { Type: 'TRIM_HORIZON' });
    const first = await put(aws, 'one');
    expect(await heard(events, 1)).toEqual([['one', first.SequenceNumber]]);
    const second = await put(aws, 'two');
    expect(await heard(events, 1)).toEqual([['two', second.SequenceNumber]]);
    await events.return?.();
  },

  'a consumer begins where it asks to': async (aws) => {
    const ConsumerARN = await makeConsumer(aws);
    const { SequenceNumber } = await put(aws, 'one');
    await put(aws, 'two');
    const events = await subscribe(aws, ConsumerARN, { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber });
    expect((await heard(events, 1)).map(([text]) => text)).toEqual(['two']);
    await events.return?.();
  },

  'a consumer subscribes to a shard once in five seconds': async (aws) => {
    const ConsumerARN = await makeConsumer(aws);
    const events = await subscribe(aws, ConsumerARN, { Type: 'LATEST' });
    await expect(subscribe(aws, ConsumerARN, { Type: 'LATEST' })).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
    await events.return?.();
  },

  'a consumer is told the children of a shard that is split, and no more of it': async (aws) => {
    const ConsumerARN = await makeConsumer(aws);
    const events = await subscribe(aws, ConsumerARN, { Type: 'TRIM_HORIZON' });
    await put(aws, 'one');
    await aws.kinesis.send(
      new SplitShardCommand({
        StreamName,
        ShardToSplit: SHARD,
        NewStartingHashKey: '170141183460469231731687303715884105728',
      }),
    );
    const texts: string[] = [];
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      const { Records = [], ChildShards, ContinuationSequenceNumber } = next.value.SubscribeToShardEvent ?? {};
      texts.push(...Records.map(textOf));
      if (ChildShards === undefined) continue;
      expect(ContinuationSequenceNumber).toBeUndefined();
      expect(ChildShards.map(({ ShardId, ParentShards }) => [ShardId, ParentShards])).toEqual([
        ['shardId-000000000001', [SHARD]],
        ['shardId-000000000002', [SHARD]],
      ]);
    }
    expect(texts).toEqual(['one']);
  },

  'a shard is sent only to a consumer that is there': async (aws) => {
    const StreamARN = await makeStream(aws, StreamName);
    const ConsumerARN = `${StreamARN}/consumer/nobody:1768469400`;
    await expect(subscribe(aws, ConsumerARN, { Type: 'LATEST' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  },
};
