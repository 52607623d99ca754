import { foundFunction } from './found-function.ts';
import type { FoundLink, FoundRedrive } from './reading.ts';
import { type Resource, propertyOf } from './resource.ts';
import { nameOfResource } from './shelf.ts';
import { partsOfArn } from './target-kind.ts';
import { type Value, at, firstUnresolved, isMap, itemsOf, nameIn, plainOf } from './value.ts';

/** Whom the topics of the code tell: functions and queues, which are what a rule behind a topic is for. */
export function findLinks(
  resources: readonly Resource[],
  functions: ReadonlyMap<string, Resource>,
): readonly FoundLink[] {
  return resources.flatMap((resource) => {
    if (resource.type === 'AWS::SNS::Subscription') {
      return linkOf(resource, nameIn(propertyOf(resource, 'TopicArn')), resource.properties, functions);
    }
    if (resource.type !== 'AWS::SNS::Topic') return [];
    return itemsOf(propertyOf(resource, 'Subscription')).flatMap((one) =>
      linkOf(resource, nameOfResource(resource), one, functions),
    );
  });
}

function linkOf(
  resource: Resource,
  topic: string | undefined,
  said: Value,
  functions: ReadonlyMap<string, Resource>,
): readonly FoundLink[] {
  const { kind, name } = partsOfArn(nameIn(at(said, 'Endpoint')) ?? '');
  if (topic === undefined || (kind !== 'function' && kind !== 'queue')) return [];
  const own = kind === 'function' ? functions.get(name) : undefined;
  const policy = policyIn(at(said, 'FilterPolicy'));
  const scope = nameIn(at(said, 'FilterPolicyScope'));
  return [
    {
      topic: topic.split(':').at(-1) ?? topic,
      to: kind,
      name,
      ...(own !== undefined && { function: foundFunction(own) }),
      ...(nameIn(at(said, 'RawMessageDelivery')) === 'true' && { rawMessageDelivery: true }),
      ...(policy !== undefined && { filterPolicy: policy }),
      ...((scope === 'MessageBody' || scope === 'MessageAttributes') && { filterPolicyScope: scope }),
      place: resource.placeOf(),
    },
  ];
}

/** A filter policy of which all is known, as an object or, as Terraform writes it, a text. */
function policyIn(policy: Value | undefined): Readonly<Record<string, unknown>> | undefined {
  if (policy === undefined || firstUnresolved(policy) !== undefined) return undefined;
  if (isMap(policy)) return plainOf(policy) as Readonly<Record<string, unknown>>;
  const read = parsed(nameIn(policy) ?? '');
  return isMap(read) ? read : undefined;
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** Where the queues of the code put what has been received too often. */
export function findRedrives(resources: readonly Resource[]): readonly FoundRedrive[] {
  return resources.flatMap((resource) => {
    const written = resource.type === 'AWS::SQS::Queue' ? propertyOf(resource, 'RedrivePolicy') : undefined;
    const policy = typeof written === 'string' ? parsed(written) : written;
    const deadLetters = nameIn(at(policy, 'deadLetterTargetArn'));
    const maxReceiveCount = Number(nameIn(at(policy, 'maxReceiveCount')));
    if (deadLetters === undefined || !Number.isInteger(maxReceiveCount)) return [];
    return [{ queue: nameOfResource(resource), deadLetters: partsOfArn(deadLetters).name, maxReceiveCount }];
  });
}
