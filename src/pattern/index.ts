export { compilePattern } from './pattern.ts';
export type { Pattern } from './pattern.ts';
export { compileRules } from './rules.ts';
export type { RuleSet } from './rules.ts';
export { lintPattern } from './lint.ts';
export type { LintNote } from './lint.ts';
export { describe } from './explain/describe.ts';
export type { Explanation, Mismatch } from './explain/explanation.ts';
