import type { TargetDefinition } from '../../../embedded/eventbridge/target-definition.ts';
import { compilePattern } from '../../../pattern/index.ts';
import { prepareInput } from '../../../rule/input/input.ts';
import { ruleSees } from '../../../rule/sees.ts';
import type { Delivery } from '../../../timeline/timeline.ts';
import type { AwsRule } from '../aws-rule.ts';
import { inputOf } from '../input-of.ts';
import type { AwsStage } from '../stage.ts';
import { together } from '../together.ts';
import { clonePattern, refuseWildcards } from './clone-pattern.ts';
import { type Clone, cloneTarget } from './clone-target.ts';
import type { TemporaryBus } from './temporary-bus.ts';

/** A rule, and what is to become of it on the temporary bus. */
export interface ClonedRule extends AwsRule {
  readonly clonedPattern: string;
  readonly clones: readonly Clone[];
  /** Whether EventBridge is to match an event, as far as we can tell. */
  expects(delivery: Delivery): boolean;
  /** Whether a target is to be given something of an event that matches: a template may make no JSON of it. */
  gives(index: number, delivery: Delivery, text: string): boolean;
}

/** EventBridge's quota on targets of a rule. */
const MOST_TARGETS = 5;

/** Plans the clones of rules. Throws `Problems` with everything that cannot be cloned, before anything is made. */
export async function cloneRules(
  rules: readonly AwsRule[],
  bus: TemporaryBus,
  stage: AwsStage,
): Promise<readonly ClonedRule[]> {
  const cloned = await together(rules, async (rule): Promise<ClonedRule> => {
    const compiled = compilePattern(rule.pattern);
    const inputs = rule.aims.map(({ target }) => prepareInput(inputOf(target)));
    return {
      ...rule,
      clonedPattern: clonePattern(rule, bus),
      clones: await together(rule.aims, (aim) => cloneTarget(rule, aim, bus.ruleArn(rule.name), stage)),
      expects: (delivery) => ruleSees(rule, delivery) && compiled.matches(delivery.event),
      gives: (index, { event, at }, text) => {
        const ingestionTime = new Date(at).toISOString();
        const prepared = inputs[index]?.(event, text, { ruleArn: rule.arn, ruleName: rule.name, ingestionTime });
        return prepared !== undefined && 'text' in prepared;
      },
    };
  });
  refuseWildcards(cloned.flatMap((rule) => rulesNeeded(rule).map(() => rule.clonedPattern)));
  return cloned;
}

/** The names of the rules that a clone takes: a second one, where the observer finds no room among the targets. */
export function rulesNeeded({ name, clones }: Pick<ClonedRule, 'name' | 'clones'>): readonly string[] {
  return clones.length < MOST_TARGETS ? [name] : [name, `ecreplay-${name}`.slice(0, 64)];
}

/** The target by which a rule tells that it has matched, and what. */
export function observer(rule: string, queue: string): TargetDefinition {
  return {
    Id: 'ecreplay-observer',
    Arn: queue,
    InputTransformer: {
      InputPathsMap: { number: '$.resources[0]' },
      InputTemplate: `{"rule":"${rule}","number":"<number>"}`,
    },
  };
}
