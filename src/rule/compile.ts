import { compilePattern, type Pattern } from '../pattern/index.ts';
import type { Rule } from './rule.ts';

/** A rule's pattern, ready to match, whichever way it is written. */
export function rulePattern({ pattern }: Pick<Rule, 'pattern'>): Pattern {
  return compilePattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
}
