import { parseImage } from '../../scenario/image.ts';
import type { StepBody } from '../../scenario/step.ts';
import type { Caller } from '../activity.ts';
import { toArtifact, type Part } from '../artifact.ts';
import type { Blob } from '../manifest.ts';
import { logIn, proxied, TYPICAL, type Stage } from '../stage.ts';
import { ACCEPTED } from './accepted.ts';
import { clientOf } from './clients.ts';
import { getImage } from './pull.ts';
import { putManifest } from './put-manifest.ts';
import { toReferrer } from './referrer.ts';
import { uploadBlobs } from './upload.ts';

/** A push as docker or buildx makes it: the blobs that are new, then manifests, each through the registry's proxy. */
export function push(body: StepBody<'push'>, stage: Stage): void {
  const { ledger, cast } = stage;
  if (!logIn(stage, body.as, body.login)) return;
  const identity = body.as ?? stage.scenario.as;
  const client = clientOf(identity);
  const caller = cast.proxied(identity, ledger.now);
  const image = parseImage(body.image);
  const target = { registryId: ledger.registry.id, repositoryName: image.repository };

  if (body.digest !== undefined) {
    const tag = image.tag === undefined ? {} : { imageTag: image.tag };
    proxied(stage, caller, 'PutImage', { ...target, ...tag, imageDigest: body.digest }, TYPICAL.manifest);
    return;
  }

  if (body.subject !== undefined) {
    pushReferrer(body, stage, caller, body.subject);
    return;
  }
  const format = body.format ?? (body.platforms === undefined ? client.format : 'oci');
  const artifact = toArtifact({ ...body, format }, body.image, ledger.artifacts);
  // buildx first looks whether the registry has the manifests; what is missing is a failure inside the answer.
  if ((artifact.index !== undefined || client.looksFirst) && image.tag !== undefined) {
    const look = stage.ledger.call(
      caller,
      'BatchGetImage',
      { ...target, imageIds: [{ imageTag: image.tag }], acceptedMediaTypes: ACCEPTED },
      TYPICAL.read,
    );
    ledger.pass(TYPICAL.read);
    if (look.failure?.early === true) {
      ledger.fail(look.failure.code, look.failure.message);
      return;
    }
  }
  if (!uploadBlobs(stage, caller, target, distinct(artifact.parts), body.interrupted)) return;
  for (const part of artifact.parts) {
    const byDigest =
      artifact.index === undefined && image.digest === undefined ? {} : { imageDigest: image.digest ?? part.digest };
    const tag = artifact.index === undefined && image.tag !== undefined ? { imageTag: image.tag } : {};
    if (!putManifest(stage, caller, target, part, { ...tag, ...byDigest })) return;
  }
  if (artifact.index !== undefined)
    putManifest(stage, caller, target, artifact.index, image.tag === undefined ? {} : { imageTag: image.tag });
}

function distinct(parts: readonly Part[]): readonly Blob[] {
  return [...new Map(parts.flatMap((part) => part.blobs).map((blob) => [blob.digest, blob])).values()];
}

/** An SBOM or an attestation: its client looks the image up that it is about, then pushes it by digest, or under a tag of its own. */
function pushReferrer(body: StepBody<'push'>, stage: Stage, caller: Caller, about: string): void {
  const { repository, tag } = parseImage(body.image);
  const target = { registryId: stage.ledger.registry.id, repositoryName: repository };
  const { tag: subjectTag = 'latest', digest } = parseImage(about);
  const id = digest === undefined ? { imageTag: subjectTag } : { imageDigest: digest };
  const subject = getImage(stage, caller, target, id);
  if (subject === undefined) return;
  const artifactType = body.artifactType ?? 'application/spdx+json';
  const [layer] = body.layers ?? [];
  const size = typeof layer === 'number' ? layer : layer !== undefined && 'size' in layer ? layer.size : SBOM;
  const part = toReferrer(
    subject,
    { artifactType, contentType: artifactType, size, label: body.image },
    stage.ledger.random,
  );
  if (!uploadBlobs(stage, caller, target, part.blobs, body.interrupted)) return;
  putManifest(stage, caller, target, part, tag === undefined ? { imageDigest: part.digest } : { imageTag: tag });
}

/** Bytes of a list of what a small image consists of. */
const SBOM = 48_217;
