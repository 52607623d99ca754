import { type AttributeValue, type Item, membersOf, own, typeOf } from '../attribute-value.ts';
import { addDecimals, negated, readDecimal, writeDecimal } from '../decimal.ts';
import { invalid } from '../refuse.ts';
import { type Path, valueAt } from './path.ts';
import type { Action, Term } from './update.ts';

/** The item that an update makes of another. All it reads is as it was before. */
export function apply(actions: readonly Action[], item: Item): Item {
  // Positions are those of the item as it was, so lists are cut from behind, after all else.
  const removals = actions
    .filter((action) => action.kind === 'REMOVE')
    .toSorted((a, b) => Number(b.path.at(-1)) - Number(a.path.at(-1)) || 0);
  const others = actions.filter((action) => action.kind !== 'REMOVE');
  const values = others.map((action) => valueOf(action, item));
  let after = item;
  for (const [at, { path }] of others.entries()) after = put(after, path, values[at]);
  for (const { path } of removals) after = put(after, path, undefined);
  return after;
}

/** What a path is to hold afterwards; nothing, where the last member of a set goes. */
function valueOf(action: Exclude<Action, { readonly kind: 'REMOVE' }>, item: Item): AttributeValue | undefined {
  if (action.kind === 'SET') return evaluate(action.to, item);
  const before = valueAt(item, action.path);
  const { kind, value } = action;
  if (before === undefined) return kind === 'ADD' ? value : undefined;
  if (typeOf(before) !== typeOf(value)) throw wrongType();
  if ('N' in value && 'N' in before) {
    return { N: writeDecimal(addDecimals(readDecimal(before.N), readDecimal(value.N))) };
  }
  const [had = [], given = []] = [membersOf(before), membersOf(value)];
  const members = kind === 'ADD' ? [...new Set([...had, ...given])] : had.filter((each) => !given.includes(each));
  return members.length === 0 ? undefined : ({ [typeOf(value)]: members } as unknown as AttributeValue);
}

function evaluate(term: Term, item: Item): AttributeValue {
  switch (term.kind) {
    case 'value':
      return term.value;
    case 'path': {
      const value = valueAt(item, term.path);
      if (value === undefined) {
        throw invalid('The provided expression refers to an attribute that does not exist in the item');
      }
      return value;
    }
    case 'if_not_exists':
      return valueAt(item, term.path) ?? evaluate(term.otherwise, item);
    case 'list_append': {
      const [left, right] = [evaluate(term.left, item), evaluate(term.right, item)];
      if (!('L' in left && 'L' in right)) throw wrongType();
      return { L: [...left.L, ...right.L] };
    }
    default: {
      const [left, right] = [evaluate(term.left, item), evaluate(term.right, item)];
      if (!('N' in left && 'N' in right)) throw wrongType();
      const second = readDecimal(right.N);
      return { N: writeDecimal(addDecimals(readDecimal(left.N), term.kind === 'plus' ? second : negated(second))) };
    }
  }
}

function wrongType(): Error {
  return invalid('An operand in the update expression has an incorrect data type');
}

/** An item with another value at a path, or without the one there. What lies around it has to be there. */
function put(item: Item, [first = '', ...rest]: Path, value: AttributeValue | undefined): Item {
  const name = String(first);
  const held = rest.length === 0 ? value : within(own(item, name), rest, value);
  if (held !== undefined) return { ...item, [name]: held };
  const { [name]: _gone, ...others } = item;
  return others;
}

function within(around: AttributeValue | undefined, path: Path, value: AttributeValue | undefined): AttributeValue {
  const [first = '', ...rest] = path;
  if (around !== undefined && 'M' in around && typeof first === 'string') return { M: put(around.M, path, value) };
  if (around === undefined || !('L' in around) || typeof first !== 'number') {
    throw invalid('The document path provided in the update expression is invalid for update');
  }
  const list = [...around.L];
  if (rest.length > 0) list[first] = within(list[first], rest, value);
  else if (value === undefined) list.splice(first, 1);
  // Beyond the end of a list means at its end.
  else list[Math.min(first, list.length)] = value;
  return { L: list };
}
