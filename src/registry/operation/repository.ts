import type { Change, Json, JsonObject } from '../activity.ts';
import { EcrFailure, invalidParameter } from '../failure.ts';
import { grantAccess, keyArn, retireGrants } from '../kms.ts';
import type { Moment, Operation } from '../ledger.ts';
import { partitionOf, registryHost, repositoryOf, type Registry, type Repository } from '../state.ts';
import { list, optionalObject, optionalText, text, texts } from './request.ts';

/** The pattern that ECR quotes in its own message. */
const NAME_PATTERN = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*';
const NAME = new RegExp(`^${NAME_PATTERN.replaceAll('/', '\\/')}$`);

/** How the API tells of a repository, members in the order of its model. `createdAt` is an instant in milliseconds. */
export function describeRepository(registry: Registry, repository: Repository): JsonObject {
  return {
    repositoryArn: repository.arn,
    registryId: registry.id,
    repositoryName: repository.name,
    repositoryUri: repository.uri,
    createdAt: repository.createdAt,
    imageTagMutability: repository.tagMutability,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: {
      encryptionType: repository.encryption.type,
      ...(repository.encryption.keyArn === undefined ? {} : { kmsKey: repository.encryption.keyArn }),
    },
  };
}

/** Names the repository among the resources of the call, as its record will. */
export function touch(moment: Moment, repository: Pick<Repository, 'arn'>): void {
  moment.call.resources = [{ arn: repository.arn, accountId: moment.registry.id }];
}

export function repositoryArn(registry: Registry, name: string): string {
  return `arn:${partitionOf(registry.region)}:ecr:${registry.region}:${registry.id}:repository/${name}`;
}

/** A new, empty repository. */
export function newRepository(
  registry: Registry,
  name: string,
  parts: Pick<Repository, 'createdAt' | 'encryption' | 'grants' | 'tagMutability' | 'scanOnPush'>,
): Repository {
  return {
    name,
    arn: repositoryArn(registry, name),
    uri: `${registryHost(registry)}/${name}`,
    ...parts,
    resourceTags: new Map(),
    images: new Map(),
    tags: new Map(),
    layers: new Map(),
    uploads: new Map(),
  };
}

function mutability(value: string | undefined): 'MUTABLE' | 'IMMUTABLE' {
  if (value === undefined || value === 'MUTABLE') return 'MUTABLE';
  if (value === 'IMMUTABLE') return 'IMMUTABLE';
  throw invalidParameter('imageTagMutability', 'Member must satisfy enum value set: [MUTABLE, IMMUTABLE]');
}

function encryptionType(value: string | undefined): 'AES256' | 'KMS' | 'KMS_DSSE' {
  if (value === undefined || value === 'AES256') return 'AES256';
  if (value === 'KMS' || value === 'KMS_DSSE') return value;
  throw invalidParameter('encryptionType', 'Member must satisfy enum value set: [AES256, KMS, KMS_DSSE]');
}

function resourceTags(tags: readonly Json[]): [string, string][] {
  return tags.map((tag) => {
    const { Key: key, Value: value } = (typeof tag === 'object' && tag !== null ? tag : {}) as {
      Key?: Json;
      Value?: Json;
    };
    if (typeof key !== 'string' || typeof value !== 'string')
      throw new EcrFailure(
        'InvalidTagParameterException',
        'An invalid parameter has been specified. Tag keys can have a maximum character length of 128 characters, and tag values can have a maximum length of 256 characters.',
      );
    return [key, value];
  });
}

