import type { Json, JsonObject } from '../activity.ts';
import { invalidParameter } from '../failure.ts';

/** Reads a member that must be text. */
export function text(request: JsonObject, member: string): string {
  const value = request[member];
  if (typeof value !== 'string')
    throw invalidParameter(member, value === undefined ? 'Member must not be null' : 'Member must be a string');
  return value;
}

/** Reads a member that may be text. */
export function optionalText(request: JsonObject, member: string): string | undefined {
  return request[member] === undefined ? undefined : text(request, member);
}

/** Reads a member that must be a list. */
export function list(request: JsonObject, member: string): readonly Json[] {
  const value = request[member];
  if (!Array.isArray(value))
    throw invalidParameter(member, value === undefined ? 'Member must not be null' : 'Member must be a list');
  return value as readonly Json[];
}

/** Reads a list of texts. */
export function texts(request: JsonObject, member: string): readonly string[] {
  return list(request, member).map((item) => {
    if (typeof item !== 'string') throw invalidParameter(member, 'Member must be a list of strings');
    return item;
  });
}

/** Reads a member that may be an object. */
export function optionalObject(request: JsonObject, member: string): JsonObject | undefined {
  const value = request[member];
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidParameter(member, 'Member must be an object');
  return value as JsonObject;
}

export interface ImageId {
  readonly imageDigest?: string | undefined;
  readonly imageTag?: string | undefined;
}

export function imageId(value: Json | undefined): ImageId {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidParameter('imageId', 'Member must not be null');
  const request = value as JsonObject;
  return { imageDigest: optionalText(request, 'imageDigest'), imageTag: optionalText(request, 'imageTag') };
}

export function imageIds(request: JsonObject): readonly ImageId[] {
  const ids = list(request, 'imageIds').map(imageId);
  if (ids.length < 1 || ids.length > 100)
    throw invalidParameter('imageIds', 'Member must have length between 1 and 100');
  return ids;
}

/** An image id with only the members it has. */
export function presentId(id: ImageId): JsonObject {
  return {
    ...(id.imageDigest === undefined ? {} : { imageDigest: id.imageDigest }),
    ...(id.imageTag === undefined ? {} : { imageTag: id.imageTag }),
  };
}
