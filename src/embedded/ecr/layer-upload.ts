import type { JsonObject } from '../../registry/activity.ts';
import { EcrFailure } from '../../registry/failure.ts';
import { forgetUnused, type LiveRegistry } from './live-registry.ts';

/** Makes a call of ECR on somebody's behalf. */
type Call = (operation: string, request: JsonObject) => JsonObject;

/** What each call of an upload names. */
interface Target {
  readonly repositoryName: string;
  readonly uploadId: string;
}

/** UploadLayerPart with its bytes, which count and are kept only if ECR takes the part. */
export async function uploadPart(
  registry: LiveRegistry,
  call: Call,
  request: JsonObject & Target,
  bytes: Uint8Array,
): Promise<JsonObject> {
  const { partFirstByte: first, partLastByte: last } = request;
  if (typeof first === 'number' && typeof last === 'number' && last - first + 1 !== bytes.length) {
    throw new EcrFailure(
      'InvalidLayerPartException',
      `The layer part size is not valid: bytes ${first} to ${last} are not ${bytes.length} bytes`,
    );
  }
  const answer = call('UploadLayerPart', request);
  await registry.layers.append(request.uploadId, bytes);
  return answer;
}

/** CompleteLayerUpload: ECR holds the digest against the bytes that have come, and what it takes can be pulled from then on. */
export async function completeUpload(
  registry: LiveRegistry,
  call: Call,
  request: JsonObject & Target,
): Promise<JsonObject> {
  const { repositoryName, uploadId } = request;
  await registry.layers.written(uploadId);
  const upload = registry.state.repositories.get(repositoryName)?.uploads.get(uploadId);
  const hash = registry.layers.hashOf(uploadId);
  if (upload !== undefined && hash !== undefined) upload.hash = hash;
  const answer = call('CompleteLayerUpload', request);
  await registry.layers.complete(uploadId);
  return answer;
}

/** DeleteRepository, and its layers with it as far as no other repository has them. */
export async function deleteRepository(
  registry: LiveRegistry,
  call: Call,
  request: JsonObject & Pick<Target, 'repositoryName'>,
): Promise<JsonObject> {
  const gone = registry.state.repositories.get(request.repositoryName);
  const answer = call('DeleteRepository', request);
  await Promise.all([
    ...[...(gone?.uploads.keys() ?? [])].map((id) => registry.layers.discard(id)),
    forgetUnused(registry.state, registry.layers),
  ]);
  return answer;
}
