import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';

/** What a shard iterator stands for. */
export interface ShardPosition {
  readonly stream: string;
  readonly generation: number;
  readonly shard: string;
  readonly from: bigint;
  readonly given: Instant;
}

/** An iterator can be used for five minutes (https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html). */
const LIFE = 300_000;

/** Writes an iterator as the text that a reader hands back. */
export function writeIterator({ stream, generation, shard, from, given }: ShardPosition): string {
  return Buffer.from(JSON.stringify([1, stream, generation, shard, String(from), given])).toString('base64');
}

/** Reads what `writeIterator` wrote. Throws the fault for one that is not, or is too old. */
export function readIterator(text: string, now: Instant): ShardPosition {
  const iterator = parse(text);
  if (iterator === undefined) throw new Fault('InvalidArgumentException', 'Invalid ShardIterator.');
  if (now - iterator.given > LIFE) {
    throw new Fault(
      'ExpiredIteratorException',
      `Iterator expired. The iterator was created at time ${amzDate(iterator.given)} while right now it is ${amzDate(now)} ` +
        `which is further in the future than the tolerated delay of ${LIFE} milliseconds.`,
    );
  }
  return iterator;
}

function parse(text: string): ShardPosition | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 6 || parts[0] !== 1) return undefined;
  const [, stream, generation, shard, from, given] = parts as readonly unknown[];
  if (typeof stream !== 'string' || typeof shard !== 'string') return undefined;
  if (typeof from !== 'string' || !/^\d{1,129}$/.test(from)) return undefined;
  if (typeof generation !== 'number' || typeof given !== 'number') return undefined;
  return { stream, generation, shard, from: BigInt(from), given };
}

/** `Thu Jan 22 01:22:02 UTC 2015`, as Java prints a date. */
function amzDate(instant: Instant): string {
  const [weekday, day, month, year, time] = new Date(instant).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
