import type { Activity, Change } from '../registry/activity.ts';
import { partitionOf } from '../registry/state.ts';
import type { Options } from '../scenario/options.ts';
import type { Profile } from '../scenario/scenario.ts';
import type { BusEvent } from './event.ts';
import { inspectorCovered, inspectorFound, inspectorScanned } from './inspector.ts';

/** What of an event is its own: everything but its id, its time and the version of the envelope. */
export type Native = Pick<BusEvent, 'detail-type' | 'source' | 'account' | 'region' | 'resources' | 'detail'>;

/** The profile, and what nobody outside AWS knows. */
interface How {
  readonly profile: Profile;
  readonly options: Pick<Options, 'referrerEvents'>;
}

/** Where an event comes from, and the ARN of a repository there. */
export interface Home {
  readonly account: string;
  readonly region: string;
  arn(repository: string): string;
}

function homeOf({ account, region }: Pick<Activity, 'account' | 'region'>): Home {
  const arn = (repository: string): string =>
    `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${repository}`;
  return { account, region, arn };
}

/** The native event that tells of a change; `undefined` where AWS sends none. */
export function nativeEvent(
  change: Change,
  activity: Pick<Activity, 'account' | 'region' | 'ended'>,
  how: How,
): Native | undefined {
  const home = homeOf(activity);
  switch (change.kind) {
    case 'image-pushed':
    case 'image-deleted':
      return ecr(home, 'ECR Image Action', [], imageAction(change));
    case 'referrer-pushed':
    case 'referrer-deleted': {
      if (how.options.referrerEvents === 'none') return undefined;
      const detailType = how.options.referrerEvents === 'image' ? 'ECR Image Action' : 'ECR Referrer Action';
      return ecr(home, detailType, [], imageAction(change));
    }
    case 'image-storage-class-changed':
      return ecr(home, change.isReferrer ? 'ECR Referrer Action' : 'ECR Image Action', [], storageClass(change));
    case 'image-scanned':
      return ecr(home, 'ECR Image Scan', [home.arn(change.repository)], imageScan(change, how.profile));
    case 'scan-frequency-changed':
      return ecr(home, 'ECR Scan Resource Change', [], scanFrequency(change));
    case 'pull-through-cached':
      return ecr(home, 'ECR Pull Through Cache Action', [home.arn(change.repository)], pullThrough(change));
    case 'image-replicated': {
      // The destination tells of it, in its own Region and account (facts 1.3).
      const there = homeOf(change.destination);
      return ecr(there, 'ECR Replication Action', [there.arn(change.repository)], replication(change));
    }
    case 'inspector-scanned':
      return inspectorScanned(change, home, how.profile);
    case 'inspector-found':
      return inspectorFound(change, home);
    case 'inspector-covered':
      return inspectorCovered(change, home, activity.ended);
    case 'quoted':
      return change.event;
  }
}

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;
type Detail = BusEvent['detail'];

function ecr({ account, region }: Home, detailType: string, resources: readonly string[], detail: Detail): Native {
  return { 'detail-type': detailType, source: 'aws.ecr', account, region, resources, detail };
}

/** A push or a deletion. `resources` is always empty; what has no tag has no `image-tag` at all (facts 1.3, 1.4). */
function imageAction(change: Of<'image-pushed' | 'image-deleted' | 'referrer-pushed' | 'referrer-deleted'>): Detail {
  const pushed = change.kind === 'image-pushed' || change.kind === 'referrer-pushed';
  return {
    result: 'SUCCESS',
    'repository-name': change.repository,
    'image-digest': change.digest,
    'action-type': pushed ? 'PUSH' : 'DELETE',
    ...(change.tag === undefined ? {} : { 'image-tag': change.tag }),
    ...mediaTypes(change),
  };
}

function mediaTypes({ mediaType, artifactType }: { readonly mediaType?: string; readonly artifactType?: string }) {
  return {
    ...(mediaType === undefined ? {} : { 'manifest-media-type': mediaType }),
    ...(artifactType === undefined ? {} : { 'artifact-media-type': artifactType }),
  };
}

/** Archived or restored: no `image-tag`, and other members first; only what was restored says when (documented samples). */
function storageClass(change: Of<'image-storage-class-changed'>): Detail {
  const { storageClass: target, lastActivatedAt } = change;
  return {
    'action-type': 'UPDATE_STORAGE_CLASS',
    'target-storage-class': target,
    'image-digest': change.digest,
    'repository-name': change.repository,
    result: 'SUCCESS',
    ...mediaTypes(change),
    ...(lastActivatedAt === undefined ? {} : { 'last-activated-at': fraction(lastActivatedAt) }),
  };
}

/** `2025-10-10T19:13:02.74Z`: a fraction without the zeros at its end, so of no fixed length. */
function fraction(instant: number): string {
  return new Date(instant).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** Basic scanning. The document's sample lists no tags; real events list all of the digest. */
function imageScan(change: Of<'image-scanned'>, profile: Profile): Detail {
  return {
    'scan-status': change.status,
    'repository-name': change.repository,
    ...(change.counts === undefined ? {} : { 'finding-severity-counts': change.counts }),
    'image-digest': change.digest,
    'image-tags': profile === 'documented' ? [] : change.tags,
  };
}

/** The repositories stand in the detail, not in `resources`. */
function scanFrequency({ repositories }: Of<'scan-frequency-changed'>): Detail {
  return {
    'action-type': 'SCAN_FREQUENCY_CHANGE',
    repositories: repositories.map(({ name, arn, frequency, previousFrequency }) => ({
      'repository-name': name,
      'repository-arn': arn,
      'scan-frequency': frequency,
      'previous-scan-frequency': previousFrequency,
    })),
    'resource-type': 'REPOSITORY',
    'scan-type': 'ENHANCED',
  };
}

function pullThrough(change: Of<'pull-through-cached'>): Detail {
  const { tag, digest, failureCode, failureReason } = change;
  return {
    'rule-version': change.ruleVersion,
    'sync-status': change.status,
    'ecr-repository-prefix': change.prefix,
    'repository-name': change.repository,
    'upstream-registry-url': change.upstreamRegistryUrl,
    ...(tag === undefined ? {} : { 'image-tag': tag }),
    ...(digest === undefined ? {} : { 'image-digest': digest }),
    ...(failureCode === undefined ? {} : { 'failure-code': failureCode }),
    ...(failureReason === undefined ? {} : { 'failure-reason': failureReason }),
  };
}

/** `FAILED` where other events would say FAILURE. */
function replication(change: Of<'image-replicated'>): Detail {
  return {
    result: change.result,
    'repository-name': change.repository,
    'image-digest': change.digest,
    'source-account': change.sourceAccount,
    'action-type': 'REPLICATE',
    'source-region': change.sourceRegion,
    ...(change.tag === undefined ? {} : { 'image-tag': change.tag }),
  };
}
