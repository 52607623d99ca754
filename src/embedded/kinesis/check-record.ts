import { Fault } from '../../wire/fault.ts';
import { isHashKey } from './hash-key.ts';
import type { Stream } from './stream.ts';
import type { NewRecord } from './streams.ts';

/**
 * Throws the fault for a record that a stream cannot take. `at` leads to the record in the request.
 *
 * Whoever puts several looks at each before the first is put: a refusal refuses them all.
 */
export function checkRecord(stream: Stream, record: NewRecord, at = ''): void {
  const { partitionKey, explicitHashKey } = record;
  const limit = stream.maxRecordKiB * 1024;
  if (sizeOf(record) > limit) {
    throw new Fault(
      'ValidationException',
      `1 validation error detected: Value at '${at}data' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
    );
  }
  if (stream.distribution === 'AUTO') return;
  if (partitionKey === undefined) {
    throw new Fault(
      'ValidationException',
      `1 validation error detected: Value null at '${at}partitionKey' failed to satisfy constraint: Member must not be null`,
    );
  }
  if (explicitHashKey !== undefined && !isHashKey(explicitHashKey)) {
    throw new Fault(
      'InvalidArgumentException',
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${explicitHashKey}`,
    );
  }
}

/** What a record counts as, its partition key included. */
export function sizeOf({ data, partitionKey = '' }: NewRecord): number {
  return data.length + Buffer.byteLength(partitionKey);
}
