import { type AttributeValue, typeOf } from '../attribute-value.ts';
import type { Path } from './path.ts';
import type { Placeholders } from './placeholders.ts';
import { refuseClashes } from './projection.ts';
import { ExpressionReader } from './reader.ts';

/** What an attribute is set to. */
export type Term =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: Term }
  | { readonly kind: 'list_append' | 'plus' | 'minus'; readonly left: Term; readonly right: Term };

/** One thing that an update does. */
export type Action =
  | { readonly kind: 'SET'; readonly path: Path; readonly to: Term }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly value: AttributeValue };

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Section = (typeof SECTIONS)[number];

/** How types are called where an update refuses them. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  L: 'LIST',
  M: 'MAP',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
};

/** Reads an UpdateExpression. */
export function readUpdate(text: string, placeholders: Placeholders): readonly Action[] {
  const reader = new ExpressionReader('UpdateExpression', text, placeholders);
  const actions: Action[] = [];
  const seen = new Set<Section>();
  while (reader.next.kind !== 'end') {
    const section = SECTIONS.find((word) => reader.takes(word));
    if (section === undefined) throw reader.syntaxError();
    if (seen.has(section)) {
      throw reader.refuse(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do actions.push(actionOf(section, reader));
    while (reader.takes(','));
  }
  refuseClashes(
    reader,
    actions.map(({ path }) => path),
  );
  return actions;
}

function actionOf(section: Section, reader: ExpressionReader): Action {
  const path = reader.path();
  if (section === 'REMOVE') return { kind: section, path };
  if (section === 'SET') {
    reader.expect('=');
    return { kind: section, path, to: sum(reader) };
  }
  if (reader.next.kind !== ':value') throw reader.syntaxError();
  const { value } = reader.value();
  const type = typeOf(value);
  const isSet = type === 'SS' || type === 'NS' || type === 'BS';
  if (!isSet && !(section === 'ADD' && type === 'N')) {
    throw reader.refuse(
      `Incorrect operand type for operator or function; operator: ${section}, operand type: ${TYPE_WORDS[type]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
    );
  }
  return { kind: section, path, value };
}

function sum(reader: ExpressionReader): Term {
  const left = term(reader);
  for (const [sign, kind] of [
    ['+', 'plus'],
    ['-', 'minus'],
  ] as const) {
    if (!reader.takes(sign)) continue;
    const right = term(reader);
    for (const each of [left, right]) refuseTerm(reader, sign, each, ['N']);
    return { kind, left, right };
  }
  return left;
}

function term(reader: ExpressionReader): Term {
  const { kind, text } = reader.next;
  if (kind === ':value') return { kind: 'value', value: reader.value().value };
  if (reader.takes('(')) {
    const inner = sum(reader);
    reader.expect(')');
    return inner;
  }
  if (kind === 'name' && reader.afterNext.text === '(') return functionCall(reader, text);
  return { kind: 'path', path: reader.path() };
}

function functionCall(reader: ExpressionReader, name: string): Term {
  reader.take();
  reader.expect('(');
  const operands = [term(reader)];
  while (reader.takes(',')) operands.push(term(reader));
  reader.expect(')');
  if (name !== 'if_not_exists' && name !== 'list_append') {
    const known = ['attribute_exists', 'attribute_not_exists', 'attribute_type', 'begins_with', 'contains', 'size'];
    throw reader.refuse(
      known.includes(name)
        ? `The function is not allowed in an update expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
  }
  if (operands.length !== 2) {
    throw reader.refuse(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  const [left, right] = operands as [Term, Term];
  if (name === 'list_append') {
    for (const each of operands) refuseTerm(reader, name, each, ['L']);
    return { kind: 'list_append', left, right };
  }
  if (left.kind !== 'path') {
    throw reader.refuse('Operator or function requires a document path; operator or function: if_not_exists');
  }
  return { kind: 'if_not_exists', path: left.path, otherwise: right };
}

function refuseTerm(reader: ExpressionReader, name: string, each: Term, allowed: readonly string[]): void {
  if (each.kind !== 'value' || allowed.includes(typeOf(each.value))) return;
  throw reader.refuse(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(each.value)}`,
  );
}
