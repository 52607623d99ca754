import type { Instant } from '../clock.ts';
import type { Json, JsonObject, LifecycleImage, LifecycleRule, LifecycleRun } from './activity.ts';
import { invalidParameter } from './failure.ts';
import { parentsOf, removeImage, type Image, type LifecyclePolicy, type Repository } from './state.ts';

const DAY = 86_400_000;

function invalid(why: string) {
  return invalidParameter('LifecyclePolicyText', `Lifecycle policy validation failure: ${why}`);
}

function strings(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Reads a lifecycle policy as PutLifecyclePolicy takes it; rules by priority. Refuses what ECR refuses. */
export function readLifecyclePolicy(text: string): readonly LifecycleRule[] {
  let policy: JsonObject;
  try {
    policy = JSON.parse(text) as JsonObject;
  } catch {
    throw invalid('string must be valid JSON');
  }
  const rules = policy?.['rules'];
  if (!Array.isArray(rules) || rules.length === 0) throw invalid('object has missing required properties (["rules"])');
  const read = rules.map((rule: Json) => readRule(rule as JsonObject));
  if (new Set(read.map((rule) => rule.rulePriority)).size < read.length) throw invalid('rule priority must be unique');
  return read.toSorted((a, b) => a.rulePriority - b.rulePriority);
}

function readRule(rule: JsonObject): LifecycleRule {
  const selection = (rule['selection'] ?? {}) as JsonObject;
  const { tagStatus, countType, countNumber, countUnit } = selection;
  if (typeof rule['rulePriority'] !== 'number')
    throw invalid('object has missing required properties (["rulePriority"])');
  if (tagStatus !== 'any' && tagStatus !== 'tagged' && tagStatus !== 'untagged')
    throw invalid(
      `instance value (${JSON.stringify(tagStatus)}) not found in enum (possible values: ["tagged","untagged","any"])`,
    );
  if (countType !== 'imageCountMoreThan' && countType !== 'sinceImagePushed')
    throw invalid(
      `instance value (${JSON.stringify(countType)}) not found in enum (possible values: ["imageCountMoreThan","sinceImagePushed"])`,
    );
  if (typeof countNumber !== 'number' || countNumber < 1)
    throw invalid('numeric instance is lower than the required minimum (minimum: 1)');
  if (countType === 'sinceImagePushed' && countUnit !== 'days')
    throw invalid('countUnit is required for sinceImagePushed');
  const tagPrefixList = strings(selection['tagPrefixList']);
  const tagPatternList = strings(selection['tagPatternList']);
  if (tagStatus === 'tagged' && tagPrefixList.length === 0 && tagPatternList.length === 0)
    throw invalid('tagPatternList or tagPrefixList is required for tagged');
  if (((rule['action'] ?? {}) as JsonObject)['type'] !== 'expire')
    throw invalid('instance value not found in enum (possible values: ["expire"])');
  return {
    rulePriority: rule['rulePriority'],
    ...(typeof rule['description'] === 'string' ? { description: rule['description'] } : {}),
    tagStatus,
    tagPrefixList,
    tagPatternList,
    countType,
    ...(countType === 'sinceImagePushed' ? { countUnit: 'days' as const } : {}),
    countNumber,
  };
}

/** `*` stands for any characters, none included. */
function matchesPattern(tag: string, pattern: string): boolean {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\-]/g, String.raw`\$&`))
      .join('.*')}$`,
  ).test(tag);
}

/** Every prefix, or every pattern, of a rule must be met by some tag of the image (user guide, "Lifecycle policy evaluation rules"). */
function selects(rule: LifecycleRule, image: Image): boolean {
  if (rule.tagStatus === 'any') return true;
  if (rule.tagStatus === 'untagged') return image.tags.size === 0;
  const tags = [...image.tags];
  return (
    tags.length > 0 &&
    rule.tagPrefixList.every((prefix) => tags.some((tag) => tag.startsWith(prefix))) &&
    rule.tagPatternList.every((pattern) => tags.some((tag) => matchesPattern(tag, pattern)))
  );
}

/**
 * Which images the rules mean, and by which rule. All rules see the same images at once; an image that meets the tag
 * requirements of one rule cannot be expired by a rule of lower priority (user guide, "Lifecycle policy evaluation rules").
 */
function marked(
  rules: readonly LifecycleRule[],
  images: readonly Image[],
  now: Instant,
): readonly { image: Image; rule: LifecycleRule }[] {
  const claimed = new Set<Image>();
  const result: { image: Image; rule: LifecycleRule }[] = [];
  const newestFirst = images.toSorted((a, b) => b.pushedAt - a.pushedAt);
  for (const rule of rules) {
    const selected = newestFirst.filter((image) => selects(rule, image));
    const old =
      rule.countType === 'imageCountMoreThan'
        ? selected.slice(rule.countNumber)
        : selected.filter((image) => now - image.pushedAt > rule.countNumber * DAY);
    for (const image of old) if (!claimed.has(image)) result.push({ image, rule });
    for (const image of selected) claimed.add(image);
  }
  return result.toSorted((a, b) => a.image.pushedAt - b.image.pushedAt);
}

/** Runs a policy: removes what may go, says what could not. Images that an index still names stay until it is gone. */
export function runLifecycle(repository: Repository, policy: LifecyclePolicy, now: Instant): LifecycleRun {
  const expired: LifecycleImage[] = [];
  const failed: LifecycleRun['failed'][number][] = [];
  for (const { image, rule } of marked(policy.rules, [...repository.images.values()], now)) {
    const entry = {
      digest: image.digest,
      tags: [...image.tags],
      pushedAt: image.pushedAt,
      rulePriority: rule.rulePriority,
    };
    const parents = parentsOf(repository, image.digest);
    if (parents.length > 0) {
      failed.push({
        ...entry,
        code: 'ImageReferencedByManifestList',
        reason: `Requested image referenced by manifest list: [${parents.join(', ')}]`,
      });
      continue;
    }
    expired.push(entry);
    removeImage(repository, image);
  }
  const run: LifecycleRun = {
    policyId: policy.id,
    policyVersion: policy.version,
    lastEvaluatedAt: policy.lastEvaluatedAt,
    rules: policy.rules,
    expired,
    failed,
  };
  policy.lastEvaluatedAt = now;
  return run;
}
