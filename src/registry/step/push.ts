import { parseImage } from '../../scenario/image.ts';
import type { StepBody } from '../../scenario/step.ts';
import type { Caller } from '../activity.ts';
import { toArtifact, type Part } from '../artifact.ts';
import type { Blob } from '../manifest.ts';
import { logIn, proxied, TYPICAL, type Stage } from '../stage.ts';
import { clientOf } from './clients.ts';
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

  const format = body.format ?? (body.platforms === undefined ? client.format : 'oci');
  const artifact = toArtifact({ ...body, format }, body.image, ledger.random.fork('artifact'));
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
  if (!uploadBlobs(stage, caller, target, distinct(artifact.parts))) return;
  for (const part of artifact.parts) {
    const byDigest = artifact.index === undefined ? {} : { imageDigest: part.digest };
    const tag = artifact.index === undefined && image.tag !== undefined ? { imageTag: image.tag } : {};
    if (!put(stage, caller, target, part, { ...tag, ...byDigest })) return;
  }
  if (artifact.index !== undefined)
    put(stage, caller, target, artifact.index, image.tag === undefined ? {} : { imageTag: image.tag });
}

/** Media types that containerd and docker accept, in the order that a real node's request shows (facts 2.3). */
export const ACCEPTED = [
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
] as const;

function distinct(parts: readonly Part[]): readonly Blob[] {
  return [...new Map(parts.flatMap((part) => part.blobs).map((blob) => [blob.digest, blob])).values()];
}

function put(
  stage: Stage,
  caller: Caller,
  target: { registryId: string; repositoryName: string },
  part: Omit<Part, 'blobs'>,
  names: { imageTag?: string; imageDigest?: string },
): boolean {
  const call = stage.ledger.call(
    caller,
    'PutImage',
    { ...target, imageManifest: part.manifest, imageManifestMediaType: part.mediaType, ...names },
    TYPICAL.manifest,
  );
  stage.ledger.now = Math.max(stage.ledger.now, call.ended);
  // A manifest that stands already is a success to the client (facts 3.4.3); only the tagged one ends the step so.
  const unchanged = call.failure?.code === 'ImageAlreadyExistsException' && names.imageDigest !== undefined;
  if (call.failure !== undefined && !unchanged) stage.ledger.fail(call.failure.code, call.failure.message);
  return call.failure === undefined || unchanged;
}
