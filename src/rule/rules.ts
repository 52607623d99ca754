import { nearest } from '../nearest.ts';
import { Problem, Problems, type Place } from '../problem.ts';
import { rulePattern } from './compile.ts';
import type { Rule, Target } from './rule.ts';
import { isTarget, targetFaults } from './target-faults.ts';
import { unknownConsumer } from './unknown-consumer.ts';

/** A rule as a configuration words it: its name is its key, and a target may be a consumer's bare name. */
type RuleInput = Omit<Rule, 'name' | 'targets'> & {
  readonly targets: readonly (string | Target)[];
};

/** The part of a configuration that rules are read from. */
export interface RuleSource {
  readonly rules?: Readonly<Record<string, RuleInput>>;
  readonly consumers?: Readonly<Record<string, unknown>>;
}

const STATES: readonly unknown[] = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];
/** PutRule's own constraint on names, from the service model. */
const NAME = /^[.\-_A-Za-z0-9]{1,64}$/;
/** EventBridge's quota on targets per rule. */
const MOST_TARGETS = 5;

/** Reads the rules of a configuration. Throws `Problems` with everything that EventBridge would refuse or that names nothing. */
export function toRules({ rules = {}, consumers = {} }: RuleSource, place?: Place): readonly Rule[] {
  const known = Object.keys(consumers);
  const problems = Object.entries(rules).flatMap(([name, rule]) => [
    ...wrongWithRule(name, rule).map(
      (message) => new Problem('CONFIG_INVALID', `Cannot read rule "${name}": ${message}`, { place }),
    ),
    ...wrongWithPattern(name, rule, place),
    ...targetsOf(rule).flatMap(({ consumer }) =>
      consumer === undefined || known.includes(consumer)
        ? []
        : [unknownConsumer(`Cannot read rule "${name}"`, consumer, known, place)],
    ),
  ]);
  if (problems.length > 0) throw new Problems(problems);
  return Object.entries(rules).map(([name, rule]) => ({ ...rule, name, targets: targetsOf(rule) }));
}

/** A configuration file need not be TypeScript, so what its types promise is asked again. */
function targetsOf({ targets }: { readonly targets?: unknown }): readonly Target[] {
  if (!Array.isArray(targets)) return [];
  return targets.filter(isTarget).map((target) => (typeof target === 'string' ? { consumer: target } : target));
}

function wrongWithRule(
  name: string,
  { state, targets }: { readonly state?: unknown; readonly targets?: unknown },
): string[] {
  const wrong: string[] = [];
  if (!NAME.test(name)) wrong.push('its name has to be 1 to 64 letters, digits, ".", "-" or "_"');
  if (state !== undefined && !STATES.includes(state))
    wrong.push(sayState(typeof state === 'string' ? state : JSON.stringify(state)));
  if (!Array.isArray(targets) || !targets.every(isTarget)) {
    wrong.push('"targets" has to be a list of names of consumers, or of { consumer: name } and its like');
  } else if (targets.length > MOST_TARGETS) {
    wrong.push(`it has ${targets.length} targets, EventBridge allows ${MOST_TARGETS}`);
  }
  wrong.push(...targetsOf({ targets }).flatMap(targetFaults));
  return wrong;
}

function sayState(state: string): string {
  const meant = nearest(state, STATES.map(String));
  const advice = meant === undefined ? `the states are ${STATES.join(', ')}` : `did you mean "${meant}"`;
  return `"${state}" is not a state, ${advice}`;
}

function wrongWithPattern(name: string, rule: RuleInput, place: Place | undefined): Problem[] {
  const attempt = `Cannot read rule "${name}"`;
  if (!hasPattern(rule)) {
    return [new Problem('CONFIG_INVALID', `${attempt}: "pattern" has to be an event pattern`, { place })];
  }
  try {
    rulePattern(rule);
    return [];
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    return [new Problem(cause.code, `${attempt}: ${cause.message}`, { place, cause })];
  }
}

function hasPattern({ pattern }: { readonly pattern?: unknown }): boolean {
  return typeof pattern === 'string' || (typeof pattern === 'object' && pattern !== null);
}
