import type { Instant } from '../../clock.ts';
import type { LifecycleRule } from '../activity.ts';
import { statusOf, type Image, type Repository } from '../state.ts';
import { meetsWildcard } from '../wildcard.ts';

const DAY = 86_400_000;

/** An image and the rule that means it. */
export interface Marked {
  readonly image: Image;
  readonly rule: LifecycleRule;
}

/** Every prefix, or every pattern, of a rule must be met by some tag of the image. */
function selects(rule: LifecycleRule, { tags }: Image): boolean {
  if (rule.tagStatus === 'any') return true;
  if (rule.tagStatus === 'untagged') return tags.size === 0;
  if (tags.size === 0) return false;
  for (const prefix of rule.tagPrefixList) if (!some(tags, (tag) => tag.startsWith(prefix))) return false;
  for (const pattern of rule.tagPatternList) if (!some(tags, (tag) => meetsWildcard(tag, pattern))) return false;
  return true;
}

function some(tags: Iterable<string>, meets: (tag: string) => boolean): boolean {
  for (const tag of tags) if (meets(tag)) return true;
  return false;
}

/** What a rule counts the days from. */
function since(rule: LifecycleRule, image: Image): Instant {
  const { pushedAt, lastPulledAt, storage } = image;
  switch (rule.countType) {
    case 'sinceImagePulled':
      // Never pulled: when it was pushed; not pulled since it was restored: when it was restored.
      return Math.max(lastPulledAt ?? 0, storage?.activatedAt ?? 0) || pushedAt;
    case 'sinceImageTransitioned':
      return storage?.archivedAt ?? pushedAt;
    case 'sinceImagePushed':
    case 'imageCountMoreThan':
      return pushedAt;
  }
}

/** What refers to another image follows it, and no rule means it by itself. */
function standsAlone(repository: Repository, { subject }: Image): boolean {
  return subject === undefined || !repository.images.has(subject);
}

/**
 * Which images the rules mean, and by which rule, oldest first. All rules see the same images at once; an image that
 * meets the tag requirements of one rule is left to it, whether it acts or not (user guide, "Lifecycle policy
 * evaluation rules"). Sorts once and looks at each image once a rule.
 */
export function marked(repository: Repository, rules: readonly LifecycleRule[], now: Instant): readonly Marked[] {
  const images = [...repository.images.values()]
    .filter((image) => standsAlone(repository, image))
    .toSorted((a, b) => b.pushedAt - a.pushedAt);
  // By place, newest first: a set of so many images is slower than everything else together.
  const claimed = new Uint8Array(images.length);
  const result: Marked[] = [];
  for (const rule of rules) {
    const wanted = rule.storageClass === 'archive' ? 'ARCHIVED' : 'ACTIVE';
    let selected = 0;
    for (let place = 0; place < images.length; place += 1) {
      const image = images[place]!;
      if (statusOf(image) !== wanted || !selects(rule, image)) continue;
      selected += 1;
      const isMeant =
        rule.countType === 'imageCountMoreThan'
          ? selected > rule.countNumber
          : now - since(rule, image) > rule.countNumber * DAY;
      if (isMeant && claimed[place] === 0) result.push({ image, rule });
      claimed[place] = 1;
    }
  }
  return result.toSorted((a, b) => a.image.pushedAt - b.image.pushedAt);
}
