import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stateOf } from '../source.ts';
import { Unresolved, type Value, bounded, isList, isMap, joined, membersOf, nameIn, plainOf } from '../value.ts';
import { type Expression, type ForExpression, beyond, parseTemplate } from './expression.ts';
import { FUNCTIONS } from './functions.ts';

/** What expressions of a module ask of it. */
export interface Scope {
  /** The folder of the module. */
  readonly folder: string;
  /** What a reference gives: `var`, `repositories`. */
  refer(path: readonly string[]): Value;
  /** How many items loops have gone over so far: those within others multiply. */
  readonly spent: { items: number };
}

/** Far more than anybody writes. */
const MOST_ITEMS = 100_000;

/** What a text of a `.tf` file comes to, its `${…}` worked out. */
export function evaluateText(text: string, scope: Scope): Value {
  if (!text.includes('${') && !text.includes('%{')) return text;
  const expression = parseTemplate(text);
  return expression === undefined ? beyond(text) : evaluate(expression, scope);
}

/** What JSON written in a text comes to: what is not known in it is not known there, and all around it is. */
export function evaluateJson(text: string, scope: Scope): Value {
  const expression = parseTemplate(text);
  if (expression?.kind !== 'template') return evaluateText(text, scope);
  const unknown: Unresolved[] = [];
  const written = expression.parts.map((part) => {
    const value = typeof part === 'string' ? part : evaluate(part, scope);
    if (!(value instanceof Unresolved)) return nameIn(value) ?? JSON.stringify(plainOf(value));
    return `${MARK}${unknown.push(value) - 1}${MARK}`;
  });
  if (unknown.length === 0) return written.join('');
  try {
    return unmarked(JSON.parse(written.join('')) as Value, unknown);
  } catch {
    return unknown[0]!;
  }
}

/** Stands for what is not known while the JSON around it is read. */
const MARK = '\u{e000}';

function unmarked(value: Value, unknown: readonly Unresolved[]): Value {
  if (typeof value === 'string' && value.includes(MARK)) return unknown[Number(value.split(MARK)[1])] ?? value;
  if (isList(value)) return value.map((item) => unmarked(item, unknown));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unmarked(member, unknown)]));
}

/** What an expression comes to. */
export function evaluate(expression: Expression, scope: Scope): Value {
  return bounded(worked(expression, scope));
}

function worked(expression: Expression, scope: Scope): Value {
  const inner = (one: Expression): Value => evaluate(one, scope);
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'template':
      return joined(
        expression.parts.map((part) => (typeof part === 'string' ? part : inner(part))),
        '',
        undefined,
      );
    case 'tuple':
      return expression.items.map(inner);
    case 'object':
      return Object.fromEntries(expression.members.map(([key, value]) => [nameIn(inner(key)) ?? '', inner(value)]));
    case 'name':
    case 'member': {
      const path = pathOf(expression, scope);
      if (path !== undefined) return scope.refer(path);
      return expression.kind === 'member'
        ? memberOf(inner(expression.of), inner(expression.key))
        : beyond(expression.root);
    }
    case 'call':
      return call(expression.name, expression.items.map(inner), scope);
    case 'choice': {
      const test = inner(expression.test);
      return test instanceof Unresolved
        ? test
        : inner(test === true || test === 'true' ? expression.yes : expression.no);
    }
    case 'not': {
      const of = inner(expression.of);
      return of instanceof Unresolved ? of : of !== true;
    }
    case 'for':
      return loop(expression, scope);
    case 'splat': {
      const of = inner(expression.of);
      if (of instanceof Unresolved) return of;
      // Of what is no list it makes a list of one, and of nothing one of none.
      const items = isList(of) ? of : of === null ? [] : [of];
      return items.map((item) => expression.path.reduce((here, key) => memberOf(here, inner(key)), item));
    }
    case 'binary':
      return binary(expression.operator, inner(expression.left), inner(expression.right));
  }
}

