import { readExpression, type Condition } from './expression.ts';
import type { FilterPattern } from './filter-pattern.ts';
import { invalidPattern, scanner, type Scanner } from './scanner.ts';

/** One place in a space-delimited pattern; `...` stands for any number of fields. */
type Place = '...' | { readonly name: string; readonly condition: Condition | undefined };

const NAME = /[A-Za-z_$@][\w.$@-]*/y;

/** Compiles `[ip, user, ..., status = 4* && status != 404, bytes > 1000]`: each place is a field of the message, which blanks divide. */
export function fieldPattern(text: string): FilterPattern {
  if (!text.endsWith(']')) throw invalidPattern();
  const places = splitPlaces(text.slice(1, -1)).map(readPlace);
  const gap = places.indexOf('...');
  // With two gaps it would be open which field is meant.
  if (places.lastIndexOf('...') !== gap) throw invalidPattern();
  return (message) => {
    const fields = fieldsOf(message);
    const skipped = fields.length - (places.length - (gap === -1 ? 0 : 1));
    if (skipped < 0 || (gap === -1 && skipped > 0)) return undefined;
    const extracted: Record<string, string> = {};
    for (const [index, place] of places.entries()) {
      if (place === '...') continue;
      const field = fields[gap !== -1 && index > gap ? index + skipped - 1 : index]!;
      if (place.condition?.(() => [field]) === false) return undefined;
      if (place.name !== '') extracted[`$${place.name}`] = field;
    }
    return extracted;
  };
}

/** Cuts at the commas that stand outside of quotes and regular expressions. */
function splitPlaces(text: string): readonly string[] {
  return text.split(/,(?=(?:[^"%]|"(?:\\.|[^"\\])*"|%(?:\\.|[^%\\])*%)*$)/).map((place) => place.trim());
}

function readPlace(text: string): Place {
  if (text === '...') return '...';
  if (text === '' || text === '*') return { name: '', condition: undefined };
  const scan = scanner(text);
  const bare = scan.take(NAME)?.[0];
  if (bare !== undefined && scan.isAtEnd()) return { name: bare, condition: undefined };
  const names: string[] = [];
  const again = scanner(text);
  const condition = readExpression(again, () => nameIn(again, names));
  if (!again.isAtEnd() || new Set(names).size !== 1) throw invalidPattern();
  return { name: names[0]!, condition };
}

/** A place has one name, however many conditions. */
function nameIn(scan: Scanner, names: string[]): string {
  const name = scan.take(NAME)?.[0];
  if (name === undefined) throw invalidPattern();
  names.push(name);
  return name;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '[': ']' };

/**
 * The fields of a message; what stands in quotes or brackets is one, without them. One pass from left to right: a line may have a
 * megabyte of brackets that are never closed.
 */
function fieldsOf(message: string): readonly string[] {
  const fields: string[] = [];
  const blank = /\s/g;
  const unclosed = new Set<string>();
  for (let at = 0; at < message.length;) {
    const first = message[at]!;
    const closing = unclosed.has(first) ? undefined : CLOSING[first];
    const end = closing === undefined ? -1 : message.indexOf(closing, at + 1);
    if (end !== -1) {
      fields.push(message.slice(at + 1, end));
      at = end + 1;
    } else if (closing !== undefined) {
      unclosed.add(first);
    } else {
      blank.lastIndex = at;
      const next = blank.exec(message)?.index ?? message.length;
      if (next > at) fields.push(message.slice(at, next));
      at = Math.max(next, at + 1);
    }
  }
  return fields;
}
