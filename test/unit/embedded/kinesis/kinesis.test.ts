import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  DryRunOperationException,
  EnableEnhancedMonitoringCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  IncreaseStreamRetentionPeriodCommand,
  InvalidArgumentException,
  KinesisClient,
  ListShardsCommand,
  ListStreamConsumersCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  RemoveTagsFromStreamCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  SplitShardCommand,
  StartStreamEncryptionCommand,
  UpdateShardCountCommand,
  UpdateStreamRecordDistributionStrategyCommand,
} from '@aws-sdk/client-kinesis';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { listen } from '../../../../src/embedded/door/listener.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { kinesis } from '../../../../src/embedded/kinesis/kinesis.ts';
import { openStreams } from '../../../../src/embedded/kinesis/streams.ts';
import { seeded } from '../../../../src/random.ts';
import { answering, CLIENT } from './answering.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');
const HOUR = 3_600_000;
const StreamName = 'events';
const ARN = 'arn:aws:kinesis:us-east-2:123456789012:stream/events';

/** Streams of their own for each test, one of which has `shards` shards, and the SDK's client for them. */
async function stage(shards = 1) {
  const agenda = virtualAgenda(NOW);
  const streams = openStreams({ account: '123456789012', region: 'us-east-2', random: seeded(7), agenda });
  const answer = answering(kinesis({ streams }));
  const client = new KinesisClient({ ...CLIENT, requestHandler: sdkRequestHandler(answer) });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));

  const iterator = async (input: Partial<GetShardIteratorCommandInput> = {}) =>
    (
      await client.send(
        new GetShardIteratorCommand({
          StreamName,
          ShardId: 'shardId-000000000000',
          ShardIteratorType: 'TRIM_HORIZON',
          ...input,
        }),
      )
    ).ShardIterator;
  const put = (text: string, partitionKey = 'key') =>
    client.send(new PutRecordCommand({ StreamName, Data: Buffer.from(text), PartitionKey: partitionKey }));
  const read = async (ShardIterator: string | undefined, Limit?: number) => {
    const answer = await client.send(new GetRecordsCommand({ ShardIterator, Limit }));
    return { ...answer, texts: answer.Records!.map(({ Data }) => Buffer.from(Data!).toString()) };
  };
  return { agenda, streams, client, answer, iterator, put, read };
}

test('a record is read as it was put, with its key, its number and the time of its arrival', async () => {
  const { client, iterator, put, read } = await stage();
  const from = await iterator();
  const { SequenceNumber, ShardId } = await put('hello');
  expect(ShardId).toBe('shardId-000000000000');
  const { Records, MillisBehindLatest, NextShardIterator } = await client.send(
    new GetRecordsCommand({ ShardIterator: from }),
  );
  expect(Records).toEqual([
    {
      SequenceNumber,
      ApproximateArrivalTimestamp: new Date(NOW),
      Data: Uint8Array.from(Buffer.from('hello')),
      PartitionKey: 'key',
    },
  ]);
  expect(MillisBehindLatest).toBe(0);
  expect((await read(NextShardIterator)).texts).toEqual([]);
});

test('the client reads and writes over HTTP/2, which is all it speaks by itself', async () => {
  const { answer, streams } = await stage();
  await using listener = await listen(answer);
  const client = new KinesisClient({ ...CLIENT, endpoint: listener.url });
  const { SequenceNumber } = await client.send(
    new PutRecordCommand({ StreamName, Data: Buffer.from('over h2'), PartitionKey: 'k' }),
  );
  expect(String(streams.find(ARN).shards[0]!.records[0]!.sequence)).toBe(SequenceNumber);
  client.destroy();
});

test.each(['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER', 'AT_TIMESTAMP'] as const)(
  'an iterator of type %s begins where it says',
  async (type) => {
    const { agenda, iterator, put, read } = await stage();
    await put('a');
    await agenda.runUntil(NOW + 10_000);
    const { SequenceNumber } = await put('b');
    const from = await iterator({
      ShardIteratorType: type,
      ...(type.endsWith('SEQUENCE_NUMBER') && { StartingSequenceNumber: SequenceNumber }),
      ...(type === 'AT_TIMESTAMP' && { Timestamp: new Date(NOW + 1_000) }),
    });
    await put('c');
    const begins = {
      TRIM_HORIZON: 'abc',
      AT_TIMESTAMP: 'bc',
      AT_SEQUENCE_NUMBER: 'bc',
      AFTER_SEQUENCE_NUMBER: 'c',
      LATEST: 'c',
    };
    expect((await read(from)).texts.join('')).toBe(begins[type]);
  },
);

