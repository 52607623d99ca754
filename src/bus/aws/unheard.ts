import type { AwsSpec } from '../bus-spec.ts';
import type { Staging } from '../open-bus.ts';
import type { AwsRule } from './aws-rule.ts';

/**
 * The consumers of which nothing can be said, and why, as a verb with its object. Rules call some of them; the others are fed by what lies
 * behind a target, a queue or a state machine, and that is the account's own, where nobody knows of a consumer that runs here.
 */
export function unheardOf(
  rules: readonly AwsRule[],
  { consumers }: Pick<Staging, 'consumers'>,
  { dryRun = false, functions = {} }: Pick<AwsSpec, 'dryRun' | 'functions'>,
): Readonly<Record<string, string>> {
  const byRules = rules.flatMap(({ aims }) => aims.flatMap(({ here }) => here ?? []));
  const called = new Set([...byRules, ...Object.keys(functions)]);
  return Object.fromEntries(
    [...consumers.keys()].flatMap((name) => {
      if (dryRun) return [[name, 'has printed the calls that it would make, and made none']];
      return called.has(name)
        ? []
        : [[name, 'leaves what lies behind a target to the account, where this consumer is not called']];
    }),
  );
}
