import type { Change, JsonObject } from '../activity.ts';
import { EcrFailure, invalidParameter, repositoryNotFound } from '../failure.ts';
import { grantAccess, keyArn, retireGrants } from '../kms.ts';
import type { Moment, Operation } from '../ledger.ts';
import { describeMutability, readMutability } from '../mutability.ts';
import { checkName } from '../names.ts';
import { partitionOf, registryHost, type Registry, type Repository } from '../state.ts';
import { page } from './page.ts';
import { list, optionalObject, optionalText, text, texts } from './request.ts';
import { checkTagCount, resourceTags } from './tag.ts';
import { about, ownRegistry, target, touch } from './target.ts';

/** How the API tells of a repository, members in the order of its model. `createdAt` is an instant in milliseconds. */
export function describeRepository(registry: Registry, repository: Repository): JsonObject {
  return {
    repositoryArn: repository.arn,
    registryId: registry.id,
    repositoryName: repository.name,
    repositoryUri: repository.uri,
    createdAt: repository.createdAt,
    ...describeMutability(repository.mutability),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: {
      encryptionType: repository.encryption.type,
      ...(repository.encryption.keyArn === undefined ? {} : { kmsKey: repository.encryption.keyArn }),
    },
  };
}

export function repositoryArn(registry: Pick<Registry, 'id' | 'region'>, name: string): string {
  return `arn:${partitionOf(registry.region)}:ecr:${registry.region}:${registry.id}:repository/${name}`;
}

/** A new, empty repository. */
export function newRepository(
  registry: Registry,
  name: string,
  parts: Pick<Repository, 'createdAt' | 'encryption' | 'grants' | 'mutability' | 'scanOnPush'>,
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
    parents: new Map(),
    referrers: new Map(),
    cached: new Map(),
  };
}

function encryptionType(value: string | undefined): 'AES256' | 'KMS' | 'KMS_DSSE' {
  if (value === undefined || value === 'AES256') return 'AES256';
  if (value === 'KMS' || value === 'KMS_DSSE') return value;
  throw invalidParameter('encryptionType', 'Member must satisfy enum value set: [AES256, KMS, KMS_DSSE]');
}

/** Makes a repository with what a request or a creation template says of it: all is read, and so refused, before the first call of KMS. */
export function makeRepository(request: JsonObject, name: string, moment: Moment): Repository {
  const { registry } = moment;
  if (registry.repositories.size >= REPOSITORIES_IN_A_REGISTRY)
    throw new EcrFailure(
      'LimitExceededException',
      `The maximum number of repositories (${REPOSITORIES_IN_A_REGISTRY}) in the registry with id '${registry.id}' has been reached`,
    );
  const encryption = optionalObject(request, 'encryptionConfiguration') ?? {};
  const type = encryptionType(optionalText(encryption, 'encryptionType'));
  const named = optionalText(encryption, 'kmsKey');
  const key = named === '' ? undefined : named;
  if (type === 'AES256' && key !== undefined)
    throw invalidParameter('encryptionConfiguration', 'A KMS key can only be specified with the encryption type KMS');
  const mutability = readMutability(request);
  const scanOnPush = optionalObject(request, 'imageScanningConfiguration')?.['scanOnPush'] === true;
  const tags = request['tags'] === undefined ? [] : resourceTags(list(request, 'tags'));
  checkTagCount(tags.map(([tag]) => tag));
  const arn = type === 'AES256' ? undefined : keyArn(moment, key);
  const repository = newRepository(registry, name, {
    grants: arn === undefined ? [] : grantAccess(moment, repositoryArn(registry, name), arn),
    createdAt: moment.call.ended,
    encryption: { type, ...(arn === undefined ? {} : { keyArn: arn }) },
    mutability,
    scanOnPush,
  });
  for (const [tag, value] of tags) repository.resourceTags.set(tag, value);
  registry.repositories.set(name, repository);
  return repository;
}

/** Service quota "Registered repositories". */
const REPOSITORIES_IN_A_REGISTRY = 100_000;

export const CreateRepository: Operation = (request, moment) => {
  const { registry } = moment;
  ownRegistry(request, moment);
  const name = text(request, 'repositoryName');
  checkName(name);
  touch(moment, { arn: repositoryArn(registry, name) });
  if (registry.repositories.has(name)) {
    throw new EcrFailure(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${registry.id}'`,
    );
  }
  return { repository: describeRepository(registry, makeRepository(request, name, moment)) };
};

export const DeleteRepository: Operation = (request, moment) => {
  const { registry } = moment;
  const repository = target(request, moment);
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
  const registryId = optionalText(request, 'registryId') ?? registry.id;
  const own = registryId === registry.id ? registry.repositories : new Map<string, Repository>();
  if (request['repositoryNames'] !== undefined) {
    const named = texts(request, 'repositoryNames').map((name) => {
      const repository = own.get(name);
      if (repository === undefined) throw repositoryNotFound(name, registryId);
      return describeRepository(registry, repository);
    });
    return { repositories: named };
  }
  const { items, next } = page(request, [...own.values()], 100);
  return { repositories: items.map((repository) => describeRepository(registry, repository)), ...next };
};

export const PutImageTagMutability: Operation = (request, moment) => {
  const repository = target(request, moment);
  text(request, 'imageTagMutability');
  repository.mutability = readMutability(request);
  return { ...about(moment, repository), ...describeMutability(repository.mutability) };
};

export const PutImageScanningConfiguration: Operation = (request, moment) => {
  const repository = target(request, moment);
  const configuration = optionalObject(request, 'imageScanningConfiguration');
  if (configuration === undefined) throw invalidParameter('imageScanningConfiguration', 'Member must not be null');
  repository.scanOnPush = configuration['scanOnPush'] === true;
  return { ...about(moment, repository), imageScanningConfiguration: { scanOnPush: repository.scanOnPush } };
};
