import { ruleText } from '../rule/compile.ts';
import { placeOfTarget, type Rule } from '../rule/rule.ts';
import type { SavedRule } from './saved-run.ts';

/** A rule as it is written down: its pattern as text, its targets in words. */
export function saveRule(rule: Rule): SavedRule {
  const { name, state, targets } = rule;
  return {
    name,
    pattern: ruleText(rule),
    ...(state !== undefined && { state }),
    targets: targets.map((target) => {
      const place = placeOfTarget(target);
      return place === undefined ? 'an unknown target' : `${place.kind} ${place.name}`;
    }),
  };
}
