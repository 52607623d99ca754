import type { JsonObject } from '../activity.ts';
import { imageNotFound, invalidParameter, repositoryNotFound } from '../failure.ts';
import type { Moment } from '../ledger.ts';
import { findImage, type Image, type Repository } from '../state.ts';
import { imageId, optionalText, presentId, text } from './request.ts';

/** Names the repository among the resources of the call, as its record will. */
export function touch(moment: Moment, repository: Pick<Repository, 'arn'>): void {
  moment.call.resources = [{ arn: repository.arn, accountId: moment.registry.id }];
}

/** The repository that a request is about. Another account's registry holds nothing that this one knows of. */
export function target(request: JsonObject, moment: Moment): Repository {
  const name = text(request, 'repositoryName');
  const registryId = optionalText(request, 'registryId') ?? moment.registry.id;
  const repository = registryId === moment.registry.id ? moment.registry.repositories.get(name) : undefined;
  if (repository === undefined) throw repositoryNotFound(name, registryId);
  touch(moment, repository);
  return repository;
}

/** The image that a request is about, where it lies, and the id that the answer has for it: always with the digest. */
export function targetImage(
  request: JsonObject,
  moment: Moment,
): { readonly repository: Repository; readonly image: Image; readonly id: JsonObject } {
  const repository = target(request, moment);
  const id = imageId(request['imageId']);
  const image = findImage(repository, id);
  if (image === undefined) throw imageNotFound(id, repository.name, moment.registry.id);
  return { repository, image, id: presentId({ imageDigest: image.digest, imageTag: id.imageTag }) };
}

/** Registry and repository, as most answers begin. */
export function about(moment: Moment, repository: Repository): { registryId: string; repositoryName: string } {
  return { registryId: moment.registry.id, repositoryName: repository.name };
}

/** Holds a request about the registry as a whole to this one: nobody can change another account's. */
export function ownRegistry(request: JsonObject, moment: Moment): void {
  const registryId = optionalText(request, 'registryId');
  if (registryId !== undefined && registryId !== moment.registry.id)
    throw invalidParameter('registryId', 'must be the id of the registry of the account that makes the request');
}
