import type { MeasuresData } from '../measure/measures.ts';
import type { SightingsData } from '../measure/sightings.ts';

/** Which part of a plan's schedule was run: the `index`th of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Why a run says nothing about the consumer. */
export interface VoidReason {
  readonly code:
    | 'generator-late'
    | 'dropped'
    | 'interrupted'
    | 'worker-lost'
    | 'observer-lost'
    | 'shards-missing'
    | 'too-many-missing'
    | 'target-lost';
  /** In words, with the figure. */
  readonly says: string;
}

/** A threshold, and what it was held against. */
export interface Judgement {
  /** As the plan has it: `p99 < 250ms`. */
  readonly threshold: string;
  /** `unknown`: nothing was seen that it could be held against. */
  readonly kind: 'kept' | 'broken' | 'unknown';
  /** In the unit of the threshold: microseconds, a number, a part of 1, events a second. */
  readonly measured: number | undefined;
  /** In words: `312 ms`. */
  readonly says: string;
}

/** What a run, or a shard of it, came to: one JSON file. */
export interface LoadResult {
  readonly ecreplay: 'load';
  readonly version: 1;
  readonly plan: {
    readonly name: string;
    readonly description: string;
    /** SHA-256 over everything that the schedule and the events come from. */
    readonly digest: string;
    readonly seed: number | string;
    readonly target: string;
    readonly thresholds: readonly string[];
  };
  /** What tells this run's events from those of others: the shards of one run have the same. */
  readonly run: string;
  /** The common start: ISO 8601. */
  readonly start: string;
  /** How long the schedule is, and how long the run took, in microseconds. */
  readonly duration: number;
  readonly took: number;
  /** Every shard that is in it, in order: `[{ index: 1, of: 1 }]` for a run of one process. */
  readonly shards: readonly Shard[];
  readonly phases: readonly {
    readonly name: string;
    readonly begins: number;
    readonly ends: number;
    readonly wanted: number;
  }[];
  /** Which legs somebody watched: the counts of others are nothing but zero. */
  readonly observed: { readonly delivery: boolean; readonly completion: boolean };
  readonly measures: MeasuresData;
  readonly sightings: SightingsData;
  readonly judgements: readonly Judgement[];
  readonly void: readonly VoidReason[];
  /** What ended it before its time, in words: the stop rule, a signal. */
  readonly stopped?: string;
  /** Events a second that the machine was to send at most, `--tps`. */
  readonly tps?: number;
}
