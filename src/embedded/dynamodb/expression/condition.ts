import { type AttributeValue, compareValues, type TypeName, typeOf } from '../attribute-value.ts';
import type { Path } from './path.ts';
import type { Placeholders } from './placeholders.ts';
import { ExpressionReader } from './reader.ts';

/** What is compared: a place in the item, a value of the request, or the size of either. */
export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'size'; readonly of: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A condition, as an expression says it. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly by: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly what: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly what: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'attribute_exists' | 'attribute_not_exists'; readonly path: Path }
  | { readonly kind: 'attribute_type' | 'begins_with' | 'contains'; readonly what: Operand; readonly operand: Operand };

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
const MOST_IN = 100;

/** How many operands each function takes. */
const FUNCTIONS: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const TYPE_NAMES: ReadonlySet<string> = new Set<TypeName>(['S', 'N', 'B', 'SS', 'NS', 'BS', 'L', 'M', 'BOOL', 'NULL']);

/** Reads a condition, a filter or a key condition; `member` is what the request calls it. Throws what DynamoDB answers. */
export function readCondition(member: string, text: string, placeholders: Placeholders): Condition {
  const reader = new ExpressionReader(member, text, placeholders);
  const condition = either(reader);
  if (reader.next.kind !== 'end') throw reader.syntaxError();
  return condition;
}

function either(reader: ExpressionReader): Condition {
  const of = [both(reader)];
  while (reader.takes('OR')) of.push(both(reader));
  return of.length === 1 ? of[0]! : { kind: 'or', of };
}

function both(reader: ExpressionReader): Condition {
  const of = [negation(reader)];
  while (reader.takes('AND')) of.push(negation(reader));
  return of.length === 1 ? of[0]! : { kind: 'and', of };
}

function negation(reader: ExpressionReader): Condition {
  return reader.takes('NOT') ? { kind: 'not', of: negation(reader) } : primary(reader);
}

function primary(reader: ExpressionReader): Condition {
  if (!reader.takes('(')) return plain(reader);
  const inner = either(reader);
  reader.expect(')');
  if (WRAPPED.has(inner)) throw reader.refuse('The expression has redundant parentheses;');
  WRAPPED.add(inner);
  return inner;
}

/** Conditions that stand in parentheses already. */
const WRAPPED = new WeakSet<Condition>();

function plain(reader: ExpressionReader): Condition {
  const { kind, text } = reader.next;
  if (kind === 'name' && reader.afterNext.text === '(' && text !== 'size') return functionCall(reader);
  const left = operand(reader);
  const { text: by } = reader.next;
  if (left.kind === 'size' && (reader.next.kind === 'end' || by === ')')) throw misplaced(reader, 'size');
  if (COMPARATORS.has(by)) {
    reader.take();
    const right = operand(reader);
    refuseSame(reader, by, left, right);
    return { kind: 'compare', by: by as Comparator, left, right };
  }
  if (reader.takes('BETWEEN')) {
    const low = operand(reader);
    reader.expect('AND');
    const high = operand(reader);
    refuseBounds(reader, low, high);
    return { kind: 'between', what: left, low, high };
  }
  if (reader.takes('IN')) return membership(reader, left);
  throw reader.syntaxError();
}

function membership(reader: ExpressionReader, what: Operand): Condition {
  reader.expect('(');
  const list = [operand(reader)];
  while (reader.takes(',')) list.push(operand(reader));
  reader.expect(')');
  if (list.length > MOST_IN) {
    throw reader.refuse(
      `The IN operator is provided with too many operands; number of operands: ${list.length}, maximum: ${MOST_IN}`,
    );
  }
  return { kind: 'in', what, list };
}

