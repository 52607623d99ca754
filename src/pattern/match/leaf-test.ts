import { accepts } from '../operator/accepts.ts';
import type { Operator } from '../operator/operator.ts';
import type { Scalar } from '../scalar.ts';
import { JointTest } from './joint-test.ts';

/** Whether one of the alternatives of a leaf accepts a value. */
export type LeafTest = (value: Scalar) => boolean;

/** So few are faster tried in turn than looked up together. */
const FEW = 4;

/**
 * Makes one test of all alternatives of a leaf. Each kind is joined, so that a pattern as long as AWS takes costs a value
 * hardly more than a short one.
 */
export function compileLeaf(operators: readonly Operator[]): LeafTest {
  if (operators.some(({ kind }) => kind === 'exists')) return () => true;
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
  const test = testOf(others);
  const [single] = named;
  if (test === undefined) return named.size === 1 ? (value) => value === single : (value) => named.has(value);
  return named.size === 0 ? test : (value) => named.has(value) || test(value);
}

function testOf(operators: readonly Operator[]): LeafTest | undefined {
  const [first] = operators;
  if (first === undefined) return undefined;
  if (sizeOf(operators) > FEW) return jointTest(operators);
  if (operators.length === 1) return (value) => accepts(first, value);
  return (value) => operators.some((operator) => accepts(operator, value));
}

function jointTest(operators: readonly Operator[]): LeafTest {
  const joint = new JointTest([operators]);
  const found = new Int32Array(1);
  return (value) => {
    found[0] = 0;
    joint.mark(value, found, 0);
    return found[0] !== 0;
  };
}

/** How many texts, numbers and ranges the alternatives name in all. */
function sizeOf(operators: readonly Operator[]): number {
  return operators.reduce((size, operator) => size + ('values' in operator ? [...operator.values].length : 1), 0);
}
