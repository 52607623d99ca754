import { type AttributeValue, compareValues, type Item, own, typeOf } from '../attribute-value.ts';
import { invalid, invalidValues } from '../refuse.ts';
import type { KeySchema } from '../key.ts';
import type { Condition, Operand } from './condition.ts';
import { beginsWith } from './holds.ts';

/** Which items a query means: those of one partition, and of these a range. */
export interface Range {
  readonly hash: AttributeValue;
  /** Whether the sort key of an item lies in it. */
  holds(item: Item): boolean;
}

type Single = Exclude<Condition, { readonly kind: 'and' | 'or' | 'not' | 'attribute_exists' | 'attribute_not_exists' }>;

/** Makes a range of a key condition, by the keys of the table or index. Throws what DynamoDB answers to any other condition. */
export function toRange(condition: Condition, schema: KeySchema): Range {
  const parts = flatten(condition);
  const byName = new Map<string, Single>();
  for (const part of parts) {
    const name = nameOf(part);
    if (byName.has(name)) throw invalid('KeyConditionExpressions must only contain one condition per key');
    byName.set(name, part);
  }
  if (parts.length > 2) throw invalid('Conditions can be of length 1 or 2 only');
  const { hash: hashName, range: rangeName } = schema;
  const hash = byName.get(hashName);
  if (hash === undefined) throw invalid(`Query condition missed key schema element: ${hashName}`);
  if (hash.kind !== 'compare' || hash.by !== '=') throw invalid('Query key condition not supported');
  const others = [...byName.keys()].filter((name) => name !== hashName);
  if (others.some((name) => name !== rangeName)) {
    throw invalid(
      rangeName === undefined
        ? 'Query key condition not supported'
        : `Query condition missed key schema element: ${rangeName}`,
    );
  }
  const hashValue = valueOf(hash.right);
  refuseType(hashName, hashValue, schema);
  const range = rangeName === undefined ? undefined : byName.get(rangeName);
  if (rangeName === undefined || range === undefined) return { hash: hashValue, holds: () => true };
  const test = testOf(range, rangeName, schema);
  return {
    hash: hashValue,
    holds: (item) => {
      const value = own(item, rangeName);
      return value !== undefined && test(value);
    },
  };
}

function flatten(condition: Condition): readonly Single[] {
  switch (condition.kind) {
    case 'and':
      return condition.of.flatMap(flatten);
    case 'compare':
    case 'between':
    case 'begins_with':
      return [condition];
    case 'or':
    case 'not':
    case 'in':
      throw invalid(`Invalid operator used in KeyConditionExpression: ${condition.kind.toUpperCase()}`);
    default:
      throw invalid(`Invalid operator used in KeyConditionExpression: ${condition.kind}`);
  }
}

/** The key that a condition is about; it may stand on either side. */
function nameOf(part: Single): string {
  const what = part.kind === 'compare' ? part.left : part.what;
  const operand = what.kind === 'path' ? what : part.kind === 'compare' ? part.right : what;
  if (operand.kind !== 'path') {
    throw invalid('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition');
  }
  if (operand.path.length > 1) {
    throw invalid(
      'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes',
    );
  }
  return String(operand.path[0]);
}

function valueOf(operand: Operand): AttributeValue {
  if (operand.kind === 'value') return operand.value;
  throw invalid('Invalid condition in KeyConditionExpression: No key attribute specified');
}

function testOf(part: Single, name: string, schema: KeySchema): (value: AttributeValue) => boolean {
  if (part.kind === 'compare') {
    const { by } = part;
    const isTurned = part.left.kind !== 'path';
    const other = valueOf(isTurned ? part.left : part.right);
    refuseType(name, other, schema);
    const order = (value: AttributeValue): number => (compareValues(value, other) ?? 0) * (isTurned ? -1 : 1);
    if (by === '=') return (value) => order(value) === 0;
    if (by === '<') return (value) => order(value) < 0;
    if (by === '<=') return (value) => order(value) <= 0;
    if (by === '>') return (value) => order(value) > 0;
    if (by === '>=') return (value) => order(value) >= 0;
    throw invalid('Unsupported operator on KeyCondition: operator: <>');
  }
  if (part.kind === 'between') {
    const [low, high] = [valueOf(part.low), valueOf(part.high)];
    for (const each of [low, high]) refuseType(name, each, schema);
    return (value) => (compareValues(value, low) ?? -1) >= 0 && (compareValues(value, high) ?? 1) <= 0;
  }
  if (part.kind !== 'begins_with') throw invalid('Query key condition not supported');
  const start = valueOf(part.operand);
  refuseType(name, start, schema);
  return (value) => beginsWith(value, start);
}

function refuseType(name: string, value: AttributeValue, { types }: KeySchema): void {
  if (types[name] !== typeOf(value)) throw invalidValues('Condition parameter type does not match schema type');
}
