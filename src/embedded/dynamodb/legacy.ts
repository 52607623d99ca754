import { type AttributeValue, readValue, typeOf } from './attribute-value.ts';
import type { Comparator, Condition, Operand } from './expression/condition.ts';
import type { Path } from './expression/path.ts';
import type { Action } from './expression/update.ts';
import { invalid, invalidValues } from './refuse.ts';

/** What requests had before there were expressions, and may still have in their place. */
export interface Legacy {
  readonly AttributesToGet?: readonly string[];
  readonly Expected?: Readonly<Record<string, ExpectedAttribute>>;
  readonly AttributeUpdates?: Readonly<Record<string, { readonly Action?: string; readonly Value?: object }>>;
  readonly KeyConditions?: Readonly<Record<string, LegacyCondition>>;
  readonly QueryFilter?: Readonly<Record<string, LegacyCondition>>;
  readonly ScanFilter?: Readonly<Record<string, LegacyCondition>>;
  readonly ConditionalOperator?: 'AND' | 'OR';
}

interface LegacyCondition {
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly object[];
}

interface ExpectedAttribute extends LegacyCondition {
  readonly Value?: object;
  readonly Exists?: boolean;
}

/** Throws where a request has both, which DynamoDB does not take. */
export function refuseMixture(input: object, legacy: readonly string[], expressions: readonly string[]): void {
  const has = (member: string): boolean => Reflect.get(input, member) !== undefined;
  const [old, fresh] = [legacy.filter(has), expressions.filter(has)];
  if (old.length === 0 || fresh.length === 0) return;
  throw invalid(
    `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${old.join(', ')}} Expression parameters: {${fresh.join(', ')}}`,
  );
}

export function attributesToGet({ AttributesToGet: names }: Legacy): readonly Path[] | undefined {
  if (names === undefined) return undefined;
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw invalidValues(`Duplicate value in attribute name: ${twice}`);
  return names.map((name) => [name]);
}

/** What `Expected` asks of an item. */
export function expectedCondition({ Expected, ConditionalOperator: by = 'AND' }: Legacy): Condition | undefined {
  if (Expected === undefined) return undefined;
  return joined(
    Object.entries(Expected).map(([name, { Value, Exists, ...condition }]) => {
      if (condition.ComparisonOperator !== undefined) return toCondition(name, condition);
      if (Exists === false) {
        if (Value !== undefined)
          throw invalidValues(`Value cannot be used when Exists is false for Attribute: ${name}`);
        return { kind: 'attribute_not_exists', path: [name] };
      }
      if (Value === undefined) {
        throw invalidValues(
          Exists === true
            ? `Value must be provided when Exists is true for Attribute: ${name}`
            : `Value must be provided when Exists is null for Attribute: ${name}`,
        );
      }
      return compare(name, '=', readValue(Value));
    }),
    by,
  );
}

/** What `QueryFilter`, `ScanFilter` or `KeyConditions` ask. */
export function filterCondition(
  conditions: Readonly<Record<string, LegacyCondition>> | undefined,
  by: 'AND' | 'OR' = 'AND',
): Condition | undefined {
  if (conditions === undefined) return undefined;
  return joined(
    Object.entries(conditions).map(([name, condition]) => toCondition(name, condition)),
    by,
  );
}

/** What `AttributeUpdates` do. */
export function updateActions({ AttributeUpdates = {} }: Legacy): readonly Action[] {
  return Object.entries(AttributeUpdates).map(([name, { Action: kind = 'PUT', Value }]): Action => {
    const path = [name];
    if (Value === undefined) {
      if (kind === 'DELETE') return { kind: 'REMOVE', path };
      throw invalidValues(`Only DELETE action is allowed when no attribute value is specified`);
    }
    const value = readValue(Value);
    if (kind === 'PUT') return { kind: 'SET', path, to: { kind: 'value', value } };
    if (kind === 'ADD' && 'L' in value) {
      const was = { kind: 'if_not_exists', path, otherwise: { kind: 'value', value: { L: [] } } } as const;
      return { kind: 'SET', path, to: { kind: 'list_append', left: was, right: { kind: 'value', value } } };
    }
    const type = typeOf(value);
    const isSet = type === 'SS' || type === 'NS' || type === 'BS';
    if (!isSet && !(kind === 'ADD' && type === 'N')) {
      throw invalidValues(
        kind === 'ADD'
          ? `ADD action is not supported for the type ${type}`
          : `DELETE action with value is not supported for the type ${type}`,
      );
    }
    return { kind: kind as 'ADD' | 'DELETE', path, value };
  });
}

function joined(of: readonly Condition[], by: 'AND' | 'OR'): Condition | undefined {
  return of.length < 2 ? of[0] : { kind: by === 'AND' ? 'and' : 'or', of };
}

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  EQ: '=',
  NE: '<>',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
};
/** How many values each takes; any number but none where there is none here. */
const COUNTS: Readonly<Record<string, number>> = { BETWEEN: 2, NULL: 0, NOT_NULL: 0 };

function toCondition(
  name: string,
  { ComparisonOperator: by = '', AttributeValueList = [] }: LegacyCondition,
): Condition {
  const values = AttributeValueList.map((value) => readValue(value));
  const wanted = COUNTS[by] ?? 1;
  if (by === 'IN' ? values.length === 0 : values.length !== wanted) {
    throw invalidValues(`Invalid number of argument(s) for the ${by} ComparisonOperator`);
  }
  const [first, second] = values as [AttributeValue, AttributeValue];
  const what = { kind: 'path', path: [name] } as const;
  const comparator = COMPARATORS[by];
  if (comparator !== undefined) return compare(name, comparator, first);
  switch (by) {
    case 'NULL':
      return { kind: 'attribute_not_exists', path: [name] };
    case 'NOT_NULL':
      return { kind: 'attribute_exists', path: [name] };
    case 'IN':
      return { kind: 'in', what, list: values.map(literal) };
    case 'BETWEEN':
      return { kind: 'between', what, low: literal(first), high: literal(second) };
    case 'BEGINS_WITH':
      return { kind: 'begins_with', what, operand: literal(first) };
    case 'CONTAINS':
      return { kind: 'contains', what, operand: literal(first) };
    default: {
      // NOT_CONTAINS: of what is not there nothing can be said.
      const of: Condition = { kind: 'not', of: { kind: 'contains', what, operand: literal(first) } };
      return { kind: 'and', of: [{ kind: 'attribute_exists', path: [name] }, of] };
    }
  }
}

function compare(name: string, by: Comparator, value: AttributeValue): Condition {
  return { kind: 'compare', by, left: { kind: 'path', path: [name] }, right: literal(value) };
}

function literal(value: AttributeValue): Operand {
  return { kind: 'value', value };
}
