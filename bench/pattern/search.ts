/** Looks for patterns and events that cost a matcher much, by changing pairs a little and keeping what costs more. */
import type { Random } from '../../src/random.ts';

/** A pattern and an event, both as parsed JSON. */
export interface Pair {
  readonly pattern: Tree;
  readonly event: Tree;
}

/** Any JSON. */
export type Tree = string | number | boolean | null | Tree[] | { [key: string]: Tree };

/** What a search came to. */
export interface Found {
  readonly pair: Pair;
  readonly cost: number;
}

const LONGEST_PATTERN = 4096;
const LONGEST_EVENT = 16_384;
const KEYS = ['a', 'b', 'c', 'd'];

/** What a pair costs; nothing where the pattern is refused. */
export type CostOf = (pattern: string, event: string) => number | undefined;

/** Climbs from one random pair, in that many steps. The same chance finds the same. */
export function climb(random: Random, costOf: CostOf, steps: number): Found {
  let best: Found = { pair: { pattern: { a: ['a'] }, event: { a: 'a' } }, cost: 0 };
  const start = patternAt(random, 2);
  consider({ pattern: start, event: eventFor(random, start) });
  for (let step = 0; step < steps; step += 1) consider(changed(random, best.pair));
  return best;

  function consider(pair: Pair): void {
    const pattern = JSON.stringify(pair.pattern);
    const event = JSON.stringify(pair.event);
    if (pattern.length > LONGEST_PATTERN || event.length > LONGEST_EVENT) return;
    const cost = costOf(pattern, event);
    if (cost !== undefined && cost >= best.cost) best = { pair, cost };
  }
}

function changed(random: Random, { pattern, event }: Pair): Pair {
  const kind = random();
  if (kind < 0.25) return { pattern, event: eventFor(random, pattern) };
  if (kind < 0.55) {
    const next = patternChanged(random, pattern);
    return { pattern: next, event: random() < 0.5 ? event : eventFor(random, next) };
  }
  return { pattern, event: eventChanged(random, event) };
}

function patternAt(random: Random, depth: number): { [key: string]: Tree } {
  const object: { [key: string]: Tree } = {};
  for (let left = 1 + below(random, 4); left > 0; left -= 1) {
    const key = keyAt(random);
    if (depth > 0 && random() < 0.15) object['$or'] = waysAt(random, depth);
    else if (depth > 0 && random() < 0.35) object[key] = patternAt(random, depth - 1);
    else object[key] = leafAt(random);
  }
  return object;
}

function waysAt(random: Random, depth: number): Tree[] {
  return Array.from({ length: 2 + below(random, random() < 0.3 ? 30 : 3) }, () => patternAt(random, depth - 1));
}

/** One name, or several joined: to AWS that is the same as nesting. */
function keyAt(random: Random): string {
  const key = pick(random, KEYS);
  return random() < 0.1 ? `${key}.${keyAt(random)}` : key;
}

function leafAt(random: Random): Tree[] {
  const make = pick(random, ALTERNATIVES);
  const many = 1 + below(random, random() < 0.4 ? 150 : 4);
  return Array.from({ length: many }, (_, index) =>
    (random() < 0.9 ? make : pick(random, ALTERNATIVES))(random, index),
  );
}

const ALTERNATIVES: readonly ((random: Random, index: number) => Tree)[] = [
  (random, index) => textAt(random, index),
  (_random, index) => index,
  () => ({ exists: false }),
  (random) => ({ exists: random() < 0.5 }),
  (random, index) => ({ prefix: textAt(random, index) || 'a' }),
  (random, index) => ({ suffix: textAt(random, index) || 'a' }),
  (random, index) => ({ prefix: { 'equals-ignore-case': textAt(random, index) } }),
  (random, index) => ({ suffix: { 'equals-ignore-case': textAt(random, index) } }),
  (random, index) => ({ 'equals-ignore-case': textAt(random, index) }),
  (random, index) => ({ wildcard: globAt(random, index) }),
  (random, index) => ({ 'anything-but': [textAt(random, index), 'a'] }),
  (random, index) => ({ 'anything-but': { prefix: textAt(random, index) || 'a' } }),
  (random, index) => ({ 'anything-but': { suffix: [textAt(random, index) || 'a', 'b'] } }),
  (random, index) => ({ 'anything-but': { 'equals-ignore-case': [textAt(random, index), 'é'] } }),
  (random, index) => ({ 'anything-but': { wildcard: globAt(random, index) } }),
  (_random, index) => ({ 'anything-but': [index, -1] }),
  (random, index) => ({ numeric: ['>', index, '<', index + random()] }),
  (_random, index) => ({ cidr: `10.${index % 256}.0.0/${16 + (index % 16)}` }),
  (_random, index) => ({ cidr: `${index.toString(16)}::/${1 + (index % 127)}` }),
];

function globAt(random: Random, index: number): string {
  const parts = Array.from(
    { length: 1 + below(random, 4) },
    () => textAt(random, index).replaceAll(/[*\\]/g, 'a') || 'a',
  );
  return `${random() < 0.5 ? '*' : ''}${parts.join('*')}${random() < 0.5 ? '*' : ''}`;
}

function textAt(random: Random, index: number): string {
  const letter = pick(random, ['a', 'b', 'ab', 'é', 'ß', 'S', '1']);
  switch (below(random, 5)) {
    case 0:
      return letter.repeat(below(random, 20));
    case 1:
      return `${letter.repeat(below(random, 600))}b`;
    case 2:
      return `b${letter.repeat(below(random, 600))}`;
    case 3:
      return `a${index.toString(36)}`;
    default:
      return `${index.toString(36)}a`;
  }
}

