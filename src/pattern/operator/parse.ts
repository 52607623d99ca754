import type { Reader } from '../json/reader.ts';
import { readNumber } from '../scalar.ts';
import { addressDigits } from './address.ts';
import { parseCidr } from './address-range.ts';
import { parseAnythingBut } from './parse-anything-but.ts';
import { parseNumeric } from './parse-numeric.ts';
import { foldCase } from './fold.ts';
import { parseGlob } from './glob.ts';
import type { Meaning, Operator } from './operator.ts';
import { placed } from './placed.ts';
import { asInUtf8 } from './utf8.ts';

/** Reads the alternatives of one leaf, up to and including the closing bracket. The reader stands on the opening one. */
export function parseLeaf(reader: Reader): Operator[] {
  const operators: Operator[] = [];
  while (reader.next() !== 'end-array') operators.push(parseAlternative(reader));
  if (operators.length === 0) reader.refuse('Empty arrays are not allowed');
  return operators.some(comparesNumbers) ? operators : operators.map(takingNumbers);
}

function comparesNumbers(operator: Operator): boolean {
  if (operator.kind === 'but') return operator.values.values().some((value) => typeof value === 'number');
  return operator.kind === 'range' || (operator.kind === 'number' && typeof operator.value === 'number');
}

function takingNumbers(operator: Operator): Operator {
  return operator.kind === 'address' ? { ...operator, takesNumbers: true } : operator;
}

function parseAlternative(reader: Reader): Operator {
  switch (reader.token) {
    case 'object':
      return parseExpression(reader);
    case 'string':
      return literalString(asInUtf8(reader.text));
    case 'number': {
      const value = readNumber(reader.text);
      return { kind: 'number', value, json: Number(reader.text) };
    }
    case 'true':
      return { kind: 'word', value: true, json: true };
    case 'false':
      return { kind: 'word', value: false, json: false };
    case 'null':
      return { kind: 'word', value: null, json: null };
    default:
      return reader.refuse('Match value must be String, number, true, false, or null');
  }
}

/** An address is matched by value: every spelling of it fits. */
function literalString(text: string): Operator {
  const digits = addressDigits(text);
  if (digits === undefined) return { kind: 'string', value: text, json: text };
  return { kind: 'address', range: { bottom: digits, top: digits }, json: text };
}

function parseExpression(reader: Reader): Operator {
  if (reader.next() !== 'name') reader.refuse('Match expression name not found');
  const name = reader.text;
  switch (name) {
    case 'exactly':
      return single(reader, name, 'exact', (value) => ({ kind: 'string', value }));
    case 'prefix':
    case 'suffix':
      return parseAffix(reader, name);
    case 'equals-ignore-case':
      return single(reader, name, name, (value) => ({
        kind: 'fold',
        value,
        folded: foldCase(value),
      }));
    case 'wildcard':
      return single(reader, name, name, (value) => ({
        kind: 'wildcard',
        glob: placed(reader, () => parseGlob(value)),
      }));
    case 'cidr':
      return single(reader, name, 'prefix', (value) => ({
        kind: 'address',
        range: parseCidr(value),
      }));
    case 'numeric':
      return parseNumeric(reader);
    case 'anything-but':
      return parseAnythingBut(reader);
    case 'exists':
      return parseExists(reader);
    default:
      return reader.refuse(`Unrecognized match type ${name}`);
  }
}

/** An expression whose operand is one string. `spoken` is what AWS calls it when it is none. */
function single(reader: Reader, name: string, spoken: string, meaningOf: (value: string) => Meaning): Operator {
  if (reader.next() !== 'string') reader.refuse(`${spoken} match pattern must be a string`);
  const value = asInUtf8(reader.text);
  const meaning = meaningOf(value);
  endOfExpression(reader);
  return { ...meaning, json: { [name]: value } };
}

function parseAffix(reader: Reader, name: 'prefix' | 'suffix'): Operator {
  if (reader.next() !== 'object') {
    if (reader.token !== 'string') reader.refuse(`${name} match pattern must be a string`);
    const value = asInUtf8(reader.text);
    endOfExpression(reader);
    return { kind: name, value, json: { [name]: value } };
  }
  if (reader.next() !== 'name') reader.refuse(`${name === 'prefix' ? 'Prefix' : 'Suffix'} expression name not found`);
  if (reader.text !== 'equals-ignore-case') reader.refuse(`Unsupported ${name} pattern: ${reader.text}`);
  if (reader.next() !== 'string') reader.refuse('equals-ignore-case match pattern must be a string');
  const value = asInUtf8(reader.text);
  endOfExpression(reader);
  endOfExpression(reader);
  return {
    kind: `fold-${name}`,
    value,
    folded: foldCase(value),
    json: { [name]: { 'equals-ignore-case': value } },
  };
}

function parseExists(reader: Reader): Operator {
  const token = reader.next();
  if (token !== 'true' && token !== 'false') reader.refuse('exists match pattern must be either true or false.');
  endOfExpression(reader);
  return { kind: token === 'true' ? 'exists' : 'absent', json: { exists: token === 'true' } };
}

function endOfExpression(reader: Reader): void {
  if (reader.next() !== 'end-object') reader.refuse('Only one key allowed in match expression');
}
