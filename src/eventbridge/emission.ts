import type { Instant } from '../clock.ts';
import type { CloudTrailRecord } from '../cloudtrail/record.ts';
import type { BusEvent } from './event.ts';

/** A CloudTrail record, byte for byte as AWS would word it. */
export interface RecordEmission {
  readonly channel: 'cloudtrail';
  /** When the thing it tells of began. */
  readonly at: Instant;
  /** Index of the happening it tells of. */
  readonly cause: number;
  readonly record: CloudTrailRecord;
  /** The record as compact JSON: what a log file holds. */
  readonly text: string;
  /** It has nothing to do with the registry, and no expectation counts it. */
  readonly noise?: true;
  /** The bus is not told of it. */
  readonly trailOnly?: true;
}

/** An EventBridge event, byte for byte as AWS would word it. */
export interface EventEmission {
  readonly channel: 'eventbridge';
  readonly at: Instant;
  readonly cause: number;
  readonly event: BusEvent;
  /** The event as compact JSON. */
  readonly text: string;
  readonly origin: 'native' | 'cloudtrail';
  /**
   * `all`: only rules in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS see it, because it is a management event
   * via CloudTrail whose name begins with Get, List or Describe.
   */
  readonly reaches: 'enabled' | 'all';
  /** It is told in another Region or account than the scenario's, where its bus does not hear of it. */
  readonly elsewhere?: true;
  /** See `RecordEmission.noise`. */
  readonly noise?: true;
}

export type Emission = RecordEmission | EventEmission;
