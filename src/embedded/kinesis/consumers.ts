import { Fault } from '../../wire/fault.ts';
import type { Stream, StreamConsumer } from './stream.ts';
import type { Streams } from './streams.ts';

/** How an operation says which consumer it means: by its own ARN, or by its stream's and its name. */
export interface Which {
  readonly StreamARN?: string;
  readonly ConsumerName?: string;
  readonly ConsumerARN?: string;
}

/** A stream has at most so many registered consumers. */
const CONSUMER_LIMIT = 20;

/** RegisterStreamConsumer, DescribeStreamConsumer, ListStreamConsumers and DeregisterStreamConsumer. */
export function consumerOperations(streams: Streams) {
  const { account, agenda } = streams.scene;

  function register({ StreamARN, ConsumerName }: { readonly StreamARN: string; readonly ConsumerName: string }) {
    const stream = streams.find(StreamARN);
    if (stream.consumers.has(ConsumerName)) {
      throw new Fault(
        'ResourceInUseException',
        `Consumer ${ConsumerName} under stream ${stream.name} already exists for account ${account}.`,
      );
    }
    if (stream.consumers.size >= CONSUMER_LIMIT) {
      throw new Fault(
        'LimitExceededException',
        `Exceeded the limit of ${CONSUMER_LIMIT} consumers for stream ${stream.name} under account ${account}.`,
      );
    }
    const created = agenda.now();
    const arn = `${stream.arn}/consumer/${ConsumerName}:${Math.floor(created / 1000)}`;
    const consumer = { name: ConsumerName, arn, created };
    stream.consumers.set(ConsumerName, consumer);
    return { Consumer: { ...describe(consumer), ConsumerStatus: 'CREATING' } };
  }

  const find = (which: Which) => findConsumer(streams, which);

  return {
    RegisterStreamConsumer: register,
    DescribeStreamConsumer: (input: Which) => {
      const { stream, consumer } = find(input);
      return { ConsumerDescription: { ...describe(consumer), StreamARN: stream.arn } };
    },
    ListStreamConsumers: ({ StreamARN, NextToken, MaxResults = 100 }: ConsumersPage) => {
      const start = NextToken === undefined ? 0 : Number(NextToken);
      const all = [...streams.find(StreamARN).consumers.values()];
      const end = start + MaxResults;
      return { Consumers: all.slice(start, end).map(describe), ...(end < all.length && { NextToken: String(end) }) };
    },
    DeregisterStreamConsumer: (input: Which): void => {
      const { stream, consumer } = find(input);
      stream.consumers.delete(consumer.name);
      streams.tell(stream);
    },
  };
}

/** The consumer that an operation means, and its stream. */
export function findConsumer(
  streams: Streams,
  { StreamARN, ConsumerName, ConsumerARN }: Which,
): { stream: Stream; consumer: StreamConsumer } {
  const stream = streams.find(StreamARN ?? ConsumerARN ?? '');
  const consumer = [...stream.consumers.values()].find(({ name, arn }) =>
    ConsumerARN === undefined ? name === ConsumerName : arn === ConsumerARN,
  );
  if (consumer === undefined) {
    throw new Fault(
      'ResourceNotFoundException',
      `Consumer ${ConsumerName ?? ConsumerARN}, account ${streams.scene.account} not found.`,
    );
  }
  return { stream, consumer };
}

interface ConsumersPage {
  readonly StreamARN: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

function describe({ name, arn, created }: StreamConsumer): object {
  return {
    ConsumerName: name,
    ConsumerARN: arn,
    ConsumerStatus: 'ACTIVE',
    ConsumerCreationTimestamp: new Date(created),
  };
}
