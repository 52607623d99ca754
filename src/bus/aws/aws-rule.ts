import type { TargetDefinition } from '../../embedded/eventbridge/target-definition.ts';
import { ruleText } from '../../rule/compile.ts';
import type { Rule } from '../../rule/rule.ts';
import type { AwsSpec } from '../bus-spec.ts';
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
  /** The consumer that runs in the account: the target is its function. */
  readonly deployed?: string;
}

/** Whose rules they are, and which consumers run there. */
export type Whose = Pick<AwsSpec, 'account' | 'region' | 'functions'>;

/** The consumer that an aim's function is, if it is one's. */
export function withConsumer(aim: Aim, whose: Whose): Aim {
  const name = Object.keys(whose.functions ?? {}).find((consumer) => functionArn(consumer, whose) === aim.target.Arn);
  return name === undefined ? aim : { ...aim, deployed: name };
}

/** The ARN of the function that a consumer is in the account; nothing, where it is called here. */
function functionArn(consumer: string, { account, region, functions = {} }: Whose): string | undefined {
  const named = Object.hasOwn(functions, consumer) ? functions[consumer] : undefined;
  if (named === undefined || named.startsWith('arn:')) return named;
  return `arn:aws:lambda:${region}:${account}:function:${named}`;
}

/** Words the rules of a configuration as the account would have them. */
export function rulesOfConfiguration(rules: readonly Rule[], whose: Whose): readonly AwsRule[] {
  // What AWS says arrives on the default bus; other buses see only what rules hand on to them.
  const first = rules.filter(({ bus = 'default' }) => bus === 'default');
  return first.map((rule) => ({
    name: rule.name,
    arn: `arn:aws:events:${whose.region}:${whose.account}:rule/${rule.name}`,
    pattern: ruleText(rule),
    state: rule.state ?? 'ENABLED',
    aims: rule.targets.map((target, index) => {
      const definition = toDefinition(target, `Target${index}`, whose);
      const { consumer } = target;
      if (consumer === undefined) return withConsumer({ target: definition }, whose);
      const Arn = functionArn(consumer, whose);
      return Arn === undefined
        ? { target: definition, here: consumer }
        : { target: { ...definition, Arn }, deployed: consumer };
    }),
  }));
}
