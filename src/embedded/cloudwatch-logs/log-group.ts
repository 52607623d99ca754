import type { Instant } from '../../clock.ts';
import type { FilterPattern } from './filter-pattern/filter-pattern.ts';

/** A line as a group keeps it. */
export interface LogEvent {
  /** Grows with the timestamp, and among equal ones with the order of arrival. */
  readonly id: bigint;
  readonly stream: string;
  readonly timestamp: Instant;
  readonly message: string;
  readonly ingested: Instant;
}

/** A sequence of lines from one source. */
export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly created: Instant;
  /** Sorted by id. */
  readonly events: LogEvent[];
  lastIngested?: Instant;
}

/** Where a group's lines go as they come in. */
export interface SubscriptionFilter {
  readonly name: string;
  readonly pattern: string;
  readonly matches: FilterPattern;
  readonly destination: string;
  readonly roleArn?: string;
  readonly distribution: 'ByLogStream' | 'Random';
  readonly created: Instant;
}

/** Which lines are to be counted; kept and described, and counted by nobody. */
export interface MetricFilter {
  readonly name: string;
  readonly pattern: string;
  readonly transformations: readonly unknown[];
  readonly created: Instant;
}

/** A log group. */
export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly created: Instant;
  readonly logGroupClass: string;
  readonly streams: Map<string, LogStream>;
  /** Those of all streams, sorted by id. */
  readonly events: LogEvent[];
  readonly subscriptions: Map<string, SubscriptionFilter>;
  readonly metricFilters: Map<string, MetricFilter>;
  readonly tags: Map<string, string>;
  retentionInDays?: number;
  kmsKeyId?: string;
}

const DAY = 86_400_000;

/** A moment's events have ids from here on: 56 digits, which sort as the moments do. */
export function idAt(timestamp: Instant): bigint {
  return BigInt(Math.max(0, Math.floor(timestamp))) << 144n;
}

/** An id as the operations give it. */
export function idText(id: bigint): string {
  return String(id).padStart(56, '0');
}

/** Before when a group's events have expired. */
export function horizon({ retentionInDays }: LogGroup, now: Instant): Instant {
  return retentionInDays === undefined ? -Infinity : now - retentionInDays * DAY;
}

/** The first place in `events` with an id of `from` or greater. */
export function place(events: readonly LogEvent[], from: bigint): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events[middle]!.id >= from) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What an event counts as, for limits and stored bytes: its text and 26 bytes more. */
export function sizeOf({ message }: { readonly message: string }): number {
  return Buffer.byteLength(message) + 26;
}