test('a reader gets so many records at a time, and zero behind only when it has them all', async () => {
  const { agenda, iterator, put, read } = await stage();
  for (const text of ['a', 'b', 'c']) {
    await put(text);
    await agenda.runUntil(agenda.now() + 1_000);
  }
  const first = await read(await iterator(), 2);
  expect(first).toMatchObject({ texts: ['a', 'b'], MillisBehindLatest: 2_000 });
  expect(await read(first.NextShardIterator, 2)).toMatchObject({ texts: ['c'], MillisBehindLatest: 0 });
});

test('records are forgotten when the retention of the stream is over', async () => {
  const { agenda, client, iterator, put, read } = await stage();
  await put('old');
  await agenda.runUntil(NOW + 23 * HOUR);
  await put('new');
  await agenda.runUntil(NOW + 25 * HOUR);
  expect((await read(await iterator())).texts).toEqual(['new']);
  await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));
  await agenda.runUntil(NOW + 48 * HOUR);
  expect((await read(await iterator())).texts).toEqual(['new']);
});

test('an iterator expires after five minutes, and nothing else passes for one', async () => {
  const { agenda, iterator, read } = await stage();
  const from = await iterator();
  await agenda.runUntil(NOW + 300_000);
  expect((await read(from)).texts).toEqual([]);
  await agenda.runUntil(NOW + 300_001);
  await expect(read(from)).rejects.toSatisfy(
    (error) =>
      error instanceof ExpiredIteratorException &&
      error.message ===
        'Iterator expired. The iterator was created at time Thu Jan 15 09:30:00 UTC 2026 while right now it is Thu Jan 15 09:35:00 UTC 2026 ' +
          'which is further in the future than the tolerated delay of 300000 milliseconds.',
  );
  for (const rubbish of ['x', 'AAAA', Buffer.from('[1,2]').toString('base64')]) {
    await expect(read(rubbish)).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: 'Invalid ShardIterator.',
    });
  }
});

test('an iterator of a stream that is gone finds nothing, even if there is a new one of its name', async () => {
  const { client, iterator, read } = await stage();
  const from = await iterator();
  await client.send(new DeleteStreamCommand({ StreamName }));
  await expect(read(from)).rejects.toBeInstanceOf(ResourceNotFoundException);
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await expect(read(from)).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('records of one key go to one shard in order, and an explicit hash key goes before it', async () => {
  const { client, iterator } = await stage(4);
  const { Records, FailedRecordCount } = await client.send(
    new PutRecordsCommand({
      StreamName,
      Records: [
        { Data: Buffer.from('1'), PartitionKey: 'web' },
        { Data: Buffer.from('2'), PartitionKey: 'web' },
        { Data: Buffer.from('3'), PartitionKey: 'web', ExplicitHashKey: '0' },
        { Data: Buffer.from('4'), PartitionKey: 'web', ExplicitHashKey: String(2n ** 128n - 1n) },
      ],
    }),
  );
  expect(FailedRecordCount).toBe(0);
  // MD5('web') begins with 0x25, which is in the first quarter of all keys.
  expect(Records!.map(({ ShardId }) => ShardId!.at(-1))).toEqual(['0', '0', '0', '3']);
  expect(BigInt(Records![1]!.SequenceNumber!)).toBeGreaterThan(BigInt(Records![0]!.SequenceNumber!));
  await expect(iterator({ ShardId: 'shardId-000000000004' })).rejects.toMatchObject({
    message: 'Shard shardId-000000000004 in stream events under account 123456789012 does not exist',
  });
});

test.each<[string, Partial<GetShardIteratorCommandInput>, string]>([
  [
    'a number where there should be none',
    { ShardIteratorType: 'LATEST', StartingSequenceNumber: '1' },
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified LATEST and also a StartingSequenceNumber.',
  ],
  [
    'no number where there should be one',
    { ShardIteratorType: 'AT_SEQUENCE_NUMBER' },
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.',
  ],
  [
    'a number that Kinesis never gave',
    { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '17' },
    'StartingSequenceNumber 17 used in GetShardIterator on shard shardId-000000000000 in stream events under account 123456789012 is invalid.',
  ],
  [
    'a time that is yet to come',
    { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(NOW + 1_000) },
    `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${NOW + 1_000}, currentTimestampInMillis: ${NOW}`,
  ],
])('an iterator is refused for %s', async (_, input, message) => {
  const { iterator } = await stage();
  await expect(iterator(input)).rejects.toSatisfy(
    (error) => error instanceof InvalidArgumentException && error.message === message,
  );
});

test('a number of another shard is refused by both names', async () => {
  const { iterator, put } = await stage(2);
  const { SequenceNumber } = await put('x', 'web');
  await expect(
    iterator({
      ShardId: 'shardId-000000000001',
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: SequenceNumber,
    }),
  ).rejects.toMatchObject({
    message:
      'Invalid StartingSequenceNumber. It encodes shardId-000000000000, while it was used in a call to a shard with shardId-000000000001',
  });
});

test('a record may measure a mebibyte with its key, and not a byte more', async () => {
  const { put } = await stage();
  await put('x'.repeat(1_048_573));
  await expect(put('x'.repeat(1_048_574))).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
  });
});

