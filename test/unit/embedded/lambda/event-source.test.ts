import { KinesisDataStreamSchema, SqsSchema } from '@aws-lambda-powertools/parser/schemas';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { split } from '../../../../src/embedded/kinesis/reshard.ts';
import { openStreams } from '../../../../src/embedded/kinesis/streams.ts';
import { openFunctions } from '../../../../src/embedded/lambda/functions.ts';
import { lambda } from '../../../../src/embedded/lambda/lambda.ts';
import { openQueues } from '../../../../src/embedded/sqs/queues.ts';
import { seeded } from '../../../../src/random.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const WORK = 'arn:aws:sqs:us-east-2:123456789012:work';
const DEAD = 'arn:aws:sqs:us-east-2:123456789012:dead';
const STREAM = 'arn:aws:kinesis:us-east-2:123456789012:stream/events';
const FUNCTION = 'arn:aws:lambda:us-east-2:123456789012:function:worker';

interface Records {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly kinesis: { readonly data: string; readonly sequenceNumber: string };
  }[];
}

/** Queues, streams and a Lambda of their own for each test, with a function that answers what `work` does. */
function open(work: (event: Records) => unknown = () => null) {
  const agenda = virtualAgenda(START);
  const scene = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda };
  const queues = openQueues(scene);
  const streams = openStreams(scene);
  const surroundings = {
    scene,
    neighbours: { queues, streams, topics: { publish: () => {} }, buses: { put: () => {} } },
  };
  const functions = openFunctions(surroundings);
  const runs: { readonly after: number; readonly event: Records }[] = [];
  functions.define('worker', (event) => {
    runs.push({ after: agenda.now() - START, event: event as Records });
    try {
      return Promise.resolve({ kind: 'returned', value: work(event as Records) });
    } catch (error) {
      return Promise.resolve({ kind: 'threw', error: error as Error });
    }
  });
  const operations = lambda(functions, surroundings);
  const ask = (operation: string, input: object): Record<string, unknown> =>
    operations[operation]!(input as Readonly<Record<string, unknown>>) as Record<string, unknown>;
  return {
    agenda,
    ask,
    runs,
    queues,
    streams,
    map: (more: object) => ask('CreateEventSourceMapping', { FunctionName: 'worker', ...more }),
    queue: (attributes: Readonly<Record<string, string>> = {}, name = 'work') => queues.create(name, attributes, {}),
    put: (data: unknown) => streams.put(STREAM, { data: Buffer.from(JSON.stringify(data)), partitionKey: 'k' }),
    bodies: () => runs.map(({ event }) => event.Records.map(({ body }) => body)),
    data: () =>
      runs.map(({ event }) =>
        event.Records.map(({ kinesis }) => JSON.parse(Buffer.from(kinesis.data, 'base64').toString()) as unknown),
      ),
  };
}

function fails(): never {
  throw new Error('no');
}

test('messages arrive in batches, in the envelope of AWS, and are deleted', async () => {
  const { agenda, queue, queues, map, runs, bodies } = open();
  const work = queue();
  map({ EventSourceArn: WORK, BatchSize: 2 });
  queues.send(WORK, { body: 'a', attributes: { kind: { dataType: 'String', value: 'x' } } });
  for (const body of ['b', 'c']) queues.send(WORK, { body });
  await agenda.settle(60_000);
  expect(bodies()).toEqual([['a', 'b'], ['c']]);
  expect(work.counts()).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
  const { event } = runs[0]!;
  expect(SqsSchema.safeParse(event).error).toBeUndefined();
  expect(event.Records[0]).toEqual({
    messageId: expect.any(String) as string,
    receiptHandle: expect.any(String) as string,
    body: 'a',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(START),
      SenderId: expect.any(String) as string,
      ApproximateFirstReceiveTimestamp: String(START),
    },
    messageAttributes: {
      kind: { stringValue: 'x', stringListValues: [], binaryListValues: [], dataType: 'String' },
    },
    md5OfMessageAttributes: expect.any(String) as string,
    md5OfBody: '0cc175b9c0f1b6a831c399e269772661',
    eventSource: 'aws:sqs',
    eventSourceARN: WORK,
    awsRegion: 'us-east-2',
  });
});