/** An event whose values lie where the pattern looks, many of them in lists, and satisfy it or nearly. */
function eventFor(random: Random, pattern: Tree): Tree {
  const lists = random() < 0.8;
  const element = (): Tree => (isObject(pattern) ? objectFor(random, pattern, lists) : {});
  const event = element();
  return isObject(event) ? filled(random, event) : event;
}

function objectFor(random: Random, pattern: { [key: string]: Tree }, lists: boolean): { [key: string]: Tree } {
  const object: { [key: string]: Tree } = {};
  for (const [key, wanted] of Object.entries(pattern)) {
    if (random() < 0.15) continue;
    if (key === '$or' && Array.isArray(wanted)) {
      for (const way of wanted.slice(0, 1 + below(random, wanted.length)))
        if (isObject(way)) Object.assign(object, objectFor(random, way, lists));
    } else {
      put(object, random() < 0.8 ? key.split('.') : [key], valueFor(random, wanted, lists));
    }
  }
  return object;
}

function put(object: { [key: string]: Tree }, [step = '', ...rest]: readonly string[], value: Tree): void {
  if (rest.length === 0) {
    object[step] = value;
    return;
  }
  const known = object[step];
  const inner = isObject(known) ? known : {};
  object[step] = inner;
  put(inner, rest, value);
}

function valueFor(random: Random, wanted: Tree, lists: boolean): Tree {
  const one = (): Tree =>
    Array.isArray(wanted)
      ? scalarFor(random, wanted.length > 0 ? pick(random, wanted) : null)
      : isObject(wanted)
        ? objectFor(random, wanted, lists)
        : null;
  return lists && random() < 0.6 ? Array.from({ length: 1 + below(random, 8) }, one) : one();
}

function scalarFor(random: Random, alternative: Tree): Tree {
  if (!isObject(alternative)) return random() < 0.6 ? alternative : `${JSON.stringify(alternative)}a`;
  const [text = 'a'] = JSON.stringify(alternative).match(/(?<=[:[,]")[^"]*(?=")/g) ?? [];
  switch (below(random, 5)) {
    case 0:
      return below(random, 200) + random();
    case 1:
      return text.replaceAll('*', 'aaaa');
    case 2:
      return `a${text.replaceAll('*', 'ab').slice(0, -1)}`;
    case 3:
      return `10.${below(random, 256)}.0.1`;
    default:
      return text.toUpperCase().repeat(1 + below(random, 30));
  }
}

/** Repeats the elements of one list, or lengthens one text, until the event is as long as it may be. */
function filled(random: Random, event: { [key: string]: Tree }): Tree {
  const copy = structuredClone(event);
  const lists = partsOf(copy).filter((part) => Array.isArray(part) && part.length > 0) as Tree[][];
  if (lists.length === 0) return copy;
  const list = pick(random, lists);
  const room = LONGEST_EVENT - 64 - JSON.stringify(copy).length;
  const once = JSON.stringify(list).length;
  const elements = list.slice();
  const times = Math.floor((random() < 0.8 ? room : random() * room) / once);
  for (let time = 0; time < times; time += 1) for (const element of elements) list.push(structuredClone(element));
  return copy;
}

function patternChanged(random: Random, pattern: Tree): Tree {
  const copy = structuredClone(pattern);
  const parts = partsOf(copy);
  const part = pick(random, parts);
  if (Array.isArray(part)) {
    const kind = random();
    if (kind < 0.3 && part.length > 1) part.splice(below(random, part.length), 1 + below(random, part.length - 1));
    else if (part.every(isObject) && part.some((way) => Object.values(way).some(Array.isArray)))
      part.push(patternAt(random, 1));
    else part.push(...leafAt(random));
  } else if (isObject(part)) {
    const key = keyAt(random);
    if (random() < 0.2) part['$or'] = waysAt(random, 1);
    else if (random() < 0.5) part[key] = leafAt(random);
    else Reflect.deleteProperty(part, key);
  }
  return copy;
}

function eventChanged(random: Random, event: Tree): Tree {
  const copy = structuredClone(event);
  const objects = partsOf(copy).filter(isObject);
  if (objects.length === 0) return copy;
  const object = pick(random, objects);
  const [key, value] = Object.entries(object)[below(random, Math.max(Object.keys(object).length, 1))] ?? ['a', 'a'];
  switch (below(random, 6)) {
    case 0:
      object[key] = [value, structuredClone(value)];
      break;
    case 1:
      object[pick(random, KEYS)] = structuredClone(value);
      break;
    case 2:
      object[key] = { [pick(random, KEYS)]: value };
      break;
    case 3:
      object[key] = textAt(random, below(random, 100)).repeat(1 + below(random, 40));
      break;
    case 4:
      Reflect.deleteProperty(object, key);
      break;
    default:
      return isObject(copy) ? filled(random, copy) : copy;
  }
  return copy;
}

/** All lists and objects of a tree, itself included. */
function partsOf(tree: Tree): (Tree[] | { [key: string]: Tree })[] {
  if (Array.isArray(tree)) return [tree, ...tree.flatMap(partsOf)];
  return isObject(tree) ? [tree, ...Object.values(tree).flatMap(partsOf)] : [];
}

function isObject(tree: Tree | undefined): tree is { [key: string]: Tree } {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

function below(random: Random, most: number): number {
  return Math.floor(random() * most);
}

function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[below(random, choices.length)]!;
}
