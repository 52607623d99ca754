import {
  CreateStreamCommand,
  DeregisterStreamConsumerCommand,
  KinesisClient,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
  type SubscribeToShardEventStream,
} from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { listen } from '../../../../src/embedded/door/listener.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { kinesis } from '../../../../src/embedded/kinesis/kinesis.ts';
import { openStreams } from '../../../../src/embedded/kinesis/streams.ts';
import { seeded } from '../../../../src/random.ts';
import { answering, CLIENT } from './answering.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');
const StreamName = 'events';
const SECOND = 1_000;

/** A consumer of a stream with one shard, and time that passes only when it is told to. */
async function stage() {
  const agenda = virtualAgenda(NOW);
  const streams = openStreams({ account: '123456789012', region: 'us-east-2', random: seeded(7), agenda });
  const answer = answering(kinesis({ streams }));
  const client = new KinesisClient({ ...CLIENT, requestHandler: sdkRequestHandler(answer) });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const StreamARN = streams.find(StreamName).arn;
  const registered = await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'deployer' }));
  const ConsumerARN = registered.Consumer!.ConsumerARN!;
  const subscribe = async (by = client) => {
    const { EventStream } = await by.send(
      new SubscribeToShardCommand({
        ConsumerARN,
        ShardId: 'shardId-000000000000',
        StartingPosition: { Type: 'TRIM_HORIZON' },
      }),
    );
    return EventStream![Symbol.asyncIterator]();
  };
  const put = (text: string) =>
    client.send(new PutRecordCommand({ StreamName, Data: Buffer.from(text), PartitionKey: 'key' }));
  return { agenda, streams, answer, client, ConsumerARN, subscribe, put };
}

/** What is left of the events, each as the texts of its records. */
async function rest(events: AsyncIterator<SubscribeToShardEventStream>): Promise<string[][]> {
  const heard: string[][] = [];
  for (let next = await events.next(); next.done !== true; next = await events.next()) {
    const { Records = [] } = next.value.SubscribeToShardEvent ?? {};
    heard.push(Records.map(({ Data }) => Buffer.from(Data!).toString()));
  }
  return heard;
}

test('a subscription ends after five minutes, and gives a sign of life every five seconds until then', async () => {
  const { agenda, subscribe, put } = await stage();
  const events = await subscribe();
  await put('one');
  await agenda.runUntil(NOW + 299 * SECOND);
  await put('two');
  await agenda.runUntil(NOW + 301 * SECOND);
  await put('too late');
  await agenda.runUntil(NOW + 400 * SECOND);
  const heard = await rest(events);
  expect(heard.flat()).toEqual(['one', 'two']);
  expect(heard).toHaveLength(1 + 59 + 1);
});

test('five seconds later the same consumer may subscribe again, and the one before ends', async () => {
  const { agenda, subscribe, put } = await stage();
  const before = await subscribe();
  await agenda.runUntil(NOW + 5 * SECOND);
  const after = await subscribe();
  await put('one');
  await agenda.runUntil(NOW + 6 * SECOND);
  expect((await rest(before)).flat()).toEqual([]);
  expect(await after.next()).toMatchObject({
    value: { SubscribeToShardEvent: { Records: [{ PartitionKey: 'key' }] } },
  });
});

test('a subscription ends with its consumer', async () => {
  const { agenda, client, ConsumerARN, subscribe } = await stage();
  const events = await subscribe();
  await agenda.runUntil(NOW + SECOND);
  await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
  await agenda.runUntil(NOW + SECOND);
  expect(await rest(events)).toEqual([[]]);
});

/** What the SDK's client sends, for whoever wants to hang up as it never does. */
function raw(ConsumerARN: string) {
  const asked = { ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'TRIM_HORIZON' } };
  return {
    method: 'POST',
    headers: { 'x-amz-target': 'Kinesis_20131202.SubscribeToShard', 'user-agent': 'api/kinesis#3.0.0' },
    body: Buffer.from(JSON.stringify(asked)),
  };
}

test('who stops listening leaves nothing to be done', async () => {
  const { agenda, answer, ConsumerARN } = await stage();
  const { flow } = await answer({ ...raw(ConsumerARN), url: '/' }, {});
  const parts = flow![Symbol.asyncIterator]();
  await parts.next();
  await parts.return?.();
  await agenda.settle(3_600 * SECOND);
  expect(agenda.now()).toBe(NOW);
});

test('a client that hangs up stops listening', async () => {
  const { agenda, answer, ConsumerARN } = await stage();
  const told = Promise.withResolvers<void>();
  await using listener = await listen(async (request, origin) => {
    const answered = await answer(request, origin);
    const parts = answered.flow![Symbol.asyncIterator]();
    const heardOf = {
      next: () => parts.next(),
      return: async () => {
        const left = await parts.return!();
        told.resolve();
        return left;
      },
    };
    return { ...answered, flow: { [Symbol.asyncIterator]: () => heardOf } };
  });
  const hangUp = new AbortController();
  const { body } = await fetch(listener.url, { ...raw(ConsumerARN), signal: hangUp.signal });
  await body!.getReader().read();
  hangUp.abort();
  await told.promise;
  await agenda.settle(3_600 * SECOND);
  expect(agenda.now()).toBe(NOW);
});
