import { parseImage } from '../../scenario/image.ts';
import type { StepBody } from '../../scenario/step.ts';
import type { Caller, JsonObject } from '../activity.ts';
import { furnish } from '../given.ts';
import type { Ledger } from '../ledger.ts';
import type { Stage } from '../stage.ts';
import { findImage, type Repository } from '../state.ts';
import { templateFor } from '../template.ts';

/** An image arrives from another registry: it is here from now on, and ECR tells of it here. */
export function replicate(body: StepBody<'replicate'>, stage: Stage): void {
  const { ledger } = stage;
  const { id, region } = ledger.registry;
  const { repository: name, tag, digest } = parseImage(body.image);
  const repository = ledger.registry.repositories.get(name) ?? makeForReplica(ledger, name);
  const parts = { ...(body.layers === undefined ? {} : { layers: body.layers }), ...declared(body.digest ?? digest) };
  // What is turned away is worked out all the same: the event names it.
  const before = new Set(repository.images.keys());
  furnish([{ image: { image: body.image, ...parts, pushedAt: new Date(ledger.now).toISOString() } }], ledger);
  const image = findImage(
    repository,
    tag === undefined ? { imageDigest: [...repository.images.keys()].at(-1) } : { imageTag: tag },
  );
  if (image === undefined) return;
  const change = {
    kind: 'image-replicated' as const,
    repository: name,
    digest: image.digest,
    ...(tag === undefined ? {} : { tag }),
    result: body.result,
    sourceAccount: body.from.account ?? id,
    sourceRegion: body.from.region ?? region,
    destination: { account: id, region },
  };
  if (body.result === 'FAILED' && !before.has(image.digest)) turnAway(repository, image.digest);
  ledger.action('replication', repository, [change]);
}

function declared(digest: string | undefined): { digest?: string } {
  return digest === undefined ? {} : { digest };
}

function turnAway(repository: Repository, digest: string): void {
  for (const [tag, tagged] of repository.tags) if (tagged === digest) repository.tags.delete(tag);
  repository.images.delete(digest);
}

/** ECR makes the repository of a replica itself, as the template for it says. */
function makeForReplica(ledger: Ledger, repositoryName: string): Repository {
  const caller: Caller = { kind: 'AWSService', accountId: ledger.registry.id, via: 'service' };
  const parts: JsonObject = templateFor(ledger.registry, repositoryName, 'REPLICATION')?.parts ?? {};
  const { resourceTags, repositoryPolicy, lifecyclePolicy, imageTagMutability, encryptionConfiguration } = parts;
  const { imageTagMutabilityExclusionFilters: exclusions } = parts;
  const request = {
    repositoryName,
    ...(resourceTags === undefined ? {} : { tags: resourceTags }),
    ...(imageTagMutability === undefined ? {} : { imageTagMutability }),
    ...(exclusions === undefined ? {} : { imageTagMutabilityExclusionFilters: exclusions }),
    ...(encryptionConfiguration === undefined ? {} : { encryptionConfiguration }),
  };
  ledger.arrange(caller, 'CreateRepository', request, ledger.now);
  if (typeof repositoryPolicy === 'string' && repositoryPolicy !== '')
    ledger.arrange(caller, 'SetRepositoryPolicy', { repositoryName, policyText: repositoryPolicy }, ledger.now);
  if (typeof lifecyclePolicy === 'string' && lifecyclePolicy !== '')
    ledger.arrange(caller, 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: lifecyclePolicy }, ledger.now);
  const repository = ledger.registry.repositories.get(repositoryName);
  if (repository === undefined) throw new TypeError(`No repository "${repositoryName}" was made`);
  ledger.action('service-create-repository', repository, [], undefined, { reason: 'REPLICATION' });
  return repository;
}
