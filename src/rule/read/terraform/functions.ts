import { Unresolved, type Value, firstUnresolved, isList, joined, membersOf, nameIn, plainOf } from '../value.ts';
import { beyond } from './expression.ts';

type HclFunction = (items: readonly Value[]) => Value;

/** The functions of Terraform that patterns, names and tables of rules are written with, and that give the same wherever they are called. */
export const FUNCTIONS: Readonly<Record<string, HclFunction>> = {
  // With something unknown in it, it stays an object: a pattern of which the rest is known.
  jsonencode: ([value = null]) => (firstUnresolved(value) === undefined ? JSON.stringify(plainOf(value)) : value),
  jsondecode: ([text = '']) => {
    if (typeof text !== 'string') return text;
    return JSON.parse(text) as Value;
  },
  format: ([form = '', ...values]) => {
    const parts = (nameIn(form) ?? '').split(/%[sdv]/);
    return joined(
      parts.flatMap((part, index) => (index === 0 ? [part] : [values[index - 1] ?? '', part])),
      '',
      undefined,
    );
  },
  join: ([between = '', ...lists]) =>
    joined(
      lists.flatMap((list) => (isList(list) ? list : [list])),
      nameIn(between) ?? '',
      undefined,
    ),
  concat: (lists) =>
    lists.find((list) => list instanceof Unresolved) ?? lists.flatMap((list) => (isList(list) ? list : [])),
  merge: (maps) =>
    maps.find((map) => map instanceof Unresolved) ?? (Object.assign({}, ...maps.map(membersOf)) as Value),
  tolist: ([list = []]) => list,
  toset: ([list = []]) => (isList(list) && firstUnresolved(list) === undefined ? inOrder(list) : list),
  length: ([of = []]) => {
    if (of instanceof Unresolved) return of;
    return typeof of === 'string' ? of.length : isList(of) ? of.length : Object.keys(membersOf(of)).length;
  },
  keys: ([map = {}]) => (map instanceof Unresolved ? map : Object.keys(membersOf(map)).toSorted()),
  lookup: ([map = {}, key = '', byDefault = null]) => {
    if (map instanceof Unresolved) return map;
    return membersOf(map)[nameIn(key) ?? ''] ?? byDefault;
  },
  tostring: ([value = '']) => (value instanceof Unresolved ? value : (nameIn(value) ?? '')),
  tonumber: ([value = 0]) => (value instanceof Unresolved ? value : Number(nameIn(value))),
  lower: ([text = '']) => (typeof text === 'string' ? text.toLowerCase() : text),
  upper: ([text = '']) => (typeof text === 'string' ? text.toUpperCase() : text),
  trimspace: ([text = '']) => (typeof text === 'string' ? text.trim() : text),
  replace: ([text = '', from = '', to = '']) =>
    typeof text === 'string' && typeof from === 'string' && !/^\/.*\/$/.test(from)
      ? text.replaceAll(from, nameIn(to) ?? '')
      : text instanceof Unresolved
        ? text
        : beyond('replace with a regular expression'),
  coalesce: (values) => values.find((value) => value !== null && value !== '') ?? null,
  element: ([list = [], index = 0]) => {
    if (list instanceof Unresolved) return list;
    const items = itemsIn(list);
    return items[Number(nameIn(index)) % items.length] ?? beyond('element of an empty list');
  },
  one: ([list = []]) => {
    if (list instanceof Unresolved) return list;
    const items = itemsIn(list);
    return items.length > 1 ? beyond('one of several') : (items[0] ?? null);
  },
  flatten: ([list = []]) => flattened(list),
  values: ([map = {}]) => {
    if (map instanceof Unresolved) return map;
    const members = membersOf(map);
    return Object.keys(members)
      .toSorted()
      .map((name) => members[name]!);
  },
  distinct: ([list = []]) =>
    known(list) ? [...new Map(itemsIn(list).map((item) => [keyOf(item), item])).values()] : list,
  compact: ([list = []]) => (known(list) ? itemsIn(list).filter((item) => item !== '' && item !== null) : list),
  sort: ([list = []]) =>
    known(list) ? itemsIn(list).toSorted((one, other) => ((nameIn(one) ?? '') < (nameIn(other) ?? '') ? -1 : 1)) : list,
  reverse: ([list = []]) => (list instanceof Unresolved ? list : itemsIn(list).toReversed()),
  contains: ([list = [], item = null]) =>
    known(list) && known(item) ? itemsIn(list).some((one) => keyOf(one) === keyOf(item)) : unknownIn([list, item]),
  split: ([by = '', text = '']) =>
    typeof by === 'string' && typeof text === 'string' ? (text === '' ? [''] : text.split(by)) : unknownIn([by, text]),
  zipmap: ([names = [], values = []]) => {
    if (!known(names) || values instanceof Unresolved) return unknownIn([names, values]);
    return Object.fromEntries(
      itemsIn(names).map((name, index) => [nameIn(name) ?? '', itemsIn(values)[index] ?? null]),
    );
  },
  tomap: ([map = {}]) => map,
  try: (values) => values.find((value) => !(value instanceof Unresolved)) ?? values[0] ?? null,
  trimprefix: ([text = '', prefix = '']) =>
    typeof text === 'string' && typeof prefix === 'string'
      ? text.slice(text.startsWith(prefix) ? prefix.length : 0)
      : unknownIn([text, prefix]),
  trimsuffix: ([text = '', suffix = '']) =>
    typeof text === 'string' && typeof suffix === 'string'
      ? text.slice(0, text.length - (text.endsWith(suffix) ? suffix.length : 0))
      : unknownIn([text, suffix]),
  startswith: ([text = '', prefix = '']) =>
    typeof text === 'string' && typeof prefix === 'string' ? text.startsWith(prefix) : unknownIn([text, prefix]),
  endswith: ([text = '', suffix = '']) =>
    typeof text === 'string' && typeof suffix === 'string' ? text.endsWith(suffix) : unknownIn([text, suffix]),
};

function known(value: Value): boolean {
  return firstUnresolved(value) === undefined;
}

function unknownIn(values: readonly Value[]): Value {
  return firstUnresolved([...values]) ?? beyond('a function of something else than it takes');
}

function itemsIn(list: Value): readonly Value[] {
  return isList(list) ? list : [];
}

function keyOf(value: Value): string {
  return JSON.stringify(plainOf(value));
}

/** Terraform flattens lists within lists, however deep. */
function flattened(list: Value): Value {
  if (!isList(list)) return list;
  const items: Value[] = [];
  for (const item of list) {
    const inner = flattened(item);
    if (isList(inner)) for (const one of inner) items.push(one);
    else items.push(inner);
  }
  return items;
}

/** A set has each once, and gives them in the order of the alphabet. */
function inOrder(list: readonly Value[]): readonly Value[] {
  return [...new Set(list)].toSorted((one, other) => String(plainOf(one)).localeCompare(String(plainOf(other)), 'en'));
}
