import type { Instant } from '../../../clock.ts';
import type { Queues } from '../../sqs/queues.ts';
import type { Streams } from '../../kinesis/streams.ts';
import type { LambdaFunction } from '../lambda-function.ts';

/** Where mappings take events from. */
export interface Sources {
  readonly queues: Pick<Queues, 'at' | 'receive' | 'delete' | 'watch'>;
  readonly streams: Pick<Streams, 'find' | 'watch'>;
}

/** How a mapping takes from its source, and what it does when the function fails. */
export interface MappingSettings {
  readonly batchSize: number;
  /** Seconds. */
  readonly batchingWindow: number;
  readonly reportsItemFailures: boolean;
  /** Event patterns, of which an event has to match one. */
  readonly filters: readonly string[];
  // Of streams only.
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP' | undefined;
  readonly startingTimestamp: Instant | undefined;
  /** -1: as long as the stream keeps the records. */
  readonly maximumRetryAttempts: number;
  /** Seconds; -1: as long as the stream keeps the records. */
  readonly maximumRecordAge: number;
  readonly bisectsBatch: boolean;
  readonly parallelization: number;
  readonly onFailure: string | undefined;
}

/** A shard as a mapping reads it. */
export interface Cursor {
  /** The sequence number to read on from. */
  from: bigint;
  /** How large a batch may be: smaller, once it was halved. */
  size: number;
  /** How often the batch that is being tried has failed. */
  failures: number;
  busy: boolean;
  /** Whether the shard is closed and read to its end. */
  done: boolean;
}

/** What feeds a function from a queue or a stream. */
export interface Mapping {
  readonly id: string;
  readonly source: string;
  readonly kind: 'sqs' | 'kinesis';
  called: LambdaFunction;
  settings: MappingSettings;
  enabled: boolean;
  lastModified: Instant;
  /** In the words of Lambda: `OK`, `PROBLEM: Function call failed`. Of streams only. */
  lastResult: string;
  /** How far each shard has been read, by its id. Of streams only. */
  readonly cursors: Map<string, Cursor>;
}

/** Something that runs until it is stopped. */
export interface Poller {
  stop(): void;
}
