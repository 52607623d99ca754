import { RawNumber } from '../scalar.ts';
import type { Scalar } from '../scalar.ts';
import { readAddress, readDigits, readNumberDigits, roomForAddress } from './address.ts';
import { inAddressRange } from './address-range.ts';
import { endsWithFold, equalsFold, startsWithFold } from './fold.ts';
import { fitsGlob } from './glob.ts';
import type { AddressTest, NumericRange, Operator } from './operator.ts';

/** Whether a value that the event has satisfies one alternative. `absent` is never satisfied by a value. */
export function accepts(operator: Operator, value: Scalar): boolean {
  switch (operator.kind) {
    case 'string':
    case 'word':
      return value === operator.value;
    case 'number':
      return equalsNumber(operator.value, value);
    case 'address':
      return isAddressIn(operator, value);
    case 'prefix':
      return typeof value === 'string' && hasPrefix(value, operator.value);
    case 'suffix':
      return typeof value === 'string' && hasSuffix(value, operator.value);
    case 'fold':
      return typeof value === 'string' && equalsFold(operator.folded, value);
    case 'fold-prefix':
      return typeof value === 'string' && startsWithFold(operator.folded, value);
    case 'fold-suffix':
      return typeof value === 'string' && endsWithFold(operator.folded, value);
    case 'wildcard':
      return typeof value === 'string' && fitsGlob(operator.glob, value);
    case 'range':
      return typeof value === 'number' && inNumericRange(operator, value);
    case 'exists':
      return true;
    case 'absent':
      return false;
    case 'but':
      return value === null || typeof value === 'boolean' || value instanceof RawNumber || !operator.values.has(value);
    case 'but-prefix':
      return typeof value !== 'string' || !operator.values.some((prefix) => hasPrefix(value, prefix));
    case 'but-suffix':
      return typeof value !== 'string' || !operator.values.some((suffix) => hasSuffix(value, suffix));
    case 'but-fold':
      return typeof value !== 'string' || !operator.values.some((folded) => equalsFold(folded, value));
    case 'but-wildcard':
      return typeof value !== 'string' || !operator.values.some((glob) => fitsGlob(glob, value));
  }
}

function equalsNumber(wanted: number | RawNumber, value: Scalar): boolean {
  if (wanted instanceof RawNumber) return value instanceof RawNumber && value.text === wanted.text;
  return value === wanted;
}

function isAddressIn({ range, takesNumbers }: AddressTest, value: Scalar): boolean {
  const count = readScalar(value, takesNumbers === true);
  return count > 0 && inAddressRange(range, digits, count);
}

const digits = roomForAddress();

function readScalar(value: Scalar, takesNumbers: boolean): number {
  if (typeof value === 'string') return readAddress(value, digits);
  if (value instanceof RawNumber) return readDigits(value.text, digits);
  return takesNumbers && typeof value === 'number' ? readNumberDigits(value, digits) : 0;
}

// AWS matches strings together with their quotes, so a prefix may take in the closing one and a suffix the opening one.
function hasPrefix(value: string, prefix: string): boolean {
  return value.startsWith(prefix) || (prefix.length === value.length + 1 && prefix === `${value}"`);
}

function hasSuffix(value: string, suffix: string): boolean {
  return value.endsWith(suffix) || (suffix.length === value.length + 1 && suffix === `"${value}`);
}

function inNumericRange({ bottom, top }: NumericRange, value: number): boolean {
  if (bottom !== undefined && (bottom.open ? value <= bottom.value : value < bottom.value)) return false;
  return top === undefined || (top.open ? value < top.value : value <= top.value);
}
