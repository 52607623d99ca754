import { toInstant } from '../scenario/duration.ts';
import { parseImage } from '../scenario/image.ts';
import type { Given, RepositoryInput } from '../scenario/step.ts';
import type { Instant } from '../clock.ts';
import { toArtifact } from './artifact.ts';
import { readLifecyclePolicy } from './lifecycle/read.ts';
import { prettyLikeEcr } from './json-pretty.ts';
import type { Json } from './activity.ts';
import { grantIds } from './kms.ts';
import type { Ledger } from './ledger.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { addImage, moveTag } from './images.ts';
import { newRepository } from './operation/repository.ts';
import { partitionOf, type Repository } from './state.ts';
import { arrange } from './step/arrange.ts';
import { lifecycleText } from './step/settings.ts';

const MINUTE = 60_000;

/** Puts into the registry what was there before the first step; nothing of it is recorded. */
export function furnish(given: readonly Given[], ledger: Ledger): void {
  // Without a time of its own, what is given lies an hour back, a minute apart, in the order it is written.
  let earlier = ledger.now - 60 * MINUTE;
  for (const entry of given) {
    earlier += MINUTE;
    if ('repository' in entry)
      addRepository(
        entry.repository,
        ledger,
        entry.repository.createdAt === undefined ? earlier : toInstant(entry.repository.createdAt),
      );
    else if (!('image' in entry)) arrange(entry, ledger, earlier);
    else {
      const { repository } = parseImage(entry.image.image);
      const known =
        ledger.registry.repositories.get(repository) ?? addRepository({ name: repository }, ledger, earlier);
      addGivenImage(
        known,
        entry.image,
        ledger,
        entry.image.pushedAt === undefined ? earlier : toInstant(entry.image.pushedAt),
      );
    }
  }
}

function addRepository(input: RepositoryInput, ledger: Ledger, createdAt: Instant): Repository {
  const { registry, random } = ledger;
  const type = input.encryption?.type ?? 'AES256';
  const key = input.encryption?.key ?? random.fork('kms/aws/ecr').uuid();
  const keyArn = key.startsWith('arn:')
    ? key
    : `arn:${partitionOf(registry.region)}:kms:${registry.region}:${registry.id}:key/${key}`;
  const repository = newRepository(registry, input.name, {
    createdAt,
    encryption: type === 'AES256' ? { type } : { type, keyArn },
    grants: type === 'AES256' ? [] : grantIds(random.fork(`grants/${input.name}`)),
    mutability: { mode: input.imageTagMutability ?? 'MUTABLE' },
    scanOnPush: input.scanOnPush ?? false,
  });
  for (const [tag, value] of Object.entries(input.tags ?? {})) repository.resourceTags.set(tag, value);
  if (input.policy !== undefined) {
    repository.policyText = prettyLikeEcr(
      typeof input.policy === 'string' ? (JSON.parse(input.policy) as Json) : (input.policy as Json),
    );
  }
  if (input.lifecycle !== undefined) {
    const text = lifecycleText(input.lifecycle);
    repository.lifecycle = {
      text,
      rules: readLifecyclePolicy(text),
      id: random.fork(`lifecycle/${input.name}`).uuid(),
      version: 1,
      lastEvaluatedAt: 0,
    };
  }
  registry.repositories.set(input.name, repository);
  return repository;
}

type GivenImage = Extract<Given, { image: unknown }>['image'];

function addGivenImage(repository: Repository, input: GivenImage, ledger: Ledger, pushedAt: Instant): void {
  const { tag, digest: byReference } = parseImage(input.image);
  const declared = input.digest ?? byReference;
  const artifact = declared === undefined ? toArtifact(input, input.image, ledger.artifacts).parts[0] : undefined;
  const opaque = declared === undefined ? undefined : { ...blobsOf(input, ledger), ...kindOf(input) };
  for (const blob of artifact?.blobs ?? opaque?.layers ?? []) repository.layers.set(blob.digest, blob.size);
  const image = addImage(repository, {
    digest: declared ?? artifact?.digest ?? '',
    manifestText: artifact?.manifest,
    manifest: (artifact === undefined ? undefined : readManifest(artifact.manifest)) ??
      opaque ?? { layers: [], children: [] },
    mediaType: artifact?.mediaType ?? input.mediaType,
    pushedAt,
  });
  for (const each of [...(tag === undefined ? [] : [tag]), ...(input.tags ?? [])]) moveTag(repository, image, each);
}

/** The blobs that an opaque image is said to have. */
function blobsOf(input: GivenImage, ledger: Ledger): Manifest {
  if (input.layers === undefined) return { layers: [], children: [] };
  const [config, ...layers] = toArtifact(input, input.image, ledger.artifacts).parts[0]?.blobs ?? [];
  return { layers: input.config === undefined || config === undefined ? layers : [config, ...layers], children: [] };
}

function kindOf({ artifactType }: GivenImage): Pick<Manifest, 'artifactType'> {
  return artifactType === undefined ? {} : { artifactType };
}
