import type { FoundKind } from './reading.ts';

/** Where an ARN leads. */
export interface ArnParts {
  readonly kind: FoundKind;
  /** The name of the resource, without what stands before it in the ARN. */
  readonly name: string;
  readonly account: string;
}

const KINDS: Readonly<Record<string, readonly [before: string, kind: FoundKind]>> = {
  lambda: ['function:', 'function'],
  sqs: ['', 'queue'],
  sns: ['', 'topic'],
  logs: ['log-group:', 'logGroup'],
  kinesis: ['stream/', 'stream'],
  firehose: ['deliverystream/', 'deliveryStream'],
  states: ['stateMachine:', 'stateMachine'],
  ssm: ['document/', 'document'],
  ecs: ['cluster/', 'cluster'],
};

/** Takes an ARN apart. */
export function partsOfArn(arn: string): ArnParts {
  const [, , service = '', , account = '', ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (service === 'events') {
    const [, type = '', name = ''] = /^(event-bus|api-destination)\/([^/]+)/.exec(resource) ?? [];
    return { kind: type === 'event-bus' ? 'bus' : type === '' ? 'other' : 'apiDestination', name, account };
  }
  const [before, kind] = (Object.hasOwn(KINDS, service) ? KINDS[service] : undefined) ?? ['', 'other' as const];
  if (kind === 'other' || !resource.startsWith(before)) return { kind: 'other', name: arn, account };
  const name = resource.slice(before.length).replace(/:\*$/, '');
  // A version or an alias of a function is that function.
  return { kind, name: kind === 'function' ? name.replace(/:.*$/, '') : name, account };
}
