import type { BusEvent } from '../eventbridge/event.ts';
import { rulePattern } from '../rule/compile.ts';
import type { Rule } from '../rule/rule.ts';
import { ruleSees } from '../rule/sees.ts';
import { clipped } from './bounded.ts';
import type { Why } from './saved-run.ts';

/** Nobody reads so many, and each takes its time to work out. */
const MOST_EXPLAINED = 20_000;
const MOST_VALUE = 300;

/** Why rules did not match, each reason once. */
export interface Reasons {
  /** The places in `all` of why each rule but those that matched did not. */
  of(event: BusEvent, reaches: 'enabled' | 'all', matched: readonly string[]): readonly number[] | undefined;
  readonly all: readonly Why[];
  /** For which arrivals there was no time to work it out. */
  leftOut(): readonly string[];
}

/** Opens a list of reasons for the rules of a run. */
export function openReasons(rules: readonly Rule[]): Reasons {
  const places = new Map<string, number>();
  const all: Why[] = [];
  let [explained, unexplained] = [0, 0];
  return {
    all,
    leftOut: () =>
      unexplained > 0 ? [`why rules did not match ${unexplained} of the arrivals: that takes its time`] : [],
    of: (event, reaches, matched) => {
      const others = rules.filter(({ name }) => !matched.includes(name));
      if (explained + others.length > MOST_EXPLAINED) {
        unexplained += 1;
        return undefined;
      }
      explained += others.length;
      return others.map((rule) => {
        const why = whyNot(rule, event, reaches);
        const key = JSON.stringify(why);
        const place = places.get(key) ?? all.push(why) - 1;
        places.set(key, place);
        return place;
      });
    },
  };
}

function whyNot(rule: Rule, event: BusEvent, reaches: 'enabled' | 'all'): Why {
  const { name, state } = rule;
  if (state === 'DISABLED') return { rule: name, reason: 'the rule is disabled', mismatches: [] };
  const { matches, mismatches } = rulePattern(rule).explain(event);
  if (!matches) {
    const told = mismatches.map(({ path, wanted, reason, advice, ...rest }) => ({
      path,
      wanted: shortly(wanted),
      ...('found' in rest && { found: shortly(rest.found) }),
      reason,
      ...(advice !== undefined && { advice }),
    }));
    return { rule: name, mismatches: told };
  }
  const reason = ruleSees(rule, { reaches })
    ? 'its pattern matches, and yet the bus does not say that the rule did'
    : 'its pattern matches, but only a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS sees calls that begin with Get, List or Describe';
  return { rule: name, reason, mismatches: [] };
}

function shortly(value: unknown): string {
  return clipped(JSON.stringify(value) ?? 'null', MOST_VALUE);
}