test('a split closes a shard, whose readers go on to its children', async () => {
  const { client, iterator, put, read } = await stage();
  const from = await iterator();
  await put('before', 'web');
  await client.send(
    new SplitShardCommand({
      StreamName,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: String(2n ** 127n),
    }),
  );
  expect((await put('after', 'web')).ShardId).toBe('shardId-000000000001');
  const last = await read(from);
  expect(last.texts).toEqual(['before']);
  expect(last.NextShardIterator).toBeUndefined();
  expect(last.ChildShards?.map(({ ShardId, ParentShards }) => [ShardId, ParentShards])).toEqual([
    ['shardId-000000000001', ['shardId-000000000000']],
    ['shardId-000000000002', ['shardId-000000000000']],
  ]);
  expect((await read(await iterator({ ShardId: 'shardId-000000000001' }))).texts).toEqual(['after']);
  await expect(
    client.send(new SplitShardCommand({ StreamName, ShardToSplit: 'shardId-000000000001', NewStartingHashKey: '1' })),
  ).rejects.toMatchObject({
    message:
      "NewStartingHashKey 1 used in SplitShard() on shard shardId-000000000001 in stream events under account 123456789012 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey 170141183460469231731687303715884105727.",
  });
});

test('a merge takes neighbours only, and their heir covers both', async () => {
  const { client } = await stage(3);
  const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
    client.send(new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }));
  await expect(merge('shardId-000000000000', 'shardId-000000000002')).rejects.toMatchObject({
    message:
      'Shards shardId-000000000000 and shardId-000000000002 in stream events under account 123456789012 are not an adjacent pair of shards eligible for merging',
  });
  await merge('shardId-000000000000', 'shardId-000000000001');
  const { Shards } = await client.send(new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }));
  expect(Shards).toMatchObject([
    { ShardId: 'shardId-000000000002' },
    {
      ShardId: 'shardId-000000000003',
      ParentShardId: 'shardId-000000000000',
      AdjacentParentShardId: 'shardId-000000000001',
      HashKeyRange: { StartingHashKey: '0' },
    },
  ]);
  await expect(merge('shardId-000000000000', 'shardId-000000000001')).rejects.toBeInstanceOf(ResourceInUseException);
});

test('scaling keeps every hash key in exactly one open shard', async () => {
  const { client, streams } = await stage(3);
  const scale = (TargetShardCount: number) =>
    client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }));
  expect(await scale(5)).toMatchObject({ CurrentShardCount: 3, TargetShardCount: 5 });
  await scale(4);
  const ranges = streams
    .find(StreamName)
    .shards.filter(({ lastSequence }) => lastSequence === undefined)
    .map(({ range }) => range)
    .toSorted((a, b) => (a.first < b.first ? -1 : 1));
  expect(ranges).toHaveLength(4);
  expect([0n, ...ranges.map(({ last }) => last + 1n)]).toEqual([...ranges.map(({ first }) => first), 2n ** 128n]);
  await expect(scale(9)).rejects.toMatchObject({
    name: 'LimitExceededException',
    message:
      'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 4, Target shard count: 9',
  });
});

test('an account has twenty thousand shards at most', async () => {
  const { client } = await stage();
  const many = new CreateStreamCommand({ StreamName: 'many', ShardCount: 20_000 });
  await expect(client.send(many)).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: expect.stringContaining(
      'This request would exceed the shard limit for the account 123456789012 in us-east-2. Current shard count for the account: 1. Limit: 20000.',
    ) as string,
  });
});

