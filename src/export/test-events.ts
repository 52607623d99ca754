import { Problem } from '../problem.ts';
import { inferSchema } from './infer-schema.ts';

/** The registry of EventBridge's that Lambda's console and SAM's command line keep shareable test events in. */
export const TEST_EVENT_REGISTRY = 'lambda-testevent-schemas';

/** Lambda takes no larger test event: 6 MB, as of any invocation. https://docs.aws.amazon.com/lambda/latest/dg/testing-functions.html */
const LARGEST_EVENT = 6_144_000;
/** The most that a schema in the registry may hold. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LARGEST_SCHEMA = 8_000_000;

/** An event under the name that it is to have. */
export interface NamedEvent {
  readonly name: string;
  readonly event: unknown;
}

/** A schema as CreateSchema takes it. */
export interface TestEventSchema {
  readonly RegistryName: typeof TEST_EVENT_REGISTRY;
  readonly SchemaName: string;
  readonly Type: 'OpenApi3';
  /** A document of OpenAPI, as JSON: the events are its examples. */
  readonly Content: string;
}

/**
 * Lambda's shareable test events of a function, as one schema of the registry: what the console writes when an event is saved as
 * shareable, and what `sam remote test-event put` does. Throws the `Problem` of an event that Lambda would not take.
 */
export function testEventSchema(functionName: string, events: readonly NamedEvent[]): TestEventSchema {
  const cannot = `Cannot make test events for function "${functionName}":`;
  if (!/^[\w-]{1,64}$/.test(functionName)) {
    throw new Problem('USAGE', `${cannot} it is no name of a function, wanted up to 64 letters, digits, "-" and "_"`);
  }
  if (events.length === 0) throw new Problem('USAGE', `${cannot} there are no events`);
  const large = events.find(({ event }) => Buffer.byteLength(JSON.stringify(event)) > LARGEST_EVENT);
  if (large !== undefined)
    throw new Problem('USAGE', `${cannot} "${large.name}" is larger than the 6 MB that Lambda takes`);
  const { kinds, sources } = saidBy(events);
  const document = {
    openapi: '3.0.0',
    info: { version: '1.0.0', title: 'Event' },
    paths: {},
    components: {
      schemas: {
        Event: {
          ...inferSchema(events.map(({ event }) => event)),
          // Of what EventBridge brings the registry says which events these are, where they are of one kind.
          ...(kinds.length === 1 && { 'x-amazon-events-detail-type': kinds[0] }),
          ...(sources.length === 1 && { 'x-amazon-events-source': sources[0] }),
        },
      },
      examples: Object.fromEntries(events.map(({ name, event }) => [name, { value: event }])),
    },
  };
  const content = JSON.stringify(document);
  if (Buffer.byteLength(content) > LARGEST_SCHEMA) {
    throw new Problem(
      'USAGE',
      `${cannot} ${events.length} events are more than a schema holds, wanted fewer, by --event`,
    );
  }
  return {
    RegistryName: TEST_EVENT_REGISTRY,
    SchemaName: `_${functionName}-schema`,
    Type: 'OpenApi3',
    Content: content,
  };
}

function saidBy(events: readonly NamedEvent[]) {
  const all = events.map(({ event }) => event as { readonly 'detail-type'?: unknown; readonly source?: unknown });
  return {
    kinds: [...new Set(all.map(({ 'detail-type': kind }) => kind))].filter((kind) => typeof kind === 'string'),
    sources: [...new Set(all.map(({ source }) => source))].filter((source) => typeof source === 'string'),
  };
}
