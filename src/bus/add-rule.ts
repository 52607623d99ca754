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

/** Puts a rule of the configuration on the default bus. Throws a `Problem` where EventBridge would not have it. */
export function addRule(rule: Rule, { scene, eventBridge }: Pick<Estate, 'scene' | 'eventBridge'>): void {
  const attempt = `Cannot send what rule "${rule.name}" matches`;
  const { buses, ownSender } = eventBridge;
  const targets = rule.targets.map((target, index) => {
    const definition = toDefinition(forLambda(target), `Target${index}`, scene);
    const own = ownSender(definition.Arn);
    const refused = refuseTarget(definition, own);
    if (refused !== undefined) throw new Problem('CONFIG_INVALID', `${attempt}: ${refused.ErrorMessage}`);
    return toTarget(definition, own, buses.neighbours);
  });
  try {
    const wish = { name: rule.name, pattern: ruleText(rule), state: rule.state };
    const made = putRule(buses, buses.find(undefined), wish);
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

function forLambda(target: Target): Target {
  return target.consumer === undefined ? target : { ...target, consumer: functionName(target.consumer) };
}
