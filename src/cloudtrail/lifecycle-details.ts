import type { JsonObject, LifecycleImage, LifecycleRule, LifecycleRun } from '../registry/activity.ts';

/** Words of the trail, not of the policy (facts 2.5). */
const TAG_STATUS = { any: 'Any', tagged: 'Tagged', untagged: 'Untagged' } as const;
const COUNT_TYPE = {
  imageCountMoreThan: 'Image count more than',
  sinceImagePushed: 'Time since image pushed',
  sinceImagePulled: 'Time since image pulled',
  sinceImageTransitioned: 'Time since image transitioned',
} as const;
/** "Amazon ECR includes a maximum of 100 tags per image." */
const TAGS_PER_IMAGE = 100;

function ruleDetails(rule: LifecycleRule, withPatterns: boolean): JsonObject {
  return {
    rulePriority: rule.rulePriority,
    ...(rule.description === undefined ? {} : { description: rule.description }),
    lifecycleEventSelection: {
      tagStatus: TAG_STATUS[rule.tagStatus],
      tagPrefixList: rule.tagPrefixList,
      ...(withPatterns ? { tagPatternList: rule.tagPatternList } : {}),
      countType: COUNT_TYPE[rule.countType],
      ...(rule.countUnit === undefined ? {} : { countUnit: 'Days' }),
      countNumber: rule.countNumber,
    },
    action: rule.action ?? 'expire',
  };
}

function imageDetails(image: LifecycleImage): JsonObject {
  return {
    digest: image.digest,
    tagStatus: image.tags.length === 0 ? 'Untagged' : 'Tagged',
    tagList: image.tags.slice(0, TAGS_PER_IMAGE),
    pushedAt: image.pushedAt,
  };
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/**
 * `serviceEventDetails` of a lifecycle run: one part, or several where the images are too many for one record. Each part
 * repeats the policy; how AWS splits is not known (DISCOVERIES, option imagesPerPolicyExecutionEvent).
 */
export function lifecycleDetails(
  repository: string,
  run: LifecycleRun,
  imagesPerRecord: number,
  documented: boolean,
): readonly JsonObject[] {
  // Which of the two became of an image its rule says: the record of an image names none.
  const actions = chunks([...run.expired, ...(run.transitioned ?? [])], imagesPerRecord);
  const failures = chunks(run.failed, imagesPerRecord);
  const policy = {
    lifecycleEventRules: run.rules.map((rule) => ruleDetails(rule, !documented)),
    lastEvaluatedAt: run.lastEvaluatedAt,
    policyVersion: run.policyVersion,
    policyId: run.policyId,
  };
  return Array.from({ length: Math.max(1, actions.length, failures.length) }, (_, index) => ({
    repositoryName: repository,
    lifecycleEventPolicy: policy,
    lifecycleEventImageActions: (actions[index] ?? []).map((image) => ({
      lifecycleEventImage: imageDetails(image),
      rulePriority: image.rulePriority,
    })),
    ...(documented
      ? {}
      : {
          lifecycleEventFailureDetails: (failures[index] ?? []).map((image) => ({
            lifecycleEventImage: imageDetails(image),
            rulePriority: image.rulePriority,
            failureCode: image.code,
            failureReason: image.reason,
          })),
        }),
  }));
}
