import { accepts } from '../operator/accepts.ts';
import { addressDigits } from '../operator/address.ts';
import { addressSet } from '../operator/address-set.ts';
import { numberSet } from '../operator/number-set.ts';
import type { AddressTest, AnythingBut, NumericRange, Operator } from '../operator/operator.ts';
import { SpellingTree } from '../operator/spelling-tree.ts';
import type { Scalar } from '../scalar.ts';
import { exceptionsTest, unitsOf } from './exceptions.ts';

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
  const tests =
    sizeOf(others) > FEW
      ? joinedTests(others)
      : others.map(
          (operator): LeafTest =>
            (value) =>
              accepts(operator, value),
        );
  const [single] = named;
  if (tests.length === 0 && named.size === 1) return (value) => value === single;
  const [only] = tests;
  if (named.size === 0 && tests.length === 1 && only !== undefined) return only;
  return (value) => named.has(value) || tests.some((test) => test(value));
}

/** How many texts, numbers and ranges the alternatives name in all. */
function sizeOf(operators: readonly Operator[]): number {
  return operators.reduce((size, operator) => size + ('values' in operator ? [...operator.values].length : 1), 0);
}

function joinedTests(operators: readonly Operator[]): LeafTest[] {
  const ranges: NumericRange[] = [];
  const addresses: (Operator & AddressTest)[] = [];
  const exceptions: AnythingBut[] = [];
  const affixes: Operator[] = [];
  const rest: Operator[] = [];
  for (const operator of operators) {
    if (operator.kind === 'range') ranges.push(operator);
    else if (operator.kind === 'address') addresses.push(operator);
    else if ('values' in operator) exceptions.push(operator);
    else if ('folded' in operator || operator.kind === 'prefix' || operator.kind === 'suffix') affixes.push(operator);
    else rest.push(operator);
  }
  return [
    ...(ranges.length > 0 ? [rangesTest(ranges)] : []),
    ...(addresses.length > 0 ? [addressesTest(addresses)] : []),
    ...(exceptions.length > 0 ? [exceptionsTest(exceptions)] : []),
    ...(affixes.length > 0 ? [affixesTest(affixes)] : []),
    ...rest.map(
      (operator): LeafTest =>
        (value) =>
          accepts(operator, value),
    ),
  ];
}

function rangesTest(ranges: readonly NumericRange[]): LeafTest {
  const contains = numberSet(ranges);
  return (value) => typeof value === 'number' && contains(value);
}

function addressesTest(operators: readonly (Operator & AddressTest)[]): LeafTest {
  const contains = addressSet(operators.map(({ range }) => range));
  return (value) => {
    if (typeof value !== 'string') return operators.some((operator) => accepts(operator, value));
    const digits = addressDigits(value);
    return digits !== undefined && contains(digits);
  };
}

function affixesTest(operators: readonly Operator[]): LeafTest {
  const beginnings = new SpellingTree(1);
  const endings = new SpellingTree(1);
  for (const operator of operators) {
    if (operator.kind === 'prefix') beginnings.add(unitsOf(operator.value), 0, false);
    if (operator.kind === 'suffix') endings.add(unitsOf(operator.value).toReversed(), 0, false);
    if (operator.kind === 'fold') beginnings.add(operator.folded.spellings, 0, true);
    if (operator.kind === 'fold-prefix') beginnings.add(operator.folded.spellings, 0, false);
    if (operator.kind === 'fold-suffix') endings.add(backwards(operator.folded.spellings), 0, false);
  }
  const found = new Int32Array(1);
  return (value) => {
    if (typeof value !== 'string') return false;
    const quoted = `"${value}"`;
    return (
      beginnings.mark(quoted, 1, quoted.length - 1, quoted.length, 1, found) ||
      endings.mark(quoted, quoted.length - 2, 0, -1, -1, found)
    );
  };
}

/** The spellings from the last to the first, each read backwards. */
function backwards(spellings: readonly (readonly string[])[]): string[][] {
  return spellings
    .toReversed()
    .map((choices) =>
      choices.map((spelling) =>
        Array.from({ length: spelling.length }, (_, index) => spelling.charAt(spelling.length - 1 - index)).join(''),
      ),
    );
}
