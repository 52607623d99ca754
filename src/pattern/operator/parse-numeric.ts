import type { Reader } from '../json/reader.ts';
import { Refusal } from '../refusal.ts';
import { comparableNumber, exceedsLimits } from '../scalar.ts';
import type { Bound, Meaning, Operator } from './operator.ts';
import { placed } from './placed.ts';

/** Reads the operand of `numeric` and the end of its expression. The reader stands on the name. */
export function parseNumeric(reader: Reader): Operator {
  if (reader.next() !== 'array') reader.refuse('Value of numeric must be an array.');
  if (reader.next() !== 'string') reader.refuse(`Invalid member in numeric match: ${reader.text}`);
  const operator = reader.text;
  reader.next();
  const terms: unknown[] = [operator];
  const meaning = parseTerms(reader, operator, terms);
  if (reader.next() !== 'end-object') reader.refuse('Too many elements in numeric expression');
  return { ...meaning, json: { numeric: terms } };
}

function parseTerms(reader: Reader, operator: string, terms: unknown[]): Meaning {
  switch (operator) {
    case '=': {
      const value = lastOperand(reader, 'equals', terms);
      return { kind: 'number', value: placed(reader, () => exact(value)) };
    }
    case '<':
    case '<=': {
      const value = lastOperand(reader, operator, terms);
      return { kind: 'range', top: placed(reader, () => bound(value, operator === '<')) };
    }
    case '>':
    case '>=': {
      const value = operand(reader, operator, terms);
      const open = operator === '>';
      if (reader.next() === 'end-array') return { kind: 'range', bottom: placed(reader, () => bound(value, open)) };
      return parseUpperTerm(reader, value, open, terms);
    }
    default:
      return reader.refuse(`Unrecognized numeric range operator: ${operator}`);
  }
}

function parseUpperTerm(reader: Reader, below: string, openBottom: boolean, terms: unknown[]): Meaning {
  if (reader.token !== 'string') reader.refuse(`Bad value in numeric range: ${reader.text}`);
  const operator = reader.text;
  if (operator !== '<' && operator !== '<=') reader.refuse(`Bad numeric range operator: ${operator}`);
  terms.push(operator);
  reader.next();
  const above = operand(reader, operator, terms);
  if (reader.next() !== 'end-array') reader.refuse('Too many terms in numeric range expression');
  return placed(reader, () => {
    const bottom = bound(below, openBottom);
    const top = bound(above, operator === '<');
    if (bottom.value >= top.value) throw new Refusal('Bottom must be less than top');
    return { kind: 'range', bottom, top };
  });
}

/** The number that the reader stands on, as written. */
function operand(reader: Reader, spoken: string, terms: unknown[]): string {
  if (reader.token !== 'number') reader.refuse(`Value of ${spoken} must be numeric`);
  terms.push(Number(reader.text));
  return reader.text;
}

function lastOperand(reader: Reader, spoken: string, terms: unknown[]): string {
  const value = operand(reader, spoken, terms);
  if (reader.next() !== 'end-array') reader.refuse('Too many elements in numeric expression');
  return value;
}

function bound(text: string, open: boolean): Bound {
  return { value: exact(text), open };
}

/** A number that can be compared by value; AWS takes no other where it has to compare. */
export function exact(text: string): number {
  const value = comparableNumber(text);
  if (value !== undefined) return value;
  throw new Refusal(exceedsLimits(text) ? 'value exceeds limits' : `Cannot compare number : ${text}`);
}