/** Works `for` out, item by item; of a map in the order of its keys. */
function loop({ key, value, of, name, result, condition }: ForExpression, scope: Scope): Value {
  const all = evaluate(of, scope);
  if (all instanceof Unresolved) return all;
  const entries: readonly (readonly [Value, Value])[] = isList(all)
    ? all.map((item, index) => [index, item])
    : Object.entries(membersOf(all)).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const list: Value[] = [];
  const map: Record<string, Value> = {};
  for (const [at, item] of entries) {
    scope.spent.items += 1;
    if (scope.spent.items > MOST_ITEMS) return beyond(`for ${value} in …, of more than ${MOST_ITEMS} items,`);
    const within: Scope = {
      ...scope,
      refer: (path) => {
        const [first, ...rest] = path;
        if (first === value) return lead(item, rest);
        return first === key ? lead(at, rest) : scope.refer(path);
      },
    };
    const holds = condition === undefined || evaluate(condition, within);
    if (holds instanceof Unresolved) return holds;
    if (holds !== true && holds !== 'true') continue;
    const called = name && evaluate(name, within);
    if (called instanceof Unresolved && called.standIn === undefined) return called;
    const made = evaluate(result, within);
    if (called === undefined) list.push(made);
    else map[nameIn(called) ?? ''] = made;
  }
  return name === undefined ? list : map;
}

/** A reference as the names that lead to it; `undefined` where it leads on from something else. */
function pathOf(expression: Expression, scope: Scope): readonly string[] | undefined {
  if (expression.kind === 'name') return [expression.root];
  if (expression.kind !== 'member') return undefined;
  const before = pathOf(expression.of, scope);
  if (before === undefined) return undefined;
  // Which of several copies is not known, and they are alike.
  return [...before, nameIn(evaluate(expression.key, scope)) ?? '0'];
}

/** The member of a value, an item of a list by its position. */
export function memberOf(value: Value, key: Value): Value {
  if (value instanceof Unresolved) return value;
  const name = nameIn(key) ?? '';
  const found = isList(value) ? value[Number(name)] : membersOf(value)[name];
  return found ?? new Unresolved(`there is no "${name}" in it`, undefined);
}

function binary(operator: string, left: Value, right: Value): Value {
  const unknown = [left, right].find((side) => side instanceof Unresolved);
  if (operator === '&&')
    return left === false || right === false ? false : (unknown ?? (left === true && right === true));
  if (operator === '||') return left === true || right === true ? true : (unknown ?? false);
  if (unknown !== undefined) return unknown;
  const isEqual = JSON.stringify(plainOf(left)) === JSON.stringify(plainOf(right));
  return operator === '==' ? isEqual : !isEqual;
}

/** Functions that read what lies beside the code. */
const READING: Readonly<Record<string, (items: readonly Value[], scope: Scope) => Value>> = {
  file: ([path = ''], { folder }) => fileText(path, folder),
  templatefile: ([path = '', variables = {}], { folder, spent }) => {
    const text = fileText(path, folder);
    if (typeof text !== 'string') return text;
    return evaluateJson(text, {
      folder,
      spent,
      refer: ([name = '', ...rest]) => lead(membersOf(variables)[name] ?? beyond(name), rest),
    });
  },
};

/** What a path leads to from a value on. */
export function lead(value: Value, path: readonly string[]): Value {
  return path.reduce<Value>((here, name) => memberOf(here, name), value);
}

function fileText(path: Value, folder: string): Value {
  if (path instanceof Unresolved) return path;
  const name = nameIn(path) ?? '';
  const file = resolve(folder, name);
  try {
    // Not everything that has a name in a file system ends.
    if (stateOf(file)?.isFile() === true) return readFileSync(file, 'utf8');
  } catch {
    return new Unresolved(`the file "${name}" cannot be read`, undefined);
  }
  return new Unresolved(`there is no file "${name}"`, undefined);
}

function call(name: string, items: readonly Value[], scope: Scope): Value {
  try {
    if (Object.hasOwn(READING, name)) return READING[name]!(items, scope);
    return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]!(items) : beyond(`${name}(…)`);
  } catch {
    return beyond(`${name}(…)`);
  }
}
