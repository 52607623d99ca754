import type { Instant } from '../clock.ts';
import { repositoryNotFound } from './failure.ts';
import type { LifecycleRule } from './activity.ts';

/** An image as the registry keeps it. */
export interface Image {
  readonly digest: string;
  /** Absent for an image that the scenario declares by its digest alone. */
  readonly manifest?: string;
  readonly mediaType?: string;
  readonly artifactType?: string;
  /** Of an index: the platform manifests it names. */
  readonly children: readonly Child[];
  /** Config and layers, in the order of the manifest. */
  readonly blobs: readonly string[];
  readonly tags: Set<string>;
  readonly pushedAt: Instant;
  scan?: Scan;
}

export interface Child {
  readonly digest: string;
  /** `linux/arm64`; `unknown/unknown` for attestations. */
  readonly platform: string;
}

/** The newest scan of an image. `due` while a scan on push is under way. */
export interface Scan {
  readonly startedAt: Instant;
  due?: Instant;
  status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';
  counts?: Readonly<Record<string, number>>;
}

export interface LifecyclePolicy {
  readonly text: string;
  readonly rules: readonly LifecycleRule[];
  readonly id: string;
  readonly version: number;
  /** 0 before the first evaluation, as CloudTrail shows it. */
  lastEvaluatedAt: Instant;
}

export interface Upload {
  readonly id: string;
  received: number;
}

export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly createdAt: Instant;
  /** Ids of the grants that were made when the repository was created. */
  readonly grants: readonly string[];
  readonly encryption: { readonly type: 'AES256' | 'KMS' | 'KMS_DSSE'; readonly keyArn?: string };
  tagMutability: 'MUTABLE' | 'IMMUTABLE';
  scanOnPush: boolean;
  lifecycle?: LifecyclePolicy;
  policyText?: string;
  readonly resourceTags: Map<string, string>;
  readonly images: Map<string, Image>;
  /** Tag → digest. */
  readonly tags: Map<string, string>;
  /** Digest → size of every layer that was uploaded. */
  readonly layers: Map<string, number>;
  readonly uploads: Map<string, Upload>;
}

/** One registry: an account's repositories in a Region. */
export interface Registry {
  readonly id: string;
  readonly region: string;
  readonly repositories: Map<string, Repository>;
  /** Images whose scan is under way, and where they are: looking through all images after each step would not scale. */
  readonly scanning: Map<Image, Repository>;
}

export function repositoryOf(registry: Registry, name: string): Repository {
  const repository = registry.repositories.get(name);
  if (repository === undefined) throw repositoryNotFound(name, registry.id);
  return repository;
}

/** The image an imageId means, if it is there. A digest and a tag together must mean the same image. */
export function findImage(
  repository: Repository,
  imageId: { readonly imageDigest?: string | undefined; readonly imageTag?: string | undefined },
): Image | undefined {
  const byTag = imageId.imageTag === undefined ? undefined : repository.tags.get(imageId.imageTag);
  if (imageId.imageTag !== undefined && byTag === undefined) return undefined;
  if (imageId.imageDigest !== undefined && byTag !== undefined && byTag !== imageId.imageDigest) return undefined;
  const digest = imageId.imageDigest ?? byTag;
  return digest === undefined ? undefined : repository.images.get(digest);
}

/** Indexes that name this image: it cannot go while they live. */
export function parentsOf(repository: Repository, digest: string): readonly string[] {
  const parents: string[] = [];
  for (const image of repository.images.values()) {
    if (image.children.some((child) => child.digest === digest)) parents.push(image.digest);
  }
  return parents;
}

/** Takes an image out of a repository, with all its tags. */
export function removeImage(repository: Repository, image: Image): void {
  for (const tag of image.tags) repository.tags.delete(tag);
  repository.images.delete(image.digest);
}

/** The ARN partition of a Region. */
export function partitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The domain of AWS's hosts; China has one of its own. */
export function domainOf(region: string): 'amazonaws.com' | 'amazonaws.com.cn' {
  return partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** The host of a registry. */
export function registryHost(registry: Pick<Registry, 'id' | 'region'>): string {
  return `${registry.id}.dkr.ecr.${registry.region}.${domainOf(registry.region)}`;
}
