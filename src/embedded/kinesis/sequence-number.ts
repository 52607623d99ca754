import type { Instant } from '../../clock.ts';

/** What a sequence number tells of its record. Within a shard, a later record has a greater `index`, and so a greater number. */
export interface SequenceParts {
  /** When the shard was opened; to the second. */
  readonly opened: Instant;
  readonly shard: number;
  readonly index: bigint;
  /** When the record arrived; to the second. */
  readonly arrived: Instant;
}

/** The `index` of the number that a shard ends with once it is closed. */
export const LAST_INDEX = 0x7fff_ffff_ffff_ffffn;

/**
 * Composes a sequence number: 186 bits, so 56 decimal digits that sort as numbers and as text.
 *
 * The layout is the one that Kinesis has used since 2013, as far as it shows from outside: version, the shard's birth in seconds, four bits of
 * the shard, the index, a byte, the arrival in seconds, the shard, version.
 */
export function sequenceNumber({ opened, shard, index, arrived }: SequenceParts): bigint {
  let number = 2n;
  number = (number << 36n) | seconds(opened);
  number = (number << 4n) | BigInt(shard & 15);
  number = (number << 64n) | index;
  number <<= 8n;
  number = (number << 36n) | seconds(arrived);
  number = (number << 32n) | BigInt(shard);
  return (number << 4n) | 2n;
}

/** Takes a sequence number apart; `undefined` for a number that Kinesis cannot have given. */
export function readSequenceNumber(number: bigint): SequenceParts | undefined {
  const version = number & 15n;
  const shard = Number((number >> 4n) & 0xffff_ffffn);
  const arrived = Number((number >> 36n) & 0xf_ffff_ffffn) * 1000;
  const index = (number >> 80n) & 0xffff_ffff_ffff_ffffn;
  const opened = Number((number >> 148n) & 0xf_ffff_ffffn) * 1000;
  if (version !== 2n || number >> 184n !== 2n || index > LAST_INDEX) return undefined;
  return { opened, shard, index, arrived };
}

function seconds(instant: Instant): bigint {
  return BigInt(Math.floor(instant / 1000));
}
