import type { Hash } from 'node:crypto';
import type { Instant } from '../clock.ts';
import { Agenda } from './agenda.ts';
import type { JsonObject, LifecycleRule, LifecycleRun } from './activity.ts';
import { newSettings, type Replica, type Settings, type Signing } from './settings.ts';

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
  /** The digest of the image that a signature, an SBOM or the like refers to. */
  readonly subject?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  scan?: Scan;
  /** Absent from what was never archived. */
  storage?: Storage;
  lastPulledAt?: Instant;
  /** Where it is replicated to. */
  replicas?: Replica[];
  signings?: Signing[];
}

/** What became of an image that was archived. */
export interface Storage {
  status: 'ARCHIVED' | 'ACTIVATING' | 'ACTIVE';
  archivedAt?: Instant;
  activatedAt?: Instant;
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
  /** Made by Inspector: enhanced scanning. */
  readonly enhanced?: boolean;
  counts?: Readonly<Record<string, number>>;
  endedAt?: Instant;
  /** Of enhanced scanning: what Inspector found, as its events word it. */
  found?: JsonObject[];
}

export interface LifecyclePolicy {
  readonly text: string;
  readonly rules: readonly LifecycleRule[];
  readonly id: string;
  readonly version: number;
  /** 0 before the first evaluation, as CloudTrail shows it. */
  lastEvaluatedAt: Instant;
}

/** What a policy would do to a repository, as it was asked. */
export interface Preview {
  readonly text: string;
  status: 'IN_PROGRESS' | 'COMPLETE';
  run?: LifecycleRun;
}

export interface Upload {
  readonly id: string;
  received: number;
  /** Sizes of the parts but the last. */
  smallest: number;
  last: number;
  /** The digest of the bytes, where real ones are uploaded. */
  hash?: Hash;
}

/** Whether a tag may move to another image, and which tags are excepted. */
export interface Mutability {
  readonly mode: 'MUTABLE' | 'IMMUTABLE' | 'IMMUTABLE_WITH_EXCLUSION' | 'MUTABLE_WITH_EXCLUSION';
  readonly exclusions?: readonly string[];
}

export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly createdAt: Instant;
  /** Ids of the grants that were made when the repository was created. */
  readonly grants: readonly string[];
  readonly encryption: { readonly type: 'AES256' | 'KMS' | 'KMS_DSSE'; readonly keyArn?: string };
  mutability: Mutability;
  scanOnPush: boolean;
  lifecycle?: LifecyclePolicy;
  preview?: Preview;
  policyText?: string;
  readonly resourceTags: Map<string, string>;
  readonly images: Map<string, Image>;
  /** Tag → digest. */
  readonly tags: Map<string, string>;
  /** Digest → size of every layer that was uploaded. */
  readonly layers: Map<string, number>;
  readonly uploads: Map<string, Upload>;
  /** Digest → the indexes that name it. */
  readonly parents: Map<string, Set<string>>;
  /** Digest → what refers to it. */
  readonly referrers: Map<string, Set<string>>;
  /** Whether an image was ever archived: where none was, nobody has to look for one. */
  hasArchive?: true;
  /** When a pull last asked the upstream, by tag or digest; of a repository behind a pull through cache rule. */
  readonly cached: Map<string, Instant>;
}

/** One registry: an account's repositories in a Region. */
export interface Registry {
  readonly id: string;
  readonly region: string;
  readonly repositories: Map<string, Repository>;
  /** Images whose scan is under way, and where they are: looking through all images after each step would not scale. */
  readonly scanning: Map<Image, Repository>;
  readonly settings: Settings;
  /** What will end by itself. */
  readonly agenda: Agenda;
  /** Repositories that replication has made in other registries: `account/region/name`. */
  readonly elsewhere: Set<string>;
}

/** An empty registry with the settings that every account begins with. */
export function newRegistry(id: string, region: string): Registry {
  return {
    id,
    region,
    repositories: new Map(),
    scanning: new Map(),
    settings: newSettings(),
    agenda: new Agenda(),
    elsewhere: new Set(),
  };
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

const NOBODY: readonly string[] = [];

/** Indexes that name this image: it cannot go while they live. */
export function parentsOf(repository: Repository, digest: string): readonly string[] {
  const parents = repository.parents.get(digest);
  return parents === undefined ? NOBODY : [...parents];
}

/** Puts an image where it can be found: by digest, as part of an index, as what refers to another. */
export function keepImage(repository: Repository, image: Image): void {
  repository.images.set(image.digest, image);
  for (const child of image.children) link(repository.parents, child.digest, image.digest);
  if (image.subject !== undefined) link(repository.referrers, image.subject, image.digest);
}

/** Takes an image out of a repository, with all its tags. */
export function removeImage(repository: Repository, image: Image): void {
  for (const tag of image.tags) repository.tags.delete(tag);
  repository.images.delete(image.digest);
  for (const child of image.children) unlink(repository.parents, child.digest, image.digest);
  if (image.subject !== undefined) unlink(repository.referrers, image.subject, image.digest);
}

function link(links: Map<string, Set<string>>, from: string, to: string): void {
  const known = links.get(from);
  if (known === undefined) links.set(from, new Set([to]));
  else known.add(to);
}

function unlink(links: Map<string, Set<string>>, from: string, to: string): void {
  const known = links.get(from);
  known?.delete(to);
  if (known?.size === 0) links.delete(from);
}

/** Where an image stands between the standard class and the archive. */
export function statusOf(image: Image): Storage['status'] {
  return image.storage?.status ?? 'ACTIVE';
}

/** Whether a repository is still there: what was begun in it before it was deleted comes to nothing. */
export function stands({ repositories }: Registry, repository: Repository): boolean {
  return repositories.get(repository.name) === repository;
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