test('what was there before the mapping is fed too', async () => {
  const { agenda, queue, queues, map, bodies } = open();
  queue();
  queues.send(WORK, { body: 'a' });
  map({ EventSourceArn: WORK });
  await agenda.settle(60_000);
  expect(bodies()).toEqual([['a']]);
});

test('a batch that fails comes again after its visibility time-out, and ends as dead letters', async () => {
  const { agenda, queue, queues, map, runs } = open(fails);
  const dead = queue({}, 'dead');
  queue({
    VisibilityTimeout: '30',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: DEAD, maxReceiveCount: 3 }),
  });
  map({ EventSourceArn: WORK });
  queues.send(WORK, { body: 'a' });
  await agenda.settle(3_600_000);
  expect(runs.map(({ after }) => after)).toEqual([0, 30_000, 60_000]);
  expect(dead.counts()).toMatchObject({ ready: 1 });
});

test('a function can report the items that it has failed, and only these come again', async () => {
  const { agenda, queue, queues, map, bodies } = open(({ Records }) => ({
    batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  }));
  queue();
  map({ EventSourceArn: WORK, FunctionResponseTypes: ['ReportBatchItemFailures'] });
  for (const body of ['good', 'bad', 'fine']) queues.send(WORK, { body });
  await agenda.settle(45_000);
  expect(bodies()).toEqual([['good', 'bad', 'fine'], ['bad']]);
});

test.each([
  ['an empty list', { batchItemFailures: [] }, 1],
  ['null', null, 1],
  ['an empty object', {}, 1],
  ['an unknown identifier', { batchItemFailures: [{ itemIdentifier: 'other' }] }, 2],
  ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, 2],
  ['no identifier', { batchItemFailures: [{ id: 'x' }] }, 2],
  ['something else than a list', { batchItemFailures: 'x' }, 2],
])('%s as the report of a batch is read as AWS reads it', async (_, answer, times) => {
  const { agenda, queue, queues, map, runs } = open(() => answer);
  queue();
  map({ EventSourceArn: WORK, FunctionResponseTypes: ['ReportBatchItemFailures'] });
  queues.send(WORK, { body: 'a' });
  await agenda.settle(45_000);
  expect(runs).toHaveLength(times);
});

test('a batch waits for its window, unless it is full', async () => {
  const { agenda, queue, queues, map, runs } = open();
  queue();
  map({ EventSourceArn: WORK, BatchSize: 3, MaximumBatchingWindowInSeconds: 20 });
  queues.send(WORK, { body: 'a' });
  await agenda.runUntil(START + 25_000);
  for (const body of ['b', 'c', 'd']) queues.send(WORK, { body });
  await agenda.settle(60_000);
  expect(runs.map(({ after, event }) => [after, event.Records.length])).toEqual([
    [20_000, 1],
    [25_000, 3],
  ]);
});

test('what no filter wants is deleted unseen', async () => {
  const { agenda, queue, queues, map, bodies } = open();
  const work = queue();
  map({ EventSourceArn: WORK, FilterCriteria: { Filters: [{ Pattern: '{"body":{"action":["PUSH"]}}' }] } });
  for (const body of ['{"action":"PUSH"}', '{"action":"DELETE"}', 'text']) queues.send(WORK, { body });
  await agenda.settle(60_000);
  expect(bodies()).toEqual([['{"action":"PUSH"}']]);
  expect(work.counts()).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
});

