import type { Json } from '../activity.ts';
import { EcrFailure, invalidParameter, repositoryNotFound } from '../failure.ts';
import type { Moment, Operation } from '../ledger.ts';
import type { Repository } from '../state.ts';
import { list, text, texts } from './request.ts';
import { touch } from './target.ts';

/** Reads resource tags as the API takes them. */
export function resourceTags(tags: readonly Json[]): [string, string][] {
  return tags.map((tag) => {
    const { Key: key, Value: value } = (typeof tag === 'object' && tag !== null ? tag : {}) as {
      Key?: Json;
      Value?: Json;
    };
    if (
      typeof key !== 'string' ||
      typeof value !== 'string' ||
      key === '' ||
      key.length > 128 ||
      value.length > 256 ||
      key.toLowerCase().startsWith('aws:')
    )
      throw new EcrFailure(
        'InvalidTagParameterException',
        'An invalid parameter has been specified. Tag keys can have a maximum character length of 128 characters, and tag values can have a maximum length of 256 characters.',
      );
    return [key, value];
  });
}

/** Refuses more tags than a repository can have. */
export function checkTagCount(keys: Iterable<string>): void {
  if (new Set(keys).size <= 50) return;
  throw new EcrFailure(
    'TooManyTagsException',
    'The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is 50.',
  );
}

/** The repository that a resource ARN names. */
function byArn(moment: Moment, arn: string): Repository {
  const [, region, account, name] = /^arn:aws[a-z-]*:ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/.exec(arn) ?? [];
  if (name === undefined || account === undefined) throw invalidParameter('resourceArn', 'Invalid ARN');
  const { registry } = moment;
  const here = region === registry.region && account === registry.id;
  const repository = here ? registry.repositories.get(name) : undefined;
  if (repository === undefined) throw repositoryNotFound(name, account);
  touch(moment, repository);
  return repository;
}

export const TagResource: Operation = (request, moment) => {
  const repository = byArn(moment, text(request, 'resourceArn'));
  const added = resourceTags(list(request, 'tags'));
  checkTagCount([...repository.resourceTags.keys(), ...added.map(([key]) => key)]);
  for (const [key, value] of added) repository.resourceTags.set(key, value);
  return {};
};

export const UntagResource: Operation = (request, moment) => {
  const repository = byArn(moment, text(request, 'resourceArn'));
  for (const key of texts(request, 'tagKeys')) repository.resourceTags.delete(key);
  return {};
};

export const ListTagsForResource: Operation = (request, moment) => ({
  tags: [...byArn(moment, text(request, 'resourceArn')).resourceTags].map(([key, value]) => ({
    Key: key,
    Value: value,
  })),
});
