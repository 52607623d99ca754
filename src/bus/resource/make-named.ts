import type { Estate } from '../../embedded/assemble.ts';
import { placeOfTarget, type Rule, type Target, type TargetPlace } from '../../rule/rule.ts';
import type { Resources } from './resources.ts';

/** A resource, by what rules and declarations call it. */
interface Named {
  readonly kind: TargetPlace;
  readonly name: string;
}

/** How what is named is made, and where it would be declared. What is not here cannot be made of a name alone. */
const MAKERS: Readonly<
  Partial<
    Record<
      TargetPlace,
      { readonly declared?: keyof Resources; readonly make: (estate: Estate, name: string) => unknown }
    >
  >
> = {
  queue: {
    declared: 'queues',
    make: ({ queues }, name) =>
      queues.create(name, name.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {}, {}),
  },
  topic: { declared: 'topics', make: ({ topics }, name) => topics.create(name, {}, {}) },
  logGroup: { declared: 'logGroups', make: ({ logGroups }, name) => logGroups.create(name) },
  stream: { declared: 'streams', make: ({ streams }, name) => streams.create(name, { shards: 1 }) },
  deliveryStream: {
    make: ({ deliveryStreams, account }, name) =>
      deliveryStreams.create(name, {
        destination: { RoleARN: `arn:aws:iam::${account}:role/${name}`, BucketARN: `arn:aws:s3:::${name}` },
        extended: true,
      }),
  },
  bus: { declared: 'buses', make: ({ buses }, name) => (name === 'default' ? undefined : buses.create(name)) },
};

/** Makes the queues, topics, log groups, streams and buses that a configuration names and does not declare. */
export function makeNamed(rules: readonly Rule[], resources: Resources, estate: Estate): void {
  const made = new Set<string>();
  for (const { kind, name } of [...rules.flatMap(namedByRule), ...namedByResources(resources)]) {
    const maker = MAKERS[kind];
    // Whatever has an ARN may be anybody's.
    if (maker === undefined || made.has(`${kind}/${name}`) || name.startsWith('arn:')) continue;
    made.add(`${kind}/${name}`);
    if (maker.declared !== undefined && Object.hasOwn(resources[maker.declared] ?? {}, name)) continue;
    maker.make(estate, name);
  }
}

function namedByRule({ targets, bus }: Pick<Rule, 'targets' | 'bus'>): readonly Named[] {
  return [...targets.flatMap(namedByTarget), ...ifNamed('bus', bus)];
}

function namedByTarget(target: Target): readonly Named[] {
  const place = placeOfTarget(target);
  return [...(place === undefined ? [] : [place]), ...ifNamed('queue', target.deadLetterConfig?.arn)];
}

function namedByResources(resources: Resources): readonly Named[] {
  const { queues = {}, topics = {}, logGroups = {}, eventSources = [], schedules = {}, archives = {} } = resources;
  const { buckets = {}, trails = {} } = resources;
  return [
    ...Object.values(queues).flatMap(({ redrive }) => ifNamed('queue', redrive?.queue)),
    ...Object.values(topics).flatMap(({ subscriptions = [] }) =>
      subscriptions.flatMap(({ queue, deliveryStream, deadLetterQueue }) => [
        ...ifNamed('queue', queue),
        ...ifNamed('queue', deadLetterQueue),
        ...ifNamed('deliveryStream', deliveryStream),
      ]),
    ),
    ...Object.values(logGroups).flatMap(({ subscriptionFilters = [] }) =>
      subscriptionFilters.flatMap(({ stream, deliveryStream }) => [
        ...ifNamed('stream', stream),
        ...ifNamed('deliveryStream', deliveryStream),
      ]),
    ),
    ...Object.values(buckets).flatMap(({ notifications = [] }) =>
      notifications.flatMap(({ queue, topic }) => [...ifNamed('queue', queue), ...ifNamed('topic', topic)]),
    ),
    ...Object.values(trails).flatMap(({ topic, logGroup }) => [
      ...ifNamed('topic', topic),
      ...ifNamed('logGroup', logGroup),
    ]),
    ...eventSources.flatMap(({ queue, stream, onFailure }) => [
      ...ifNamed('queue', queue),
      ...ifNamed('queue', onFailure),
      ...ifNamed('stream', stream),
    ]),
    ...Object.values(schedules).flatMap(({ targets }) =>
      targets.flatMap((target) => (typeof target === 'string' ? [] : namedByTarget(target))),
    ),
    ...Object.values(archives).flatMap(({ bus }) => ifNamed('bus', bus)),
  ];
}

function ifNamed(kind: TargetPlace, name: string | undefined): readonly Named[] {
  return name === undefined ? [] : [{ kind, name }];
}
