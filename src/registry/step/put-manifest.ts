import type { Caller } from '../activity.ts';
import type { Part } from '../artifact.ts';
import { TYPICAL, type Stage } from '../stage.ts';

/** Puts a manifest under a tag, or by its digest alone; answers whether it stands there in the end. */
export function putManifest(
  stage: Stage,
  caller: Caller,
  target: { readonly registryId: string; readonly repositoryName: string },
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
