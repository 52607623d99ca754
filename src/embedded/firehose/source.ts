import type { Agenda } from '../agenda.ts';
import { readShard, sequenceAfter } from '../kinesis/read.ts';
import type { Stream } from '../kinesis/stream.ts';

/** The data streams that delivery streams can read from. */
export interface Sources {
  readonly streams: {
    find(nameOrArn: string): Stream;
    watch(nameOrArn: string, told: () => void): () => void;
  };
}

/** Reads every record that `arn` is given from now on, until the returned function is called. */
export function follow(
  streams: Sources['streams'],
  agenda: Agenda,
  arn: string,
  take: (data: Uint8Array) => void,
): () => void {
  const stream = streams.find(arn);
  const positions = new Map(stream.shards.map((shard) => [shard.id, sequenceAfter(shard)]));

  function pump(): void {
    for (const shard of stream.shards) {
      const from = positions.get(shard.id) ?? shard.firstSequence;
      const { records, next } = readShard(stream, shard, { from, limit: Infinity, now: agenda.now() });
      for (const { data } of records) take(data);
      positions.set(shard.id, next ?? (records.at(-1)?.sequence ?? from) + 1n);
    }
  }

  return streams.watch(arn, () => void agenda.after(0, pump));
}
