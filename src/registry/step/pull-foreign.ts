import { parseImage } from '../../scenario/image.ts';
import type { StepBody } from '../../scenario/step.ts';
import type { Caller, JsonObject } from '../activity.ts';
import { toArtifact } from '../artifact.ts';
import { TYPICAL, type Stage } from '../stage.ts';
import { partitionOf } from '../state.ts';
import { ACCEPTED } from './accepted.ts';
import { clientOf } from './clients.ts';

/**
 * A pull from somebody else's registry, such as a node's of its pause image (facts 2.3: real, 2023). What is there nobody
 * here knows, so it is what the scenario says; our trail has our copy of each record.
 */
export function pullForeign(body: StepBody<'pull'>, stage: Stage, caller: Caller, owner: string): void {
  const { ledger } = stage;
  const identity = body.as ?? stage.scenario.as;
  const { repository, tag, digest } = parseImage(body.image);
  const target = { registryId: owner, repositoryName: repository };
  const { region } = ledger.registry;
  const resources = [
    { arn: `arn:${partitionOf(region)}:ecr:${region}:${owner}:repository/${repository}`, accountId: owner },
  ];
  /** Makes one call over there; answers whether it was let in. */
  const call = (operation: string, request: JsonObject): boolean => {
    const refusal = ledger.refusal?.meets(operation) === true ? ledger.refusal : undefined;
    const noted = ledger.note({ service: 'ecr', operation, caller, request, resources }, TYPICAL.read);
    if (refusal === undefined) noted.response = {};
    else {
      noted.failure = { code: refusal.code, message: refusal.message(noted), early: refusal.early };
      noted.resources = [];
      ledger.fail(noted.failure.code, noted.failure.message);
    }
    ledger.now = Math.max(ledger.now, noted.ended);
    return refusal === undefined;
  };
  const getImage = (imageId: JsonObject): boolean =>
    call('BatchGetImage', { ...target, imageIds: [imageId], acceptedMediaTypes: ACCEPTED });

  const part = toArtifact({ layers: body.layers }, `${owner}/${body.image}`, ledger.artifacts).parts[0];
  if (part === undefined) return;
  const asked = digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest };
  if (!getImage(asked)) return;
  if (clientOf(identity).looksTwice && digest === undefined && !getImage({ imageDigest: part.digest })) return;
  if (body.cached === true) return;
  const cached = new Set(Array.isArray(body.cached) ? body.cached : []);
  for (const { digest: layerDigest } of part.blobs) {
    if (!cached.has(layerDigest) && !call('GetDownloadUrlForLayer', { ...target, layerDigest })) return;
  }
}