test('a mapping that is disabled or deleted feeds nothing, until it is enabled again', async () => {
  const { agenda, ask, queue, queues, map, bodies } = open();
  queue();
  const { UUID } = map({ EventSourceArn: WORK });
  expect(ask('UpdateEventSourceMapping', { UUID, Enabled: false })).toMatchObject({ State: 'Updating' });
  expect(ask('GetEventSourceMapping', { UUID })).toMatchObject({ State: 'Disabled' });
  queues.send(WORK, { body: 'a' });
  await agenda.settle(60_000);
  expect(bodies()).toEqual([]);
  ask('UpdateEventSourceMapping', { UUID, Enabled: true });
  await agenda.settle(60_000);
  expect(bodies()).toEqual([['a']]);
  expect(ask('DeleteEventSourceMapping', { UUID })).toMatchObject({ State: 'Deleting' });
  queues.send(WORK, { body: 'b' });
  await agenda.settle(60_000);
  expect(bodies()).toEqual([['a']]);
  expect(ask('ListEventSourceMappings', {})).toEqual({ EventSourceMappings: [] });
});

test('records of a stream arrive in order, in the envelope of AWS', async () => {
  const { agenda, streams, map, put, runs, data } = open();
  streams.create('events', { shards: 1 });
  put('before');
  expect(map({ EventSourceArn: STREAM, StartingPosition: 'LATEST', BatchSize: 2 })).toMatchObject({
    BatchSize: 2,
    BisectBatchOnFunctionError: false,
    DestinationConfig: { OnFailure: {} },
    EventSourceArn: STREAM,
    FunctionArn: FUNCTION,
    FunctionResponseTypes: [],
    LastProcessingResult: 'No records processed',
    MaximumBatchingWindowInSeconds: 0,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    ParallelizationFactor: 1,
    StartingPosition: 'LATEST',
    State: 'Creating',
    StateTransitionReason: 'User action',
    TumblingWindowInSeconds: 0,
  });
  for (const n of [1, 2, 3]) put({ n });
  await agenda.settle(60_000);
  expect(data()).toEqual([[{ n: 1 }, { n: 2 }], [{ n: 3 }]]);
  const { event } = runs[0]!;
  expect(KinesisDataStreamSchema.safeParse(structuredClone(event)).error).toBeUndefined();
  const { sequenceNumber } = event.Records[0]!.kinesis;
  expect(event.Records[0]).toEqual({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'k',
      sequenceNumber,
      data: Buffer.from('{"n":1}').toString('base64'),
      approximateArrivalTimestamp: START / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `shardId-000000000000:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::123456789012:role/worker',
    awsRegion: 'us-east-2',
    eventSourceARN: STREAM,
  });
});

test('a batch that fails holds those behind it up, until it has been tried often enough', async () => {
  const { agenda, streams, queue, queues, map, put, data, runs } = open((event) => {
    if (Buffer.from(event.Records[0]!.kinesis.data, 'base64').toString() === '"bad"') fails();
  });
  streams.create('events', { shards: 1 });
  queue({}, 'dead');
  map({
    EventSourceArn: STREAM,
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 1,
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: DEAD } },
  });
  put('bad');
  put('good');
  await agenda.settle(60_000);
  expect(data()).toEqual([['bad'], ['bad'], ['bad'], ['good']]);
  expect(runs.map(({ after }) => after)).toEqual([0, 1_000, 3_000, 3_000]);
  const [told] = await queues.receive(DEAD, {});
  expect(JSON.parse(told!.message.body)).toMatchObject({
    requestContext: { functionArn: FUNCTION, condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: '2026-01-15T09:30:03.000Z',
    KinesisBatchInfo: { shardId: 'shardId-000000000000', batchSize: 1, streamArn: STREAM },
  });
});

test('a batch that fails can be halved until the bad record is alone', async () => {
  const { agenda, streams, map, put, data } = open((event) => {
    const values = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
    if (values.includes('3')) fails();
  });
  streams.create('events', { shards: 1 });
  map({
    EventSourceArn: STREAM,
    StartingPosition: 'TRIM_HORIZON',
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 0,
  });
  for (const n of [1, 2, 3, 4]) put(n);
  await agenda.settle(60_000);
  expect(data()).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [4]]);
});

test('a function can report where in a batch it has failed, and what came before is done with', async () => {
  let failed = false;
  const { agenda, streams, map, put, data } = open(({ Records }) => {
    const bad = failed ? undefined : Records[2];
    failed = true;
    return { batchItemFailures: bad === undefined ? [] : [{ itemIdentifier: bad.kinesis.sequenceNumber }] };
  });
  streams.create('events', { shards: 1 });
  map({
    EventSourceArn: STREAM,
    StartingPosition: 'TRIM_HORIZON',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  for (const n of [1, 2, 3, 4]) put(n);
  await agenda.settle(60_000);
  expect(data()).toEqual([
    [1, 2, 3, 4],
    [3, 4],
  ]);
});

test.each([
  [
    { EventSourceArn: 'arn:aws:dynamodb:us-east-2:123456789012:table/t' },
    'InvalidParameterValueException',
    'Unrecognized event source.',
  ],
  [
    { EventSourceArn: DEAD },
    'InvalidParameterValueException',
    /^Error occurred while ReceiveMessage\. SQS Error Code: AWS\.SimpleQueueService\.NonExistentQueue\. /,
  ],
  [{ EventSourceArn: WORK, FunctionName: 'other' }, 'InvalidParameterValueException', /^Function does not exist$/],
  [
    { EventSourceArn: WORK, BatchSize: 11 },
    'InvalidParameterValueException',
    'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
  ],
  [{ EventSourceArn: STREAM }, 'InvalidParameterValueException', /'startingPosition' failed to satisfy constraint/],
  [
    { EventSourceArn: WORK, FilterCriteria: { Filters: [{ Pattern: '{"body":[{"nope":1}]}' }] } },
    'InvalidParameterValueException',
    'Invalid filter pattern definition.',
  ],
])('a mapping of %o is refused', (input, code, message) => {
  const { queue, streams, map } = open();
  queue();
  streams.create('events', { shards: 1 });
  expect(() => map(input)).toThrow(message);
  expect(() => map(input)).toThrow(expect.objectContaining({ code }) as Error);
});

test('the same mapping cannot be made twice', () => {
  const { queue, map } = open();
  queue();
  const { UUID } = map({ EventSourceArn: WORK });
  expect(() => map({ EventSourceArn: WORK })).toThrow(
    `The event source arn (" ${WORK} ") and function (" worker ") provided mapping already exists. Please update or delete the existing mapping with UUID ${String(UUID)}`,
  );
});

test('a batch that comes back at once is not tried for ever at one moment', async () => {
  const { agenda, queue, queues, map, runs } = open(fails);
  queue({ VisibilityTimeout: '0' });
  map({ EventSourceArn: WORK });
  queues.send(WORK, { body: 'a' });
  await agenda.runUntil(START + 3_500);
  expect(runs.map(({ after }) => after)).toEqual([0, 1_000, 2_000, 3_000]);
});

test('messages of a FIFO queue arrive in the order of their group, also after a failure', async () => {
  let failures = 1;
  const { agenda, queue, queues, map, bodies } = open(({ Records }) => {
    if (failures > 0 && Records.some(({ body }) => body === 'b')) {
      failures -= 1;
      fails();
    }
  });
  queue({ FifoQueue: 'true', ContentBasedDeduplication: 'true', VisibilityTimeout: '5' }, 'work.fifo');
  map({ EventSourceArn: `${WORK}.fifo`, BatchSize: 1 });
  for (const body of ['a', 'b', 'c']) queues.send(`${WORK}.fifo`, { body, groupId: 'g' });
  await agenda.settle(60_000);
  expect(bodies()).toEqual([['a'], ['b'], ['b'], ['c']]);
});

test('the shards that come of a split are read when the one that was split has been', async () => {
  let failures = 2;
  const { agenda, streams, map, put, data } = open(() => {
    failures -= 1;
    if (failures >= 0) fails();
  });
  const stream = streams.create('events', { shards: 1 });
  map({ EventSourceArn: STREAM, StartingPosition: 'LATEST' });
  put('before');
  await agenda.runUntil(START + 500);
  split(stream, stream.shards[0]!, 2n ** 127n, agenda.now());
  put('after');
  await agenda.settle(60_000);
  expect(data()).toEqual([['before'], ['before'], ['before'], ['after']]);
});
