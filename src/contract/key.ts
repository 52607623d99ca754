import type { BusEvent } from '../eventbridge/event.ts';
import { nearest } from '../nearest.ts';
import { Problem } from '../problem.ts';

/** Within what the order of events is to make no difference: events of equal key may change places. */
export type Key = (event: BusEvent) => string;

/** Reads a key: one of those at hand, or the path of a member such as `detail.userIdentity.arn`. */
export function toKey(name: string): Key {
  switch (name) {
    case 'repository':
      return repositoryOf;
    case 'image':
      return (event) => `${repositoryOf(event)}@${JSON.stringify(digestOf(event))}`;
    case 'tag':
      return (event) => `${repositoryOf(event)}:${JSON.stringify(tagOf(event))}`;
    case 'all':
      return () => '';
    default:
      refuseNoPath(name);
      return (event) => JSON.stringify(at(event, name) ?? null);
  }
}

const NAMED = ['repository', 'image', 'tag', 'all'] as const;
/** What an event has itself; all else stands below `detail`. */
const MEMBERS = ['id', 'source', 'account', 'time', 'region', 'detail-type', 'resources'] as const;

/** No event has anything at such a path: all of them would have one key, and any order would count. */
function refuseNoPath(name: string): void {
  if (/^detail(\.[^.]+)+$/.test(name) || MEMBERS.some((member) => member === name)) return;
  const meant = nearest(name, [...NAMED, ...MEMBERS]);
  throw new Problem(
    'USAGE',
    `Cannot read "--key": "${name}" is neither ${NAMED.join(', ')} nor the path of a member of an event, ${meant === undefined ? 'such as "detail.repository-name"' : `did you mean "${meant}"`}`,
  );
}

/** The repository that an event is about, by its name alone; of an event that is about none, nothing. */
export function repositoryOf(event: BusEvent): string {
  const named =
    at(event, 'detail.repository-name') ??
    at(event, 'detail.requestParameters.repositoryName') ??
    at(event, 'detail.responseElements.repository.repositoryName') ??
    at(event, 'detail.serviceEventDetails.repositoryName');
  return typeof named === 'string' ? named.replace(/^arn:[^/]*:repository\//, '') : '';
}

function digestOf(event: BusEvent): unknown {
  return (
    at(event, 'detail.image-digest') ??
    at(event, 'detail.responseElements.image.imageId.imageDigest') ??
    at(event, 'detail.requestParameters.imageDigest')
  );
}

function tagOf(event: BusEvent): unknown {
  return at(event, 'detail.image-tag') ?? at(event, 'detail.requestParameters.imageTag');
}

/** What stands at a path, keys with dots between them. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, key) =>
        typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>)[key] : undefined,
      value,
    );
}
