import type { Activity, Change } from '../registry/activity.ts';
import { partitionOf } from '../registry/state.ts';
import type { Profile } from '../scenario/scenario.ts';
import type { BusEvent } from './event.ts';

type Native = Pick<BusEvent, 'detail-type' | 'resources' | 'detail'>;

/** `ECR Image Action` of a push or a deletion. `resources` is always empty; a push without a tag has no `image-tag` at all (facts 1.3, 1.4). */
function imageAction(change: Extract<Change, { kind: 'image-pushed' | 'image-deleted' }>): Native {
  return {
    'detail-type': 'ECR Image Action',
    resources: [],
    detail: {
      result: 'SUCCESS',
      'repository-name': change.repository,
      'image-digest': change.digest,
      'action-type': change.kind === 'image-pushed' ? 'PUSH' : 'DELETE',
      ...(change.tag === undefined ? {} : { 'image-tag': change.tag }),
      ...(change.mediaType === undefined ? {} : { 'manifest-media-type': change.mediaType }),
      ...(change.artifactType === undefined ? {} : { 'artifact-media-type': change.artifactType }),
    },
  };
}

/** `ECR Image Scan`, basic scanning. The document's sample lists no tags; real events list all of the digest. */
function imageScan(change: Extract<Change, { kind: 'image-scanned' }>, activity: Activity, profile: Profile): Native {
  const arn = `arn:${partitionOf(activity.region)}:ecr:${activity.region}:${activity.account}:repository/${change.repository}`;
  return {
    'detail-type': 'ECR Image Scan',
    resources: [arn],
    detail: {
      'scan-status': change.status,
      'repository-name': change.repository,
      ...(change.counts === undefined ? {} : { 'finding-severity-counts': change.counts }),
      'image-digest': change.digest,
      'image-tags': profile === 'documented' ? [] : change.tags,
    },
  };
}

/** The native event that tells of a change. */
export function nativeEvent(change: Change, activity: Activity, profile: Profile): Native {
  switch (change.kind) {
    case 'image-scanned':
      return imageScan(change, activity, profile);
    case 'image-pushed':
    case 'image-deleted':
      return imageAction(change);
    default:
      throw new TypeError(`No native event tells of "${change.kind}"`);
  }
}
