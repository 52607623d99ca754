import type { Reader } from '../json/reader.ts';
import { foldCase } from './fold.ts';
import { parseGlob } from './glob.ts';
import type { Glob } from './glob.ts';
import { hashOrder } from './hash-order.ts';
import type { AnythingBut, Operator } from './operator.ts';
import { exact } from './parse-numeric.ts';
import { placed } from './placed.ts';
import { asInUtf8 } from './utf8.ts';

type Manner = 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard';

/** Reads the operand of `anything-but` and the end of its expression. The reader stands on the name. */
export function parseAnythingBut(reader: Reader): Operator {
  const manner = reader.next() === 'object' ? parseManner(reader) : undefined;
  const { token } = reader;
  if (token !== 'array' && token !== 'string' && token !== 'number') {
    reader.refuse('Value of anything-but must be an array or single string/number value.');
  }
  const [json, meaning] = manner === undefined ? parsePlain(reader) : parseManneredOperand(reader, manner);
  endOfExpression(reader);
  if (manner === undefined) return { ...meaning, json: { 'anything-but': json } };
  endOfExpression(reader);
  return { ...meaning, json: { 'anything-but': { [manner]: json } } };
}

function parseManner(reader: Reader): Manner {
  if (reader.next() !== 'name') reader.refuse('Anything-But expression name not found');
  const name = reader.text;
  if (name !== 'prefix' && name !== 'suffix' && name !== 'equals-ignore-case' && name !== 'wildcard') {
    return reader.refuse(`Unsupported anything-but pattern: ${name}`);
  }
  reader.next();
  return name;
}

function parsePlain(reader: Reader): [json: unknown, meaning: AnythingBut] {
  if (reader.token === 'string') {
    const value = asInUtf8(reader.text);
    return [value, { kind: 'but', values: new Set([value]) }];
  }
  if (reader.token === 'number') return [Number(reader.text), { kind: 'but', values: new Set([exact(reader.text)]) }];
  const values: (string | number)[] = [];
  placed(reader, () => {
    while (reader.next() !== 'end-array') {
      if (reader.token === 'string') values.push(asInUtf8(reader.text));
      else if (reader.token === 'number') values.push(exact(reader.text));
      else reader.refuse('Inside anything but list, start|null|boolean is not supported.');
    }
  });
  if (new Set(values.map((value) => typeof value)).size !== 1) {
    reader.refuse('Inside anything but list, either all values are number or string, mixed type is not supported');
  }
  return [values, { kind: 'but', values: new Set(values) }];
}

function parseManneredOperand(reader: Reader, manner: Manner): [json: unknown, meaning: AnythingBut] {
  if (reader.token !== 'array') {
    const value = parseMember(reader, manner);
    return [value, meaningOf(reader, manner, [value])];
  }
  const values: string[] = [];
  placed(reader, () => {
    while (reader.next() !== 'end-array') values.push(parseMember(reader, manner));
  });
  return [values, meaningOf(reader, manner, values)];
}

function parseMember(reader: Reader, manner: Manner): string {
  if (reader.token !== 'string') {
    if (manner === 'wildcard') reader.refuse('wildcard match pattern must be a string');
    if (manner !== 'equals-ignore-case') reader.refuse('prefix/suffix match pattern must be a string');
    reader.refuse('Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.');
  }
  const value = asInUtf8(reader.text);
  if (value === '' && (manner === 'prefix' || manner === 'suffix')) reader.refuse('Null prefix/suffix not allowed');
  return value;
}

function meaningOf(reader: Reader, manner: Manner, values: readonly string[]): AnythingBut {
  switch (manner) {
    case 'equals-ignore-case':
      return { kind: 'but-fold', values: values.map(foldCase) };
    case 'wildcard':
      return { kind: 'but-wildcard', values: parseGlobs(reader, values) };
    default:
      return { kind: `but-${manner}`, values };
  }
}

function parseGlobs(reader: Reader, values: readonly string[]): Glob[] {
  const quoted = hashOrder(values.map((value) => `"${value}"`));
  return quoted.map((text) => placed(reader, () => parseGlob(text.slice(1, -1))));
}

function endOfExpression(reader: Reader): void {
  if (reader.next() !== 'end-object') reader.refuse('Too many elements in numeric expression');
}
