import { Buffer } from 'node:buffer';
import { type AttributeValue, compareValues, equals, type Item, membersOf, typeOf } from '../attribute-value.ts';
import type { Comparator, Condition, Operand } from './condition.ts';
import { valueAt } from './path.ts';

/** Whether a condition holds of an item; one that is not there is an item without attributes. */
export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((each) => holds(each, item));
    case 'or':
      return condition.of.some((each) => holds(each, item));
    case 'not':
      return !holds(condition.of, item);
    case 'attribute_exists':
      return valueAt(item, condition.path) !== undefined;
    case 'attribute_not_exists':
      return valueAt(item, condition.path) === undefined;
    case 'compare':
      return compares(condition.by, read(condition.left, item), read(condition.right, item));
    case 'between': {
      const what = read(condition.what, item);
      return compares('>=', what, read(condition.low, item)) && compares('<=', what, read(condition.high, item));
    }
    case 'in': {
      const what = read(condition.what, item);
      return condition.list.some((each) => equals(what, read(each, item)));
    }
    default:
      return holdsOf(condition.kind, read(condition.what, item), read(condition.operand, item));
  }
}

function holdsOf(
  kind: 'attribute_type' | 'begins_with' | 'contains',
  what: AttributeValue | undefined,
  operand: AttributeValue | undefined,
): boolean {
  if (what === undefined || operand === undefined) return false;
  if (kind === 'attribute_type') return 'S' in operand && typeOf(what) === operand.S;
  if (kind === 'begins_with') return beginsWith(what, operand);
  return contains(what, operand);
}

/** Whether a text or bytes begin with others. */
export function beginsWith(what: AttributeValue, start: AttributeValue): boolean {
  if ('S' in what && 'S' in start) return what.S.startsWith(start.S);
  if (!('B' in what && 'B' in start)) return false;
  const [bytes, first] = [Buffer.from(what.B, 'base64'), Buffer.from(start.B, 'base64')];
  return bytes.subarray(0, first.length).equals(first);
}

function contains(what: AttributeValue, part: AttributeValue): boolean {
  if ('S' in what) return 'S' in part && what.S.includes(part.S);
  if ('B' in what) return 'B' in part && Buffer.from(what.B, 'base64').includes(Buffer.from(part.B, 'base64'));
  if ('L' in what) return what.L.some((each) => equals(each, part));
  if ('SS' in what) return 'S' in part && what.SS.includes(part.S);
  if ('NS' in what) return 'N' in part && what.NS.includes(part.N);
  return 'BS' in what && 'B' in part && what.BS.includes(part.B);
}

/** What is not there differs from everything, and is neither more nor less. */
export function compares(by: Comparator, a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (by === '=') return equals(a, b);
  if (by === '<>') return !equals(a, b);
  if (a === undefined || b === undefined) return false;
  const order = compareValues(a, b);
  if (order === undefined) return false;
  if (by === '<') return order < 0;
  if (by === '<=') return order <= 0;
  return by === '>' ? order > 0 : order >= 0;
}

function read(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return valueAt(item, operand.path);
  const of = read(operand.of, item);
  const size = of === undefined ? undefined : sizeOf(of);
  return size === undefined ? undefined : { N: String(size) };
}

function sizeOf(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  return membersOf(value)?.length;
}
