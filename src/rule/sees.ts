import type { Rule } from './rule.ts';

/** Whether a rule's state lets it look at an event at all. Its pattern decides after that. */
export function ruleSees(
  { state = 'ENABLED' }: Pick<Rule, 'state'>,
  { reaches }: { readonly reaches: 'enabled' | 'all' },
): boolean {
  // Get, List and Describe calls via CloudTrail pass a plain rule by, however well its pattern fits them:
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
  if (state === 'ENABLED') return reaches === 'enabled';
  return state !== 'DISABLED';
}