test('shards are listed page by page', async () => {
  const { client } = await stage(5);
  const first = await client.send(new ListShardsCommand({ StreamName, MaxResults: 3 }));
  expect(first.Shards).toHaveLength(3);
  const { Shards, NextToken } = await client.send(new ListShardsCommand({ NextToken: first.NextToken }));
  expect(Shards?.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000003', 'shardId-000000000004']);
  expect(NextToken).toBeUndefined();
});

test('a stream describes itself, and what is set on it', async () => {
  const { client } = await stage(2);
  await client.send(
    new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }),
  );
  await client.send(new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['IncomingBytes'] }));
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamARN: ARN, Limit: 1 }));
  expect(StreamDescription).toMatchObject({
    StreamName,
    StreamARN: ARN,
    StreamStatus: 'ACTIVE',
    RetentionPeriodHours: 24,
    StreamCreationTimestamp: new Date(NOW),
    EncryptionType: 'KMS',
    KeyId: 'alias/aws/kinesis',
    EnhancedMonitoring: [{ ShardLevelMetrics: ['IncomingBytes'] }],
    HasMoreShards: true,
    Shards: [{ ShardId: 'shardId-000000000000' }],
  });
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
  expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 2, ConsumerCount: 0 });
});

test('retention is refused outside of a day and a year, and in the wrong direction', async () => {
  const { client } = await stage();
  const increase = (RetentionPeriodHours: number) =>
    client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));
  await expect(increase(23)).rejects.toMatchObject({
    message: 'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.',
  });
  await expect(increase(8761)).rejects.toMatchObject({
    message: 'Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.',
  });
  await expect(
    client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 25 })),
  ).rejects.toMatchObject({
    message:
      'Requested retention period (25 hours) for stream events can not be longer than existing retention period (24 hours). Use IncreaseRetentionPeriod API.',
  });
});

test('streams are listed by name, page by page, and no name is given twice', async () => {
  const { client } = await stage();
  await client.send(new CreateStreamCommand({ StreamName: 'audit', StreamModeDetails: { StreamMode: 'ON_DEMAND' } }));
  const first = await client.send(new ListStreamsCommand({ Limit: 1 }));
  expect(first).toMatchObject({ StreamNames: ['audit'], HasMoreStreams: true });
  expect(await client.send(new ListStreamsCommand({ NextToken: first.NextToken }))).toMatchObject({
    StreamNames: ['events'],
    HasMoreStreams: false,
  });
  await expect(client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))).rejects.toSatisfy(
    (error) =>
      error instanceof ResourceInUseException &&
      error.message === 'Stream events under account 123456789012 already exists.',
  );
  await expect(client.send(new DescribeStreamCommand({ StreamName: 'gone' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Stream gone under account 123456789012 not found.',
  });
  await expect(
    client.send(
      new UpdateShardCountCommand({ StreamName: 'audit', TargetShardCount: 8, ScalingType: 'UNIFORM_SCALING' }),
    ),
  ).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Request is invalid. Stream audit under account 123456789012 is in On-Demand mode.',
  });
});

test('consumers are registered by name and keep their stream from being deleted', async () => {
  const { client } = await stage();
  const { Consumer } = await client.send(
    new RegisterStreamConsumerCommand({ StreamARN: ARN, ConsumerName: 'deployer' }),
  );
  expect(Consumer).toMatchObject({
    ConsumerARN: `${ARN}/consumer/deployer:${NOW / 1000}`,
    ConsumerStatus: 'CREATING',
  });
  const { ConsumerDescription } = await client.send(
    new DescribeStreamConsumerCommand({ ConsumerARN: Consumer!.ConsumerARN }),
  );
  expect(ConsumerDescription).toMatchObject({ ConsumerName: 'deployer', ConsumerStatus: 'ACTIVE', StreamARN: ARN });
  await expect(client.send(new DeleteStreamCommand({ StreamName }))).rejects.toBeInstanceOf(ResourceInUseException);
  await client.send(new DeregisterStreamConsumerCommand({ StreamARN: ARN, ConsumerName: 'deployer' }));
  expect((await client.send(new ListStreamConsumersCommand({ StreamARN: ARN }))).Consumers).toEqual([]);
});

test('tags are added, replaced, listed by key and removed', async () => {
  const { client } = await stage();
  await client.send(new AddTagsToStreamCommand({ StreamName, Tags: { team: 'a', env: 'test' } }));
  await client.send(new AddTagsToStreamCommand({ StreamName, Tags: { team: 'b' } }));
  await client.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['none'] }));
  expect(await client.send(new ListTagsForStreamCommand({ StreamName, Limit: 1 }))).toMatchObject({
    Tags: [{ Key: 'env', Value: 'test' }],
    HasMoreTags: true,
  });
  expect((await client.send(new ListTagsForStreamCommand({ StreamName, ExclusiveStartTagKey: 'env' }))).Tags).toEqual([
    { Key: 'team', Value: 'b' },
  ]);
});

