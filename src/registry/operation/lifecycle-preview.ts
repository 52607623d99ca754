import type { JsonObject, LifecycleImage, LifecycleRun } from '../activity.ts';
import { EcrFailure } from '../failure.ts';
import { readLifecyclePolicy } from '../lifecycle/read.ts';
import { previewLifecycle } from '../lifecycle/run.ts';
import type { Operation } from '../ledger.ts';
import { stands, type Preview } from '../state.ts';
import { policyNotFound } from './lifecycle-policy.ts';
import { page } from './page.ts';
import { imageIds, optionalObject, optionalText } from './request.ts';
import { about, target } from './target.ts';

/** A preview takes a while, and nobody says how long. */
const TYPICAL = 5_000;

export const StartLifecyclePolicyPreview: Operation = (request, moment) => {
  const repository = target(request, moment);
  const { registry, call, random } = moment;
  const text = optionalText(request, 'lifecyclePolicyText') ?? repository.lifecycle?.text;
  if (text === undefined) throw policyNotFound(repository, registry.id);
  if (repository.preview?.status === 'IN_PROGRESS')
    throw new EcrFailure(
      'LifecyclePolicyPreviewInProgressException',
      `The previous lifecycle policy preview request for the repository with name '${repository.name}' in the registry with id '${registry.id}' has not completed. Wait and try again`,
    );
  const rules = readLifecyclePolicy(text);
  const preview: Preview = { text, status: 'IN_PROGRESS' };
  repository.preview = preview;
  const { id, version, lastEvaluatedAt } = repository.lifecycle ?? {
    id: random.uuid(),
    version: 1,
    lastEvaluatedAt: 0,
  };
  registry.agenda.add({
    at: call.ended + Math.round(TYPICAL * (0.8 + 0.6 * random())),
    awaited: true,
    run: (ledger) => {
      if (!stands(ledger.registry, repository)) return;
      preview.status = 'COMPLETE';
      preview.run = previewLifecycle(repository, { rules, id, version, lastEvaluatedAt }, ledger.now);
      ledger.action('lifecycle-preview', repository, [], preview.run);
    },
  });
  return { ...about(moment, repository), lifecyclePolicyText: text, status: preview.status };
};

export const GetLifecyclePolicyPreview: Operation = (request, moment) => {
  const repository = target(request, moment);
  const { preview } = repository;
  if (preview === undefined)
    throw new EcrFailure(
      'LifecyclePolicyPreviewNotFoundException',
      `Lifecycle policy preview does not exist for the repository with name '${repository.name}' in the registry with id '${moment.registry.id}'`,
    );
  const told = { ...about(moment, repository), lifecyclePolicyText: preview.text, status: preview.status };
  if (preview.run === undefined) return told;
  const { items, next } = page(request, results(preview.run).filter(wanted(request)), 100);
  return { ...told, ...next, previewResults: items, summary: summary(preview.run) };
};

function results({ expired, transitioned = [] }: LifecycleRun): JsonObject[] {
  const result = (image: LifecycleImage, action: JsonObject): JsonObject & { at: number } => ({
    ...(image.tags.length === 0 ? {} : { imageTags: image.tags }),
    imageDigest: image.digest,
    imagePushedAt: image.pushedAt,
    action,
    appliedRulePriority: image.rulePriority,
    at: image.pushedAt,
  });
  return [
    ...expired.map((image) => result(image, { type: 'EXPIRE' })),
    ...transitioned.map((image) => result(image, { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' })),
  ]
    .toSorted((a, b) => a.at - b.at)
    .map(({ at: _at, ...rest }) => rest);
}

/** Which of the results were asked for: some images, tagged ones, untagged ones. */
function wanted(request: JsonObject): (result: JsonObject) => boolean {
  const status = optionalText(optionalObject(request, 'filter') ?? {}, 'tagStatus') ?? 'ANY';
  const ids = request['imageIds'] === undefined ? undefined : imageIds(request);
  return ({ imageTags, imageDigest }) => {
    const tags = Array.isArray(imageTags) ? imageTags : [];
    if (status !== 'ANY' && (status === 'TAGGED') !== tags.length > 0) return false;
    return (
      ids === undefined ||
      ids.some((id) => id.imageDigest === imageDigest || (id.imageTag !== undefined && tags.includes(id.imageTag)))
    );
  };
}

function summary({ expired, transitioned }: LifecycleRun): JsonObject {
  return {
    expiringImageTotalCount: expired.length,
    ...(transitioned === undefined
      ? {}
      : {
          transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: transitioned.length }],
        }),
  };
}
