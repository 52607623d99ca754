import { isComparison } from '../choice/compare.ts';
import type { QueryLanguage } from '../definition.ts';
import { isRecord } from '../is-record.ts';
import type { Complain } from './around.ts';

/** Checks the rules of a Choice state: each leads somewhere, and asks exactly one thing. */
export function checkChoice(
  { Choices: rules }: Readonly<Record<string, unknown>>,
  at: string,
  language: QueryLanguage,
  complain: Complain,
): void {
  if (!Array.isArray(rules) || rules.length === 0) {
    complain('Choices must be an array with at least one rule', `${at}/Choices`);
    return;
  }
  for (const [index, rule] of (rules as unknown[]).entries()) {
    const where = `${at}/Choices[${index}]`;
    if (!isRecord(rule)) {
      complain('Expected value of type Object', where);
      continue;
    }
    if (rule['Next'] === undefined) complain('These fields are required: [Next]', where);
    if (language === 'JSONPath') checkRule(rule, where, complain);
    else if (rule['Condition'] === undefined) complain('These fields are required: [Condition]', where);
  }
}

function checkRule(rule: Readonly<Record<string, unknown>>, at: string, complain: Complain): void {
  const nested = ['And', 'Or', 'Not'].filter((field) => field in rule);
  const comparisons = Object.keys(rule).filter(isComparison);
  if (nested.length + comparisons.length !== 1) {
    complain('Exactly one comparison is required in a rule', at);
    return;
  }
  if (comparisons.length === 1) {
    if (typeof rule['Variable'] !== 'string') complain('These fields are required: [Variable]', at);
    return;
  }
  const field = nested[0]!;
  const inner = field === 'Not' ? [rule[field]] : rule[field];
  if (!Array.isArray(inner) || inner.length === 0) complain('Expected a non-empty array of rules', `${at}/${field}`);
  else
    for (const [index, each] of (inner as unknown[]).entries()) {
      const where = field === 'Not' ? `${at}/Not` : `${at}/${field}[${index}]`;
      if (isRecord(each)) checkRule(each, where, complain);
      else complain('Expected value of type Object', where);
    }
}
