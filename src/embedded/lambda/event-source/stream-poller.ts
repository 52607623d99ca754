import type { Milliseconds } from '../../../clock.ts';
import type { Random } from '../../../random.ts';
import type { Agenda } from '../../agenda.ts';
import { readShard, sequenceAfter, sequenceAt } from '../../kinesis/read.ts';
import type { Shard, StoredRecord } from '../../kinesis/stream.ts';
import type { Functions } from '../functions.ts';
import { filtered, openFilter } from './filter.ts';
import { readItemFailures } from './item-failures.ts';
import type { Cursor, Mapping, Poller, Sources } from './mapping.ts';
import { call, FAILED } from './queue-poller.ts';
import { batchRecord, streamRecord } from './stream-records.ts';

/** A batch that fails is tried again after a second, and then ever later, up to a minute: records behind it wait. */
const FIRST_DELAY: Milliseconds = 1_000;
const LAST_DELAY: Milliseconds = 60_000;

/** What a poller of a stream needs beside its mapping. */
export interface StreamGround extends Pick<Sources, 'streams'> {
  readonly functions: Pick<Functions, 'invoke'>;
  readonly agenda: Agenda;
  readonly random: Random;
  /** Sends what an on-failure destination is told. */
  tell(destination: string, record: object): void;
}

/** Feeds a function from a stream, each shard in order: records behind a batch that fails have to wait for it. */
export function pollStream(mapping: Mapping, ground: StreamGround): Poller {
  const { streams, functions, agenda, random } = ground;
  const { source, settings, cursors } = mapping;
  const stream = streams.find(source);
  const role = `arn:aws:iam::${source.split(':')[4]}:role/${mapping.called.name}`;
  const passes = openFilter(settings.filters);
  const planned = new Map<string, () => void>();
  let stopped = false;

  function start(shard: Shard): bigint {
    // A shard that came of one that is read already goes on where that ends, whatever the mapping began with.
    if (shard.parent !== undefined && cursors.has(shard.parent)) return shard.firstSequence;
    switch (settings.startingPosition) {
      case 'LATEST':
        return sequenceAfter(shard);
      case 'AT_TIMESTAMP':
        return sequenceAt(shard, settings.startingTimestamp ?? 0);
      default:
        return shard.firstSequence;
    }
  }

  function look(): void {
    if (stopped) return;
    for (const shard of stream.shards) {
      let cursor = cursors.get(shard.id);
      if (cursor === undefined) {
        cursor = { from: start(shard), size: settings.batchSize, failures: 0, busy: false, done: false };
        cursors.set(shard.id, cursor);
      }
      // A child's records follow those of its parents.
      const parents = [shard.parent, shard.adjacentParent].map((id) =>
        id === undefined ? undefined : cursors.get(id),
      );
      if (cursor.busy || cursor.done || parents.some((parent) => parent?.done === false)) continue;
      const { records, next } = readShard(stream, shard, {
        from: cursor.from,
        limit: settings.batchSize,
        now: agenda.now(),
      });
      if (records.length === 0 && next === undefined) cursor.done = true;
      if (records.length === 0) continue;
      plan(shard, cursor, records.length >= settings.batchSize ? 0 : settings.batchingWindow * 1000);
    }
  }

  function plan(shard: Shard, cursor: Cursor, delay: Milliseconds): void {
    planned.get(shard.id)?.();
    const cancel = agenda.after(delay, async () => {
      planned.delete(shard.id);
      cursor.busy = true;
      const again = await poll(shard, cursor);
      cursor.busy = false;
      if (stopped) return;
      if (again === undefined) look();
      else plan(shard, cursor, again);
    });
    planned.set(shard.id, cancel);
  }

  /** Tries one batch. Gives the delay after which it is to be tried again, if it is. */
  async function poll(shard: Shard, cursor: Cursor): Promise<Milliseconds | undefined> {
    const { records } = readShard(stream, shard, { from: cursor.from, limit: cursor.size, now: agenda.now() });
    const last = records.at(-1);
    if (last === undefined) return undefined;
    const batch = records.filter(({ data, partitionKey }) =>
      passes({ data: filtered(Buffer.from(data).toString('utf8')), partitionKey }),
    );
    const failedAt = batch.length === 0 ? undefined : await firstFailure(batch, shard);
    if (failedAt === undefined) {
      mapping.lastResult = 'OK';
      advance(cursor, last.sequence + 1n);
      return undefined;
    }
    mapping.lastResult = 'PROBLEM: Function call failed';
    return retry(shard, cursor, records, failedAt);
  }

  /** The sequence number of the first record that was not dealt with. */
  async function firstFailure(batch: readonly StoredRecord[], shard: Shard): Promise<bigint | undefined> {
    const Records = batch.map((record) => streamRecord(record, shard, source, role));
    const answer = await call(mapping, functions, { Records });
    if (answer === FAILED) return batch[0]!.sequence;
    if (!settings.reportsItemFailures) return undefined;
    const failures = readItemFailures(answer, new Set(batch.map(({ sequence }) => String(sequence))));
    if (failures === 'all') return batch[0]!.sequence;
    return batch.find(({ sequence }) => failures.has(String(sequence)))?.sequence;
  }

  function retry(
    shard: Shard,
    cursor: Cursor,
    records: readonly StoredRecord[],
    failedAt: bigint,
  ): Milliseconds | undefined {
    if (failedAt > cursor.from && failedAt > records[0]!.sequence) {
      // What came before the failure is dealt with, and does not come again.
      const before = records.filter(({ sequence }) => sequence < failedAt).length;
      cursor.from = failedAt;
      cursor.size = Math.max(1, records.length - before);
    } else if (settings.bisectsBatch && records.length > 1) {
      // Halving a batch is not counted as an attempt.
      cursor.size = Math.ceil(records.length / 2);
      return 0;
    }
    cursor.failures += 1;
    const age = agenda.now() - records[0]!.arrived;
    const tooOld = settings.maximumRecordAge >= 0 && age >= settings.maximumRecordAge * 1000;
    const tooOften = settings.maximumRetryAttempts >= 0 && cursor.failures > settings.maximumRetryAttempts;
    if (!tooOld && !tooOften) return Math.min(FIRST_DELAY * 2 ** (cursor.failures - 1), LAST_DELAY);
    const given = records.filter(({ sequence }) => sequence >= cursor.from);
    if (settings.onFailure !== undefined) {
      const condition = tooOften ? 'RetryAttemptsExhausted' : 'RecordAgeExceeded';
      const ending = {
        requestId: random.uuid(),
        functionArn: mapping.called.arn,
        condition,
        count: cursor.failures,
        now: agenda.now(),
      } as const;
      ground.tell(settings.onFailure, batchRecord(given, shard, source, ending));
    }
    advance(cursor, given.at(-1)!.sequence + 1n);
    return undefined;
  }

  function advance(cursor: Cursor, to: bigint): void {
    cursor.from = to;
    cursor.size = settings.batchSize;
    cursor.failures = 0;
  }

  look();
  const unwatch = streams.watch(source, look);
  return {
    stop: () => {
      stopped = true;
      for (const cancel of planned.values()) cancel();
      unwatch();
    },
  };
}
