import { diagnose } from '../../rule/read/diagnose.ts';
import { ruleText } from '../../rule/compile.ts';
import type { Rule } from '../../rule/rule.ts';
import type { Breach, Contract } from '../contract.ts';

/** A rule that matches nothing is taken without a word. */
export const ruleCanMatch: Contract = {
  name: 'rule-can-match',
  means: 'Each rule that leads to the consumer can match some event of Amazon ECR.',
  incident:
    'A rule asked for `"action-type": ["PutImage"]` and `"result": ["success"]`. EventBridge took it, and for weeks nobody knew why nothing was deployed: an event says PUSH and SUCCESS.',
  source: 'Class 5. EventBridge checks the form of a pattern and never what it asks for.',
  example: 'no event at all: the rule is looked at',
  mend: 'Write what the event has; `ecreplay pattern test` says member by member why it does not match.',
  isOfRules: true,
  check: ({ rules, consumer }) =>
    Promise.resolve(
      rules
        .filter((rule) => !isBarredByResources(rule))
        .flatMap((rule) => never(rule))
        .map(({ rule, why }): Breach => ({
          sentence: `rule "${rule.name}" can never match, so ${consumer} is never invoked by it`,
          evidence: [why],
          key: `never matches ${rule.name}`,
        }))[0],
    ),
};

/** Why no event can match a rule, and the nearest fix. */
export function never(rule: Rule): readonly { readonly rule: Rule; readonly why: string }[] {
  const { name, state = 'ENABLED', bus = 'default' } = rule;
  const place = { file: '', line: 1, column: 1 };
  return diagnose([{ name, state, bus, place, pattern: ruleText(rule), targets: [] }])
    .filter(({ code }) => code === 'NEVER_MATCHES')
    .map(({ message }) => ({ rule, why: message.replace(/^Rule "[^"]*": /, '') }));
}

/** Whether it is for `resources` alone that a rule can never match. */
export function isBarredByResources(rule: Rule): boolean {
  const { resources, ...others } = JSON.parse(ruleText(rule)) as Readonly<Record<string, unknown>>;
  return resources !== undefined && never(rule).length > 0 && never({ ...rule, pattern: others }).length === 0;
}
