import type { Config, InlineRule, RulesFrom } from './setup.ts';

/** The rules that a configuration writes itself. */
export function inlineRules({ rules = {} }: Config): Readonly<Record<string, InlineRule>> {
  const written = Object.entries(rules).filter((entry): entry is [string, InlineRule] => isInlineRule(entry[1]));
  return Object.fromEntries(written);
}

/** Whether what a configuration has under `rules` is a rule, and not what others are read from. */
export function isInlineRule(value: unknown): value is InlineRule {
  return typeof value === 'object' && value !== null && ('pattern' in value || 'targets' in value);
}

/** What a configuration has its other rules read from; nothing, where it has none. */
export function rulesFrom({ rules }: Config): RulesFrom | undefined {
  const from = rules?.from;
  return from === undefined || isInlineRule(from) ? undefined : from;
}
