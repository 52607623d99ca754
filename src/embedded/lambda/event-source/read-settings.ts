import { Problem } from '../../../problem.ts';
import { Fault } from '../../../wire/fault.ts';
import { openFilter } from './filter.ts';
import type { Mapping, MappingSettings } from './mapping.ts';

/** What CreateEventSourceMapping and UpdateEventSourceMapping are given. */
export interface MappingInput {
  readonly UUID?: string;
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
  readonly StartingPosition?: MappingSettings['startingPosition'];
  readonly StartingPositionTimestamp?: Date | number;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly ParallelizationFactor?: number;
  readonly TumblingWindowInSeconds?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** Reads a mapping's settings, upon those it has already. Throws AWS's Fault for what cannot be. */
export function readSettings(
  input: MappingInput,
  kind: Mapping['kind'],
  before: MappingSettings | undefined,
  fifo: boolean,
): MappingSettings {
  const {
    BatchSize: batchSize = before?.batchSize ?? (kind === 'sqs' ? 10 : 100),
    MaximumBatchingWindowInSeconds: batchingWindow = before?.batchingWindow ?? 0,
  } = input;
  if (kind === 'sqs') refuseBatch(batchSize, batchingWindow, fifo);
  else if (before === undefined && input.StartingPosition === undefined) throw invalid(NO_STARTING_POSITION);
  if ((input.TumblingWindowInSeconds ?? 0) > 0) throw invalid('The embedded AWS has no tumbling windows.');
  const filters = input.FilterCriteria?.Filters?.map(({ Pattern = '' }) => Pattern) ?? before?.filters ?? [];
  refuseFilters(filters);
  return {
    batchSize,
    batchingWindow,
    filters,
    reportsItemFailures:
      input.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? before?.reportsItemFailures ?? false,
    startingPosition: before?.startingPosition ?? input.StartingPosition,
    startingTimestamp: before?.startingTimestamp ?? instantOf(input.StartingPositionTimestamp),
    maximumRetryAttempts: input.MaximumRetryAttempts ?? before?.maximumRetryAttempts ?? -1,
    maximumRecordAge: input.MaximumRecordAgeInSeconds ?? before?.maximumRecordAge ?? -1,
    bisectsBatch: input.BisectBatchOnFunctionError ?? before?.bisectsBatch ?? false,
    parallelization: input.ParallelizationFactor ?? before?.parallelization ?? 1,
    onFailure: input.DestinationConfig?.OnFailure?.Destination ?? before?.onFailure,
  };
}

const NO_STARTING_POSITION =
  "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.";

function refuseBatch(size: number, window: number, fifo: boolean): void {
  if (fifo && size > 10) throw invalid('Batch size must be less than or equal to 10 for FIFO queues.');
  if (fifo && window > 0) throw invalid('Batching window is not supported for FIFO queues');
  if (size > 10 && window === 0)
    throw invalid('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10');
}

function refuseFilters(patterns: readonly string[]): void {
  if (patterns.length > 5) throw invalid('Filter criteria must not have more than 5 filters.');
  try {
    openFilter(patterns);
  } catch (error) {
    if (error instanceof Problem) throw invalid('Invalid filter pattern definition.');
    throw error;
  }
}

function instantOf(given: Date | number | undefined): number | undefined {
  return typeof given === 'number' ? given * 1000 : given?.getTime();
}

/** What Lambda calls a mapping that cannot be. */
export function invalid(message: string): Fault {
  return new Fault('InvalidParameterValueException', message);
}
