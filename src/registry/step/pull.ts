import { parseImage } from '../../scenario/image.ts';
import type { StepBody } from '../../scenario/step.ts';
import type { Caller } from '../activity.ts';
import { logIn, proxied, TYPICAL, type Stage } from '../stage.ts';
import { findImage, type Image } from '../state.ts';
import { ACCEPTED } from './accepted.ts';
import { clientOf } from './clients.ts';
import { pullForeign } from './pull-foreign.ts';

/** A pull as docker makes it: the manifest (of an index also the platform's), then a URL for each blob it lacks. */
export function pull(body: StepBody<'pull'>, stage: Stage): void {
  const { ledger, cast } = stage;
  if (!logIn(stage, body.as, body.login)) return;
  const identity = body.as ?? stage.scenario.as;
  const caller = cast.proxied(identity, ledger.now);
  if (body.from !== undefined && body.from !== ledger.registry.id) {
    pullForeign(body, stage, caller, body.from);
    return;
  }
  const reference = parseImage(body.image);
  const target = { registryId: ledger.registry.id, repositoryName: reference.repository };
  const id =
    reference.digest === undefined ? { imageTag: reference.tag ?? 'latest' } : { imageDigest: reference.digest };

  let image = getImage(stage, caller, target, id);
  if (image === undefined) return;
  if (clientOf(identity).looksTwice && reference.digest === undefined) {
    image = getImage(stage, caller, target, { imageDigest: image.digest });
    if (image === undefined) return;
  }
  if (image.children.length > 0) {
    const child = image.children.find(({ platform }) => platform === (body.platform ?? image?.children[0]?.platform));
    if (child === undefined) {
      ledger.fail('NoMatchingManifest', `no matching manifest for ${body.platform} in the manifest list entries`);
      return;
    }
    image = getImage(stage, caller, target, { imageDigest: child.digest });
    if (image === undefined) return;
  }
  if (body.cached === true) return;
  const cached = new Set(Array.isArray(body.cached) ? body.cached : []);
  for (const layerDigest of new Set(image.blobs)) {
    if (cached.has(layerDigest)) continue;
    const call = proxied(stage, caller, 'GetDownloadUrlForLayer', { ...target, layerDigest }, TYPICAL.read);
    if (call.failure?.early === true) return;
  }
}

/** Asks for the manifest of an image, and answers with the image where there is one. */
export function getImage(
  stage: Stage,
  caller: Caller,
  target: { registryId: string; repositoryName: string },
  imageId: { imageTag: string } | { imageDigest: string },
): Image | undefined {
  const call = proxied(
    stage,
    caller,
    'BatchGetImage',
    { ...target, imageIds: [imageId], acceptedMediaTypes: ACCEPTED },
    TYPICAL.read,
  );
  if (call.failure !== undefined) return undefined;
  // What is archived is there and cannot be had.
  if (failOn(stage, call.response?.['failures'])) return undefined;
  const repository = stage.ledger.registry.repositories.get(target.repositoryName);
  return repository === undefined ? undefined : findImage(repository, imageId);
}

/** A failure inside a successful answer ends the step all the same. Answers whether there was one. */
export function failOn(stage: Stage, failures: unknown): boolean {
  const first: unknown = Array.isArray(failures) ? failures[0] : undefined;
  if (typeof first !== 'object' || first === null || !('failureCode' in first)) return false;
  const reason = 'failureReason' in first ? String(first.failureReason) : '';
  stage.ledger.fail(String(first.failureCode), reason);
  return true;
}
