import { Fault } from '../../../wire/fault.ts';
import { parseArn } from '../../arn.ts';
import type { Operation } from '../../service.ts';
import type { Functions } from '../functions.ts';
import { page } from '../page.ts';
import { readFunctionName } from '../function-name.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Mapping, Poller, Sources } from './mapping.ts';
import { pollQueue } from './queue-poller.ts';
import { invalid, readSettings, type MappingInput } from './read-settings.ts';
import { pollStream } from './stream-poller.ts';

/** The operations on event source mappings: what feeds functions from queues and streams. */
export function mappingOperations(
  functions: Functions,
  { scene, neighbours }: Surroundings & { readonly neighbours: Sources },
): Readonly<Record<string, Operation>> {
  const { agenda, random } = scene;
  const mappings = new Map<string, { readonly mapping: Mapping; poller: Poller | undefined }>();

  function find(id: string | undefined): { readonly mapping: Mapping; poller: Poller | undefined } {
    const found = mappings.get(id ?? '');
    if (found === undefined)
      throw new Fault('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    return found;
  }

  function open(mapping: Mapping): Poller {
    if (mapping.kind === 'sqs') return pollQueue(mapping, neighbours, functions, agenda);
    return pollStream(mapping, { streams: neighbours.streams, functions, agenda, random, tell });
  }

  function tell(destination: string, record: object): void {
    const text = JSON.stringify(record);
    try {
      if (parseArn(destination)?.service === 'sqs') neighbours.queues.send(destination, { body: text });
      else neighbours.topics.publish(destination, { message: text });
    } catch (error) {
      // As with functions, what a destination refuses is lost.
      if (!(error instanceof Fault)) throw error;
    }
  }

  /** Checks that the source is there; `true` for a FIFO queue. */
  function look(source: string, kind: Mapping['kind']): boolean {
    if (kind === 'kinesis') {
      neighbours.streams.find(source);
      return false;
    }
    try {
      return neighbours.queues.at(source).fifo;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw invalid(
        `Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: ${error.message}`,
      );
    }
  }

  function create(given: unknown): unknown {
    const input = given as MappingInput;
    const { EventSourceArn: source = '', FunctionName: name = '', Enabled = true } = input;
    const kind = parseArn(source)?.service;
    if (kind !== 'sqs' && kind !== 'kinesis') throw invalid('Unrecognized event source.');
    const called = functions.seek(name);
    if (called === undefined) throw invalid('Function does not exist');
    const settings = readSettings(input, kind, undefined, look(source, kind));
    for (const { mapping } of mappings.values()) {
      if (mapping.source !== source || mapping.called !== called) continue;
      throw new Fault(
        'ResourceConflictException',
        `The event source arn (" ${source} ") and function (" ${called.name} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${mapping.id}`,
        409,
      );
    }
    const mapping: Mapping = {
      id: random.uuid(),
      source,
      kind,
      called,
      settings,
      enabled: Enabled,
      lastModified: agenda.now(),
      lastResult: 'No records processed',
      cursors: new Map(),
    };
    mappings.set(mapping.id, { mapping, poller: Enabled ? open(mapping) : undefined });
    return describe(mapping, 'Creating');
  }

  function update(given: unknown): unknown {
    const input = given as MappingInput;
    const entry = find(input.UUID);
    const { mapping } = entry;
    const settings = readSettings(input, mapping.kind, mapping.settings, look(mapping.source, mapping.kind));
    if (input.FunctionName !== undefined) mapping.called = functions.find(input.FunctionName);
    mapping.settings = settings;
    mapping.enabled = input.Enabled ?? mapping.enabled;
    mapping.lastModified = agenda.now();
    entry.poller?.stop();
    entry.poller = mapping.enabled ? open(mapping) : undefined;
    return describe(mapping, 'Updating');
  }

  function list(given: unknown): unknown {
    const { EventSourceArn: source, FunctionName: name, Marker, MaxItems = 100 } = given as MappingInput;
    const wanted = name === undefined ? undefined : readFunctionName(name).name;
    const all = [...mappings.values()].filter(
      ({ mapping }) =>
        (source === undefined || mapping.source === source) && (wanted === undefined || mapping.called.name === wanted),
    );
    const { items, next } = page(all, Marker, MaxItems);
    return {
      EventSourceMappings: items.map(({ mapping }) => describe(mapping)),
      ...(next !== undefined && { NextMarker: next }),
    };
  }

  return {
    CreateEventSourceMapping: create,
    UpdateEventSourceMapping: update,
    GetEventSourceMapping: (input) => describe(find((input as MappingInput).UUID).mapping),
    DeleteEventSourceMapping: (input) => {
      const { mapping, poller } = find((input as MappingInput).UUID);
      poller?.stop();
      mappings.delete(mapping.id);
      return describe(mapping, 'Deleting');
    },
    ListEventSourceMappings: list,
  };
}

function describe(
  { id, source, kind, called, settings, enabled, lastModified, lastResult }: Mapping,
  state?: string,
): object {
  const [, partition, , region, account] = called.arn.split(':');
  const stream = {
    StartingPosition: settings.startingPosition,
    ...(settings.startingTimestamp !== undefined && {
      StartingPositionTimestamp: new Date(settings.startingTimestamp),
    }),
    ParallelizationFactor: settings.parallelization,
    DestinationConfig: { OnFailure: settings.onFailure === undefined ? {} : { Destination: settings.onFailure } },
    MaximumRecordAgeInSeconds: settings.maximumRecordAge,
    BisectBatchOnFunctionError: settings.bisectsBatch,
    MaximumRetryAttempts: settings.maximumRetryAttempts,
    TumblingWindowInSeconds: 0,
    LastProcessingResult: lastResult,
  };
  return {
    UUID: id,
    EventSourceMappingArn: `arn:${partition}:lambda:${region}:${account}:event-source-mapping:${id}`,
    EventSourceArn: source,
    FunctionArn: called.arn,
    LastModified: new Date(lastModified),
    State: state ?? (enabled ? 'Enabled' : 'Disabled'),
    StateTransitionReason: kind === 'sqs' ? 'USER_INITIATED' : 'User action',
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.batchingWindow,
    FunctionResponseTypes: settings.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    ...(settings.filters.length > 0 && {
      FilterCriteria: { Filters: settings.filters.map((Pattern) => ({ Pattern })) },
    }),
    ...(kind === 'kinesis' && stream),
  };
}
