import { createHash } from 'node:crypto';

/** How many hash keys there are: partition keys are spread over them, and shards share them out. */
const HASH_KEYS = 1n << 128n;

/** A run of hash keys, both ends included. */
export interface HashKeyRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** The hash key of a partition key: its MD5, as a number of 128 bits. */
export function hashKeyOf(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
}

/** Whether a number can be an `ExplicitHashKey`. */
export function isHashKey(key: bigint): boolean {
  return key >= 0n && key < HASH_KEYS;
}

/** Shares all hash keys out among `count` shards; the last takes what does not divide. */
export function evenRanges(count: number): readonly HashKeyRange[] {
  const size = HASH_KEYS / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    first: size * BigInt(index),
    last: index === count - 1 ? HASH_KEYS - 1n : size * BigInt(index + 1) - 1n,
  }));
}
