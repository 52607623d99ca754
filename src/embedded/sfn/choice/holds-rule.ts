import type { ChoiceRule } from '../definition.ts';
import { runtimeFailure } from '../failure.ts';
import { follow, type Roots } from '../path/follow.ts';
import { readPath } from '../path/read-path.ts';
import { compare } from './compare.ts';

/** What a rule may have beside its comparison. */
const NOT_COMPARISONS = new Set(['Variable', 'Next', 'Comment', 'Assign', 'Output']);

/** Whether a rule of a Choice state in JSONPath holds. */
export function holdsRule(rule: ChoiceRule, roots: Roots): boolean {
  if (rule.And !== undefined) return rule.And.every((each) => holdsRule(each, roots));
  if (rule.Or !== undefined) return rule.Or.some((each) => holdsRule(each, roots));
  if (rule.Not !== undefined) return !holdsRule(rule.Not, roots);
  const [operator, operand] = Object.entries(rule).find(([key]) => !NOT_COMPARISONS.has(key)) ?? ['', undefined];
  const value = valueAt(rule.Variable ?? '', roots);
  if (operator === 'IsPresent') return (value !== undefined) === operand;
  if (value === undefined) {
    throw runtimeFailure(
      `Invalid path '${rule.Variable}': The choice state's condition path references an invalid value.`,
    );
  }
  if (!operator.endsWith('Path')) return compare(operator, value, operand);
  const other = valueAt(operand as string, roots);
  if (other === undefined)
    throw runtimeFailure(
      `Invalid path '${String(operand)}': The choice state's condition path references an invalid value.`,
    );
  return compare(operator.slice(0, -'Path'.length), value, other);
}

function valueAt(path: string, roots: Roots): unknown {
  const read = readPath(path);
  const found = follow(read, roots);
  // A path that may lead to many places is present only if it leads to some.
  return !read.definite && (found as unknown[]).length === 0 ? undefined : found;
}
