import type { Estate } from '../embedded/assemble.ts';
import { putRule } from '../embedded/eventbridge/rules.ts';
import { grant } from '../embedded/eventbridge/send/permission.ts';
import { refuseTarget, toTarget } from '../embedded/eventbridge/targets.ts';
import { Problem } from '../problem.ts';
import { ruleText } from '../rule/compile.ts';
import type { Rule, Target } from '../rule/rule.ts';
import { Fault } from '../wire/fault.ts';
import { functionName } from './function-name.ts';
import { toDefinition } from './target-definition.ts';

/** A rule that goes by the clock. */
export interface ScheduledRule extends Pick<Rule, 'name' | 'targets' | 'state'> {
  readonly schedule: string;
}

/** Puts a rule of the configuration on its bus. Throws a `Problem` where EventBridge would not have it. */
export function addRule(
  rule: Rule | ScheduledRule,
  { scene, eventBridge }: Pick<Estate, 'scene' | 'eventBridge'>,
): void {
  const attempt =
    'schedule' in rule ? `Cannot do what schedule "${rule.name}" says` : `Cannot send what rule "${rule.name}" matches`;
  const { buses, ownSender } = eventBridge;
  try {
    const targets = rule.targets.map((target, index) => {
      const definition = toDefinition(found(target, eventBridge), `Target${index}`, scene);
      const own = ownSender(definition.Arn);
      const refused = refuseTarget(definition, own);
      if (refused !== undefined) throw new Problem('CONFIG_INVALID', `${attempt}: ${refused.ErrorMessage}`);
      return toTarget(definition, own, buses.neighbours);
    });
    const { name, state } = rule;
    const when = 'schedule' in rule ? { schedule: rule.schedule } : { pattern: ruleText(rule) };
    const made = putRule(buses, buses.find('schedule' in rule ? undefined : rule.bus), { name, state, ...when });
    for (const target of targets) {
      made.targets.set(target.definition.Id, target);
      // What the configuration merely names lets its rules in.
      grant(made, target.definition, buses.neighbours);
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Problem('CONFIG_INVALID', `${attempt}: ${error.message}`, { cause: error });
  }
}

/** A target as its service knows it: a consumer by the name of its function, an API destination by the id it was given. */
function found(target: Target, { apiDestinations }: Estate['eventBridge']): Target {
  const { consumer, apiDestination, ...rest } = target;
  if (consumer !== undefined) return { ...rest, consumer: functionName(consumer) };
  if (apiDestination === undefined || apiDestination.startsWith('arn:')) return target;
  return { ...rest, arn: apiDestinations.find(apiDestination).arn };
}
