import type { Change } from './activity.ts';
import { EcrFailure } from './failure.ts';
import { imageManifest, MEDIA_TYPES, readManifest, sha256, type Blob } from './manifest.ts';
import type { Moment } from './ledger.ts';
import { underLongest } from './names.ts';
import { addImage, moveTag } from './images.ts';
import type { ImageId } from './operation/request.ts';
import type { CacheRule } from './settings.ts';
import type { Repository } from './state.ts';
import { makeByItself } from './template.ts';

/** A tag that is kept is compared with the upstream's once a day (user guide, "Sync an upstream registry"). */
const ASKS_AGAIN_AFTER = 24 * 3_600_000;
/** Pulling the image in takes some seconds after the answer. */
const TYPICAL = 4_000;
const CONFIG = 1_469;
const LAYERS = [29_126_484, 3_145_728] as const;

/** The rule that a repository lies under. */
export function cacheRuleFor(moment: Moment, repositoryName: string): CacheRule | undefined {
  const { cacheRules } = moment.registry.settings;
  return cacheRules.size === 0 ? undefined : underLongest(cacheRules, repositoryName);
}

/**
 * A pull of something behind a pull through cache rule: what is not here comes from the upstream, and makes its
 * repository first where there is none. What the upstream holds is drawn from the seed.
 *
 * @throws EcrFailure where the upstream cannot be reached and there is no repository to tell it in.
 */
export function pullThrough(moment: Moment, rule: CacheRule, repositoryName: string, ids: readonly ImageId[]): void {
  const { registry, call } = moment;
  let repository = registry.repositories.get(repositoryName);
  for (const id of ids) {
    const reference = id.imageTag ?? id.imageDigest;
    if (reference === undefined || !isStale(repository, id, reference, moment.at)) continue;
    if (rule.failing !== undefined) {
      const change = attempt(moment, rule, repositoryName, id, 'FAILED', rule.failing);
      if (repository === undefined)
        throw new EcrFailure('UnableToGetUpstreamImageException', rule.failing.reason, [change]);
      call.changes.push(change);
      continue;
    }
    repository ??= makeByItself(moment, repositoryName, 'PULL_THROUGH_CACHE');
    const digest = bringIn(moment, repository, rule, id);
    repository.cached.set(reference, moment.at);
    call.changes.push(attempt(moment, rule, repositoryName, { ...id, imageDigest: digest }, 'SUCCESS'));
  }
}

/** Whether the upstream is asked: what is not here, and a tag that was asked for too long ago. A digest never changes. */
function isStale(repository: Repository | undefined, id: ImageId, reference: string, now: number): boolean {
  if (repository === undefined) return true;
  if (id.imageDigest !== undefined && repository.images.has(id.imageDigest)) return false;
  const asked = repository.cached.get(reference);
  // A tag that somebody has pushed here is not the upstream's.
  if (asked === undefined) return !repository.tags.has(id.imageTag ?? '');
  return now - asked >= ASKS_AGAIN_AFTER;
}

function bringIn(moment: Moment, repository: Repository, rule: CacheRule, id: ImageId): string {
  const { random, call } = moment;
  const reference = id.imageTag ?? id.imageDigest ?? '';
  const upstream = random.fork(`upstream/${rule.upstreamUrl}/${repository.name}/${reference}`);
  const blob = (size: number): Blob => ({ size, digest: `sha256:${upstream.hex(64)}` });
  const config = blob(CONFIG);
  const layers = LAYERS.map(blob);
  const text = imageManifest('oci', config, layers);
  // Asked for by digest, the upstream has an image of that digest, whatever its manifest reads.
  const digest = id.imageDigest ?? sha256(text);
  for (const { digest: layer, size } of [config, ...layers]) repository.layers.set(layer, size);
  const image =
    repository.images.get(digest) ??
    addImage(repository, {
      digest,
      manifestText: text,
      manifest: readManifest(text) ?? { layers: [], children: [] },
      mediaType: MEDIA_TYPES.oci.manifest,
      pushedAt: call.ended,
    });
  if (id.imageTag !== undefined) moveTag(repository, image, id.imageTag);
  return digest;
}

function attempt(
  moment: Moment,
  rule: CacheRule,
  repository: string,
  id: ImageId,
  status: 'SUCCESS' | 'FAILED',
  failure?: { readonly code: string; readonly reason: string },
): Change {
  return {
    kind: 'pull-through-cached',
    at: moment.call.ended + Math.round(TYPICAL * (0.8 + 0.6 * moment.random())),
    repository,
    prefix: rule.prefix,
    upstreamRegistryUrl: rule.upstreamUrl,
    ruleVersion: '1',
    status,
    ...(id.imageTag === undefined ? {} : { tag: id.imageTag }),
    ...(id.imageDigest === undefined ? {} : { digest: id.imageDigest }),
    ...(failure === undefined ? {} : { failureCode: failure.code, failureReason: failure.reason }),
  };
}
