import { compilePattern, type Pattern } from '../pattern/index.ts';
import type { Rule } from './rule.ts';

/** A rule's pattern, ready to match, whichever way it is written. */
export function rulePattern(rule: Pick<Rule, 'pattern'>): Pattern {
  return compilePattern(ruleText(rule));
}

/** A rule's pattern as JSON text, which is how EventBridge takes it. */
export function ruleText({ pattern }: Pick<Rule, 'pattern'>): string {
  return typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
}
