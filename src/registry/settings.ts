import type { Instant } from '../clock.ts';
import type { JsonObject, ScanFrequency } from './activity.ts';

/** Whose images a pull may fetch from elsewhere, and where they are kept. */
export interface CacheRule {
  readonly prefix: string;
  readonly upstreamUrl: string;
  readonly upstream: string;
  readonly upstreamPrefix: string;
  readonly createdAt: Instant;
  updatedAt?: Instant;
  credentialArn?: string;
  customRoleArn?: string;
  /** Why the upstream cannot be reached, while it cannot. */
  failing?: { readonly code: string; readonly reason: string };
}

/** What ECR makes repositories like that nobody has created. */
export interface Template {
  readonly prefix: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Its members as the API takes and gives them, save prefix and dates. */
  readonly parts: JsonObject;
}

/** Where repositories are replicated to, and which. No filters mean all. */
export interface ReplicationRule {
  readonly destinations: readonly Destination[];
  readonly prefixes: readonly string[];
}

export interface Destination {
  readonly region: string;
  readonly registryId: string;
}

/** How far an image has come on the way to one destination. */
export interface Replica {
  readonly destination: Destination;
  status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';
  failureCode?: string;
}

/** A replication of what was there before the configuration. */
export interface Backfill {
  readonly id: string;
  readonly destination: Destination;
  readonly startedAt: Instant;
  status: 'PREPARING' | 'IN_PROGRESS' | 'COMPLETE' | 'FAILED' | 'STOPPING' | 'STOPPED';
  endedAt?: Instant;
  total: number;
  readonly results: BackfillResult[];
}

export interface BackfillResult {
  readonly repositoryName: string;
  readonly imageDigest: string;
  readonly status: 'COMPLETE' | 'FAILED';
  readonly failureCode?: string;
}

/** How often which repositories are scanned. */
export interface ScanRule {
  readonly scanFrequency: ScanFrequency;
  readonly filters: readonly string[];
}

/** Which images ECR has signed, and as whom. No filters mean all. */
export interface SigningRule {
  readonly profileArn: string;
  readonly filters: readonly string[];
}

/** How far the signing of an image with one profile has come. */
export interface Signing {
  readonly profileArn: string;
  status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';
}

/** What holds for a registry as a whole. */
export interface Settings {
  /** Account settings that were put, by name. */
  readonly account: Map<string, string>;
  readonly cacheRules: Map<string, CacheRule>;
  readonly templates: Map<string, Template>;
  /** Who may pull without its being noted, and since when. */
  readonly pullTimeExclusions: Map<string, Instant>;
  readonly backfills: Map<string, Backfill>;
  policyText?: string;
  scanType: 'BASIC' | 'ENHANCED';
  scanRules: readonly ScanRule[];
  replication: readonly ReplicationRule[];
  signing?: readonly SigningRule[];
  /** Destinations that refuse replicas, by account and Region, with the reason's code. */
  readonly refusingDestinations: Map<string, string>;
}

export function newSettings(): Settings {
  return {
    account: new Map(),
    cacheRules: new Map(),
    templates: new Map(),
    pullTimeExclusions: new Map(),
    backfills: new Map(),
    scanType: 'BASIC',
    scanRules: [],
    replication: [],
    refusingDestinations: new Map(),
  };
}
