import type { Change } from './activity.ts';

/** An error that ECR answers with: code and message as AWS words them. Failure of the call is data, never a crash. */
export class EcrFailure extends Error {
  readonly code: string;
  /** What it leaves behind all the same: an attempt that failed may be told of. */
  readonly changes: readonly Change[];

  constructor(code: string, message: string, changes: readonly Change[] = []) {
    super(message);
    this.code = code;
    this.changes = changes;
  }
}

/** Wording seen in the logs of many users (facts 2.4). */
export function repositoryNotFound(name: string, registryId: string): EcrFailure {
  return new EcrFailure(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );
}

/** AWS prints the image id with Java's own `null` for what was not asked. */
export function imageNotFound(
  imageId: { readonly imageDigest?: string | undefined; readonly imageTag?: string | undefined },
  name: string,
  registryId: string,
): EcrFailure {
  const quoted = (value: string | undefined) => `'${value ?? 'null'}'`;
  return new EcrFailure(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:${quoted(imageId.imageDigest)}, imageTag:${quoted(imageId.imageTag)}} does not exist within the repository with name '${name}' in the registry with id '${registryId}'`,
  );
}

export function invalidParameter(member: string, constraint: string): EcrFailure {
  return new EcrFailure(
    'InvalidParameterException',
    `Invalid parameter at '${member}' failed to satisfy constraint: '${constraint}'`,
  );
}

/** What ECR's newer operations answer to input that fits its type and means nothing. */
export function invalidRequest(message: string): EcrFailure {
  return new EcrFailure('ValidationException', message);
}
