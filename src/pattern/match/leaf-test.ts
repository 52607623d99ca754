import { accepts } from '../operator/accepts.ts';
import type { Operator } from '../operator/operator.ts';
import type { Scalar } from '../scalar.ts';

/** Whether one of the alternatives of a leaf accepts a value. */
export type LeafTest = (value: Scalar) => boolean;

/** Makes one test of all alternatives: those that name a value are looked up, the others tried in turn. */
export function compileLeaf(operators: readonly Operator[]): LeafTest {
  const named = new Set<Scalar>();
  const others: Operator[] = [];
  for (const operator of operators) {
    if (
      operator.kind === 'string' ||
      operator.kind === 'word' ||
      (operator.kind === 'number' && typeof operator.value === 'number')
    ) {
      named.add(operator.value);
    } else if (operator.kind !== 'absent') {
      others.push(operator);
    }
  }
  const [single] = named;
  if (others.length === 0 && named.size === 1) return (value) => value === single;
  if (others.length === 0) return (value) => named.has(value);
  const [only] = others;
  if (others.length === 1 && only !== undefined && named.size === 0) return (value) => accepts(only, value);
  return (value) => named.has(value) || others.some((operator) => accepts(operator, value));
}