export const CreateRepository: Operation = (request, moment) => {
  const { registry } = moment;
  const name = text(request, 'repositoryName');
  if (name.length < 2 || name.length > 256 || !NAME.test(name)) {
    throw invalidParameter('repositoryName', `must satisfy regular expression '${NAME_PATTERN}'`);
  }
  moment.call.resources = [{ arn: repositoryArn(registry, name), accountId: registry.id }];
  if (registry.repositories.has(name)) {
    throw new EcrFailure(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${registry.id}'`,
    );
  }
  const encryption = optionalObject(request, 'encryptionConfiguration') ?? {};
  const type = encryptionType(optionalText(encryption, 'encryptionType'));
  const arn = type === 'AES256' ? undefined : keyArn(moment, optionalText(encryption, 'kmsKey'));
  // Everything is read, and so refused, before the first call of KMS is made.
  const tagMutability = mutability(optionalText(request, 'imageTagMutability'));
  const scanOnPush = optionalObject(request, 'imageScanningConfiguration')?.['scanOnPush'] === true;
  const tags = request['tags'] === undefined ? [] : resourceTags(list(request, 'tags'));
  const repository = newRepository(registry, name, {
    grants: arn === undefined ? [] : grantAccess(moment, repositoryArn(registry, name), arn),
    createdAt: moment.call.ended,
    encryption: { type, ...(arn === undefined ? {} : { keyArn: arn }) },
    tagMutability,
    scanOnPush,
  });
  for (const [key, value] of tags) repository.resourceTags.set(key, value);
  registry.repositories.set(name, repository);
  return { repository: describeRepository(registry, repository) };
};

export const DeleteRepository: Operation = (request, moment) => {
  const { registry } = moment;
  const repository = repositoryOf(registry, text(request, 'repositoryName'));
  touch(moment, repository);
  if (repository.images.size > 0 && request['force'] !== true) {
    throw new EcrFailure(
      'RepositoryNotEmptyException',
      `The repository with name '${repository.name}' in registry with id '${registry.id}' cannot be deleted because it still contains images`,
    );
  }
  if (moment.options.repositoryDeletionEmitsDelete) {
    for (const image of repository.images.values()) {
      const change: Change = { kind: 'image-deleted', repository: repository.name, digest: image.digest };
      moment.call.changes.push(
        ...(image.tags.size === 0 ? [change] : [...image.tags].map((tag) => ({ ...change, tag }))),
      );
    }
  }
  registry.repositories.delete(repository.name);
  retireGrants(moment, repository);
  const {
    imageScanningConfiguration: _scanning,
    encryptionConfiguration: _encryption,
    ...rest
  } = describeRepository(registry, repository);
  return { repository: rest };
};

export const DescribeRepositories: Operation = (request, { registry }) => {
  const wanted =
    request['repositoryNames'] === undefined ? [...registry.repositories.keys()] : texts(request, 'repositoryNames');
  return { repositories: wanted.map((name) => describeRepository(registry, repositoryOf(registry, name))) };
};

export const PutImageTagMutability: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  repository.tagMutability = mutability(text(request, 'imageTagMutability'));
  return {
    registryId: moment.registry.id,
    repositoryName: repository.name,
    imageTagMutability: repository.tagMutability,
  };
};

export const PutImageScanningConfiguration: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const configuration = optionalObject(request, 'imageScanningConfiguration');
  if (configuration === undefined) throw invalidParameter('imageScanningConfiguration', 'Member must not be null');
  repository.scanOnPush = configuration['scanOnPush'] === true;
  return {
    registryId: moment.registry.id,
    repositoryName: repository.name,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
  };
};

/** The repository that a resource ARN names. */
function byArn(moment: Moment, arn: string): Repository {
  const name = /:repository\/(.+)$/.exec(arn)?.[1];
  if (name === undefined) throw invalidParameter('resourceArn', 'Invalid ARN');
  const repository = repositoryOf(moment.registry, name);
  touch(moment, repository);
  return repository;
}

export const TagResource: Operation = (request, moment) => {
  const repository = byArn(moment, text(request, 'resourceArn'));
  const added = resourceTags(list(request, 'tags'));
  const after = new Set([...repository.resourceTags.keys(), ...added.map(([key]) => key)]);
  if (after.size > 50)
    throw new EcrFailure(
      'TooManyTagsException',
      'The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is 50.',
    );
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
