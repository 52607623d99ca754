import type { Instant } from '../../clock.ts';
import type { Change, LifecycleImage, LifecycleRule, LifecycleRun } from '../activity.ts';
import { mediaTypes } from '../media-types.ts';
import type { Ledger } from '../ledger.ts';
import { followSubject } from '../referrers.ts';
import { parentsOf, removeImage, type Image, type LifecyclePolicy, type Repository } from '../state.ts';
import { archive } from '../storage-class.ts';
import { type Marked, marked } from './select.ts';

function entryOf({ image, rule }: Marked): LifecycleImage {
  return { digest: image.digest, tags: [...image.tags], pushedAt: image.pushedAt, rulePriority: rule.rulePriority };
}

function hasTransitions(rules: readonly LifecycleRule[]): boolean {
  return rules.some(({ action }) => action === 'transition');
}

/** What a policy would do, without doing it: the preview. What an index still names is told as it will be. */
export function previewLifecycle(
  repository: Repository,
  policy: Pick<LifecyclePolicy, 'rules' | 'id' | 'version' | 'lastEvaluatedAt'>,
  now: Instant,
): LifecycleRun {
  return sort(repository, policy, marked(repository, policy.rules, now), () => undefined);
}

/** Runs a policy: expires and archives what may go, says what could not. Images that an index still names stay until it is gone. */
export function runLifecycle(
  repository: Repository,
  policy: LifecyclePolicy,
  now: Instant,
): { readonly run: LifecycleRun; readonly gone: readonly Image[]; readonly archived: readonly Image[] } {
  const gone: Image[] = [];
  const archived: Image[] = [];
  const run = sort(repository, policy, marked(repository, policy.rules, now), (image, action) => {
    if (action === 'transition') {
      archive(repository, image, now);
      archived.push(image);
    } else {
      removeImage(repository, image);
      gone.push(image);
    }
  });
  policy.lastEvaluatedAt = now;
  return { run, gone, archived };
}

function sort(
  repository: Repository,
  policy: Pick<LifecyclePolicy, 'rules' | 'id' | 'version' | 'lastEvaluatedAt'>,
  all: readonly Marked[],
  act: (image: Image, action: 'expire' | 'transition') => void,
): LifecycleRun {
  const expired: LifecycleImage[] = [];
  const transitioned: LifecycleImage[] = [];
  const failed: LifecycleRun['failed'][number][] = [];
  for (const each of all) {
    const { image, rule } = each;
    const parents = parentsOf(repository, image.digest);
    if (parents.length > 0) {
      const reason = `Requested image referenced by manifest list: [${parents.join(', ')}]`;
      failed.push({ ...entryOf(each), code: 'ImageReferencedByManifestList', reason });
      continue;
    }
    (rule.action === 'transition' ? transitioned : expired).push(entryOf(each));
    act(image, rule.action ?? 'expire');
  }
  return {
    policyId: policy.id,
    policyVersion: policy.version,
    lastEvaluatedAt: policy.lastEvaluatedAt,
    rules: policy.rules,
    expired,
    ...(hasTransitions(policy.rules) ? { transitioned } : {}),
    failed,
  };
}

/** Runs the policy of a repository now and notes it, with the events that follow; it is noted even when nothing expires (facts 2.5). Answers whether images have gone. */
export function runNow(ledger: Ledger, repository: Repository, policy: LifecyclePolicy): boolean {
  const { now, options } = ledger;
  const { run, gone, archived } = runLifecycle(repository, policy, now);
  const deletions = gone.flatMap((image): Change[] => {
    const { digest } = image;
    const kind = image.subject === undefined ? 'image-deleted' : 'referrer-deleted';
    const change = {
      kind,
      repository: repository.name,
      digest,
      ...mediaTypes(image, options.pushEventMediaTypes),
    } as const;
    return image.tags.size === 0 ? [change] : [...image.tags].map((tag) => ({ ...change, tag }));
  });
  const moves = archived.map((image): Change => ({
    kind: 'image-storage-class-changed',
    repository: repository.name,
    digest: image.digest,
    tags: [...image.tags],
    storageClass: 'ARCHIVE',
    ...mediaTypes(image, true),
    isReferrer: image.subject !== undefined,
  }));
  ledger.action('lifecycle-run', repository, [...(options.expiryEmitsDelete ? deletions : []), ...moves], run);
  const here = { registry: ledger.registry, random: ledger.random, at: now };
  for (const image of gone) followSubject(here, repository, image.digest, 'expire');
  for (const image of archived) followSubject(here, repository, image.digest, 'archive');
  return gone.length > 0;
}
