import type { Instant, Milliseconds } from '../../clock.ts';
import { EventStream, type StreamedEvent } from '../../wire/event-stream.ts';
import { Fault } from '../../wire/fault.ts';
import { openChannel } from '../channel.ts';
import { findConsumer } from './consumers.ts';
import { childrenOf, describeRecord } from './get-records.ts';
import { readShard } from './read.ts';
import { startIn, type Start } from './start.ts';
import { findShard, type Shard, type Stream } from './stream.ts';
import type { Streams } from './streams.ts';

interface SubscribeInput {
  readonly ConsumerARN: string;
  readonly ShardId: string;
  readonly StartingPosition: {
    readonly Type: string;
    readonly SequenceNumber?: string;
    readonly Timestamp?: number | Date;
  };
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html */
const LIFE: Milliseconds = 300_000;
/** So soon after it, a subscription cannot be taken over by another. */
const HELD: Milliseconds = 5_000;
/** Where nothing comes, that is said now and then: it keeps the connection, and moves the reader's place on. */
const SIGN_OF_LIFE: Milliseconds = 5_000;

interface Subscription {
  readonly began: Instant;
  end(): void;
}

/** SubscribeToShard: what a shard is given is pushed to a consumer, for five minutes. */
export function subscriptionOperations(streams: Streams) {
  const { account, agenda } = streams.scene;
  /** The latest of each consumer and shard. */
  const subscriptions = new Map<string, Subscription>();

  function subscribe({ ConsumerARN, ShardId, StartingPosition: position }: SubscribeInput): EventStream {
    const { stream, consumer } = findConsumer(streams, { ConsumerARN });
    const shard = findShard(stream, ShardId, account);
    const key = `${ConsumerARN} ${shard.id}`;
    const before = subscriptions.get(key);
    const began = agenda.now();
    if (before !== undefined && began - before.began < HELD) {
      throw new Fault(
        'ResourceInUseException',
        `Another active subscription exists for this consumer: ${account}:${stream.name}:${consumer.name}`,
      );
    }
    const from = startIn(stream, shard, startOf(position), { now: began, account });
    before?.end();
    const { events, end } = push(stream, shard, from, () => streams.hasConsumer(stream, consumer));
    subscriptions.set(key, { began, end });
    return new EventStream(events);
  }

  function push(stream: Stream, shard: Shard, start: bigint, isThere: () => boolean) {
    let from = start;
    let cancel = (): void => {};
    const stopWatching = streams.watch(stream.name, () => plan(0));
    const expire = agenda.after(LIFE, () => channel.end());
    const channel = openChannel<StreamedEvent>(() => {
      stopWatching();
      expire();
      cancel();
    });

    function plan(delay: Milliseconds): void {
      cancel();
      cancel = agenda.after(delay, tell);
    }

    function tell(): void {
      if (!isThere()) return channel.end();
      const { records, next, millisBehindLatest } = readShard(stream, shard, {
        from,
        limit: 10_000,
        now: agenda.now(),
      });
      channel.send({
        SubscribeToShardEvent: {
          Records: records.map((record) => describeRecord(stream, record)),
          MillisBehindLatest: millisBehindLatest,
          ...(next === undefined
            ? { ChildShards: childrenOf(stream, shard) }
            : { ContinuationSequenceNumber: String(next) }),
        },
      });
      if (next === undefined) return channel.end();
      from = next;
      plan(millisBehindLatest > 0 ? 0 : SIGN_OF_LIFE);
    }

    plan(0);
    return { events: channel, end: () => channel.end() };
  }

  return { SubscribeToShard: subscribe };
}

function startOf({ Type, SequenceNumber, Timestamp }: SubscribeInput['StartingPosition']): Start {
  return {
    ShardIteratorType: Type,
    ...(SequenceNumber !== undefined && { StartingSequenceNumber: SequenceNumber }),
    ...(Timestamp !== undefined && { Timestamp }),
  };
}
