import type { EventEmission } from '../eventbridge/emission.ts';
import { feedsOf } from '../rehearse/feeds.ts';
import type { Setup } from '../rehearse/setup.ts';
import { rulePattern } from '../rule/compile.ts';
import type { Rule, Target } from '../rule/rule.ts';
import { ruleSees } from '../rule/sees.ts';
import type { Plan } from './plan/plan.ts';

/**
 * Tells which events are for a consumer, so that those which no rule sends to one are not taken for lost. Where the rules are not the
 * configuration's, or somebody watches at another place than the consumers, nobody can say, and all of them are.
 */
export function expectedBy(
  { target, observe }: Pick<Plan, 'target' | 'observe'>,
  { rules, resources, consumers }: Setup,
): (emission: EventEmission) => boolean {
  if (target.kind !== 'bus' || observe.length > 0) return () => true;
  const feeds = Object.values(feedsOf(resources, consumers)).flat();
  const leads = (one: Target): boolean =>
    one.consumer !== undefined || feeds.some(({ kind, name }) => kind !== 'bucket' && one[kind] === name);
  const leading = rules
    .filter(({ targets }) => targets.some(leads))
    .map((rule) => ({ rule, pattern: rulePattern(rule) }));
  return (emission) =>
    leading.some(
      ({ rule, pattern }) => isOnDefaultBus(rule) && ruleSees(rule, emission) && pattern.matches(emission.event),
    );
}

/** Events of ECR's are on that bus alone. */
function isOnDefaultBus({ bus = 'default' }: Rule): boolean {
  return bus === 'default';
}