function functionCall(reader: ExpressionReader): Condition {
  const { text: name } = reader.take();
  reader.expect('(');
  const operands = [operand(reader)];
  while (reader.takes(',')) operands.push(operand(reader));
  reader.expect(')');
  const wanted = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (wanted === undefined) throw reader.refuse(`Invalid function name; function: ${name}`);
  refuseCount(reader, name, operands, wanted);
  const [what, other] = operands as [Operand, Operand];
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    if (what.kind !== 'path') {
      throw reader.refuse(`Operator or function requires a document path; operator or function: ${name}`);
    }
    return { kind: name, path: what.path };
  }
  if (name === 'attribute_type') refuseType(reader, other);
  if (name === 'begins_with') {
    for (const each of operands) refuseOperand(reader, name, each, ['S', 'B']);
  }
  return { kind: name as 'attribute_type' | 'begins_with' | 'contains', what, operand: other };
}

function operand(reader: ExpressionReader): Operand {
  const { kind, text } = reader.next;
  if (kind === ':value') return { kind: 'value', value: reader.value().value };
  if (kind === 'name' && reader.afterNext.text === '(') {
    if (text !== 'size') {
      if (!Object.hasOwn(FUNCTIONS, text)) throw reader.refuse(`Invalid function name; function: ${text}`);
      throw misplaced(reader, text);
    }
    reader.take();
    reader.expect('(');
    const operands = [operand(reader)];
    while (reader.takes(',')) operands.push(operand(reader));
    reader.expect(')');
    refuseCount(reader, text, operands, 1);
    const of = operands[0]!;
    refuseOperand(reader, text, of, ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M']);
    return { kind: 'size', of };
  }
  // Parentheses may stand around any operand.
  if (kind === 'sign' && text === '(') {
    reader.take();
    const inner = operand(reader);
    reader.expect(')');
    return inner;
  }
  return { kind: 'path', path: reader.path() };
}

function misplaced(reader: ExpressionReader, name: string): Error {
  return reader.refuse(`The function is not allowed to be used this way in an expression; function: ${name}`);
}

function refuseCount(reader: ExpressionReader, name: string, operands: readonly Operand[], wanted: number): void {
  if (operands.length === wanted) return;
  throw reader.refuse(
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
  );
}

function refuseOperand(reader: ExpressionReader, name: string, operand: Operand, allowed: readonly TypeName[]): void {
  if (operand.kind !== 'value' || allowed.includes(typeOf(operand.value))) return;
  throw reader.refuse(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(operand.value)}`,
  );
}

function refuseType(reader: ExpressionReader, operand: Operand): void {
  if (operand.kind !== 'value' || !('S' in operand.value)) {
    const type = operand.kind === 'value' ? typeOf(operand.value) : 'M';
    throw reader.refuse(
      `Incorrect operand type for operator or function; operator or function: attribute_type, operand type: ${type}`,
    );
  }
  if (TYPE_NAMES.has(operand.value.S)) return;
  throw reader.refuse(
    `Invalid attribute type name found; type: ${operand.value.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
  );
}

/** A place is never compared with itself. */
function refuseSame(reader: ExpressionReader, by: string, left: Operand, right: Operand): void {
  if (left.kind !== 'path' || right.kind !== 'path') return;
  if (JSON.stringify(left.path) !== JSON.stringify(right.path)) return;
  throw reader.refuse(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${by}, first operand: [${left.path.join(', ')}]`,
  );
}

function refuseBounds(reader: ExpressionReader, low: Operand, high: Operand): void {
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const [a, b] = [typeOf(low.value), typeOf(high.value)];
  const words = `lower bound operand: AttributeValue: ${sayValue(low.value)}, upper bound operand: AttributeValue: ${sayValue(high.value)}`;
  if (a !== b) {
    throw reader.refuse(`The BETWEEN operator requires same data type for lower and upper bounds; ${words}`);
  }
  if ((compareValues(low.value, high.value) ?? 0) > 0) {
    throw reader.refuse(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${words}`,
    );
  }
}

function sayValue(value: AttributeValue): string {
  const type = typeOf(value);
  return `{${type}:${String(Reflect.get(value, type))}}`;
}
