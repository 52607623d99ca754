import type { LifecycleRule } from '../activity.ts';
import { invalidPolicy } from './invalid-policy.ts';

/** What rules must have to do with each other (user guide, "Lifecycle policy evaluation rules"); the first three have words that users have seen. */
export function checkTogether(rules: readonly LifecycleRule[]): void {
  const priorities = new Set(rules.map(({ rulePriority }) => rulePriority));
  if (priorities.size < rules.length) throw invalidPolicy('rulePriority must be unique.');
  for (const storageClass of ['standard', 'archive'] as const) {
    const inClass = rules.filter((rule) => (rule.storageClass ?? 'standard') === storageClass);
    const last = inClass.findIndex(({ tagStatus }) => tagStatus === 'any');
    if (last >= 0 && last < inClass.length - 1)
      throw invalidPolicy('Rule for tagStatus=ANY must have the lowest priority per storage class.');
    if (inClass.filter(({ tagStatus }) => tagStatus === 'untagged').length > 1)
      throw invalidPolicy('Only one rule can select Untagged images per storage class.');
    checkPrefixes(inClass);
  }
}

/** Two rules for the same tags could never both act. */
function checkPrefixes(rules: readonly LifecycleRule[]): void {
  const seen = new Set<string>();
  for (const { tagPrefixList, tagPatternList, tagStatus } of rules) {
    if (tagStatus !== 'tagged') continue;
    const key = JSON.stringify([tagPrefixList.toSorted(), tagPatternList.toSorted()]);
    if (seen.has(key)) throw invalidPolicy('The set of rules must contain a unique set of tag prefixes and patterns.');
    seen.add(key);
  }
}