test('somebody who watches a stream is told of each record, until they look away', async () => {
  const { streams, put } = await stage();
  let told = 0;
  const lookAway = streams.watch(ARN, () => (told += 1));
  await put('a');
  lookAway();
  await put('b');
  expect(told).toBe(1);
});

test('a stream that is only named is there where named streams are taken as given, until it is deleted', () => {
  const agenda = virtualAgenda(NOW);
  const scene = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda, takesNamedAsGiven: true };
  const streams = openStreams(scene);
  expect(streams.list()).toEqual([]);
  expect(streams.find(ARN).arn).toBe(ARN);
  streams.delete('events');
  expect(() => streams.find(ARN)).toThrow('Stream events under account 123456789012 not found.');
  expect(() => streams.find('not/a name')).toThrow('not found');
});

test('a partition key is needed, unless the stream distributes its records by itself', async () => {
  const { client, streams, iterator, read } = await stage(4);
  const put = (input: object = {}) =>
    client.send(new PutRecordCommand({ StreamName, Data: Buffer.from('x'), PartitionKey: undefined, ...input }));
  await expect(put()).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
  });
  await client.send(
    new UpdateStreamRecordDistributionStrategyCommand({ StreamARN: ARN, RecordDistributionStrategy: 'AUTO' }),
  );
  const { ShardId } = await put();
  const { Records } = await read(await iterator({ ShardId }));
  expect(Records!.map((record) => 'PartitionKey' in record)).toEqual([false]);
  for (let index = 0; index < 40; index += 1) await put({ PartitionKey: 'same' });
  expect(streams.find(ARN).shards.every(({ records }) => records.length > 0)).toBe(true);
});

test('a dry run that would succeed says so and leaves nothing behind', async () => {
  const { client, streams } = await stage();
  const put = (PartitionKey: string | undefined, name = StreamName) =>
    client.send(new PutRecordCommand({ StreamName: name, Data: Buffer.from('x'), PartitionKey, DryRun: true }));
  await expect(put('k')).rejects.toBeInstanceOf(DryRunOperationException);
  await expect(put('k', 'gone')).rejects.toBeInstanceOf(ResourceNotFoundException);
  expect(streams.find(ARN).shards[0]!.records).toEqual([]);
});

test('a batch with one record that cannot be put is refused as a whole', async () => {
  const { client, streams } = await stage();
  const put = (last: object) =>
    client.send(
      new PutRecordsCommand({
        StreamName,
        Records: [
          { Data: Buffer.from('fine'), PartitionKey: 'k' },
          { Data: Buffer.from('x'), PartitionKey: 'k', ...last },
        ],
      }),
    );
  await expect(put({ ExplicitHashKey: String(2n ** 128n) })).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message:
      'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456',
  });
  await expect(put({ PartitionKey: undefined })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(put({ Data: Buffer.alloc(1_048_576) })).rejects.toMatchObject({
    message: expect.stringContaining("at 'records.2.member.data'") as string,
  });
  expect(streams.find(ARN).shards[0]!.records).toEqual([]);
});

test('a reader that follows every shard and its children gets each record once, those of one key in order', async () => {
  const action = fc.oneof(
    { weight: 6, arbitrary: fc.record({ put: fc.constantFrom('a', 'b', 'c', 'd') }) },
    { weight: 1, arbitrary: fc.record({ scale: fc.integer({ min: 1, max: 6 }) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), async (actions, limit) => {
      const { client, iterator, put, read } = await stage(2);
      const wanted: string[] = [];
      for (const [index, each] of actions.entries()) {
        if ('put' in each) {
          await put(`${each.put}${index}`, each.put);
          wanted.push(`${each.put}${index}`);
        } else {
          // Scaling by more than double or half is refused, and changes nothing.
          await client
            .send(
              new UpdateShardCountCommand({
                StreamName,
                TargetShardCount: each.scale,
                ScalingType: 'UNIFORM_SCALING',
              }),
            )
            .catch(() => undefined);
        }
      }
      const seen: string[] = [];
      const { Shards } = await client.send(new ListShardsCommand({ StreamName }));
      for (const { ShardId } of Shards!) {
        let next = await iterator({ ShardId });
        while (next !== undefined) {
          const page = await read(next, limit);
          seen.push(...page.texts);
          next = page.MillisBehindLatest === 0 ? undefined : page.NextShardIterator;
        }
      }
      expect(seen.toSorted()).toEqual(wanted.toSorted());
      for (const key of 'abcd') {
        const own = (texts: readonly string[]) => texts.filter((text) => text.startsWith(key));
        expect(own(seen)).toEqual(own(wanted));
      }
    }),
    { numRuns: 30 },
  );
});
