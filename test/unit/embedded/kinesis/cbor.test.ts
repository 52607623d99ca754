import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { kinesis } from '../../../../src/embedded/kinesis/kinesis.ts';
import { openStreams } from '../../../../src/embedded/kinesis/streams.ts';
import { seeded } from '../../../../src/random.ts';
import { readCbor, writeCbor } from '../../../../src/wire/cbor.ts';
import { answering } from './answering.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');

/** Asks as the SDK for Java does: AwsJson's headers, and CBOR for a body. */
async function ask(agenda = virtualAgenda(NOW)) {
  const streams = openStreams({ account: '123456789012', region: 'us-east-2', random: seeded(7), agenda });
  streams.create('events', { shards: 1 });
  const answer = answering(kinesis({ streams }));
  return async (operation: string, input: object) => {
    const { status, headers, body } = await answer(
      {
        method: 'POST',
        url: '/',
        headers: {
          host: 'kinesis.us-east-2.amazonaws.com',
          'x-amz-target': `Kinesis_20131202.${operation}`,
          'content-type': 'application/x-amz-cbor-1.1',
        },
        body: writeCbor(input, 'milliseconds'),
      },
      {},
    );
    expect(headers['content-type']).toBe('application/x-amz-cbor-1.1');
    return { status, output: readCbor(body as Uint8Array) as Record<string, unknown> };
  };
}

test('the SDK for Java is answered in CBOR, with moments in milliseconds and bytes as bytes', async () => {
  const agenda = virtualAgenda(NOW);
  const kinesis = await ask(agenda);
  await kinesis('PutRecord', { StreamName: 'events', PartitionKey: 'k', Data: Buffer.from([0, 255]) });
  await agenda.runUntil(NOW + 1_000);
  const { output } = await kinesis('GetShardIterator', {
    StreamName: 'events',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'AT_TIMESTAMP',
    Timestamp: new Date(NOW - 1),
  });
  const { ShardIterator } = output;
  expect((await kinesis('GetRecords', { ShardIterator })).output['Records']).toEqual([
    {
      SequenceNumber: expect.stringMatching(/^\d{56}$/) as string,
      ApproximateArrivalTimestamp: NOW,
      Data: Buffer.from([0, 255]),
      PartitionKey: 'k',
    },
  ]);
});

test('an error is told in CBOR too', async () => {
  const kinesis = await ask();
  expect(await kinesis('DescribeStream', { StreamName: 'gone' })).toEqual({
    status: 400,
    output: {
      __type: 'ResourceNotFoundException',
      message: 'Stream gone under account 123456789012 not found.',
    },
  });
});
