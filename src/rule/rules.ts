import { nearest } from '../nearest.ts';
import { Problem, Problems, type Place } from '../problem.ts';
import { rulePattern } from './compile.ts';
import type { Rule, Target } from './rule.ts';

/** A rule as a configuration words it: its name is its key, and a target may be a consumer's bare name. */
export type RuleInput = Omit<Rule, 'name' | 'targets'> & {
  readonly targets: readonly (string | { readonly consumer: string })[];
};

/** The part of a configuration that rules are read from. */
export interface RuleSource {
  readonly rules?: Readonly<Record<string, RuleInput>>;
  readonly consumers?: Readonly<Record<string, unknown>>;
}

const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];
/** PutRule's own constraint on names, from the service model. */
const NAME = /^[.\-_A-Za-z0-9]{1,64}$/;
/** EventBridge's quota on targets per rule. */
const MOST_TARGETS = 5;

/** Reads the rules of a configuration. Throws `Problems` with everything that EventBridge would refuse or that names nothing. */
export function toRules({ rules = {}, consumers = {} }: RuleSource, place?: Place): readonly Rule[] {
  const problems: Problem[] = [];
  const known = Object.keys(consumers);
  const read = Object.entries(rules).map(([name, input]) => {
    problems.push(...problemsOf(name, input, known, place));
    return toRule(name, input);
  });
  if (problems.length > 0) throw new Problems(problems);
  return read;
}

function toRule(name: string, { targets, ...rest }: RuleInput): Rule {
  return { ...rest, name, targets: Array.isArray(targets) ? targets.map(toTarget) : [] };
}

function toTarget(target: string | Target): Target {
  return typeof target === 'string' ? { consumer: target } : target;
}

function problemsOf(name: string, rule: RuleInput, known: readonly string[], place: Place | undefined): Problem[] {
  const invalid = (message: string) =>
    new Problem('CONFIG_INVALID', `Cannot read rule "${name}": ${message}`, { place });
  const problems: Problem[] = [];
  if (!NAME.test(name)) problems.push(invalid('its name has to be 1 to 64 letters, digits, ".", "-" or "_"'));
  if (rule.state !== undefined && !STATES.includes(rule.state)) {
    const meant = nearest(String(rule.state), STATES);
    problems.push(
      invalid(
        `"${String(rule.state)}" is not a state, ${meant === undefined ? `the states are ${STATES.join(', ')}` : `did you mean "${meant}"`}`,
      ),
    );
  }
  problems.push(...patternProblems(name, rule, place));
  if (!Array.isArray(rule.targets)) return [...problems, invalid('"targets" has to be a list of consumers')];
  if (rule.targets.length > MOST_TARGETS)
    problems.push(invalid(`it has ${rule.targets.length} targets, EventBridge allows ${MOST_TARGETS}`));
  for (const target of rule.targets.map(toTarget)) {
    if (!known.includes(target.consumer))
      problems.push(unknownConsumer(`Cannot read rule "${name}"`, target.consumer, known, place));
  }
  return problems;
}

function patternProblems(name: string, rule: RuleInput, place: Place | undefined): Problem[] {
  if (rule.pattern === undefined)
    return [new Problem('CONFIG_INVALID', `Cannot read rule "${name}": it has no pattern`, { place })];
  try {
    rulePattern(rule);
    return [];
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    return [new Problem(cause.code, `Cannot read rule "${name}": ${cause.message}`, { place, cause })];
  }
}

/** A name that should be a consumer of the configuration, and is not. */
export function unknownConsumer(
  attempt: string,
  name: string,
  known: readonly string[],
  place: Place | undefined,
): Problem {
  const meant = nearest(name, known);
  const advice =
    meant === undefined
      ? known.length === 0
        ? 'which has none'
        : `which has ${known.map((one) => `"${one}"`).join(', ')}`
      : `did you mean "${meant}"`;
  return new Problem('CONSUMER_UNKNOWN', `${attempt}: "${name}" is not a consumer of the configuration, ${advice}`, {
    place,
  });
}
