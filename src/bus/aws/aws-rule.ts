import type { TargetDefinition } from '../../embedded/eventbridge/target-definition.ts';
import { ruleText } from '../../rule/compile.ts';
import type { Rule } from '../../rule/rule.ts';
import { toDefinition } from '../target-definition.ts';

/** A rule whose events are to reach an account, whether a configuration has it or the account's own bus. */
export interface AwsRule {
  readonly name: string;
  /** Of the original, which templates may speak of. */
  readonly arn: string;
  readonly pattern: string;
  readonly state: NonNullable<Rule['state']>;
  readonly aims: readonly Aim[];
}

/** One target of a rule. */
export interface Aim {
  /** As EventBridge takes it; of a consumer that is called here, everything but the ARN holds. */
  readonly target: TargetDefinition;
  /** The consumer that is called in this process. */
  readonly here?: string;
}

/** Words the rules of a configuration as the account would have them. */
export function rulesOfConfiguration(
  rules: readonly Rule[],
  whose: { readonly account: string; readonly region: string },
): readonly AwsRule[] {
  // What AWS says arrives on the default bus; other buses see only what rules hand on to them.
  const first = rules.filter(({ bus = 'default' }) => bus === 'default');
  return first.map((rule) => ({
    name: rule.name,
    arn: `arn:aws:events:${whose.region}:${whose.account}:rule/${rule.name}`,
    pattern: ruleText(rule),
    state: rule.state ?? 'ENABLED',
    aims: rule.targets.map((target, index) => ({
      target: toDefinition(target, `Target${index}`, whose),
      ...(target.consumer !== undefined && { here: target.consumer }),
    })),
  }));
}
