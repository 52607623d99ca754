import { Unresolved, type Value, type ValueMap, isList, isMap, membersOf, nameIn } from '../value.ts';

/** One of the resources that a block with `count` or `for_each` makes; a block with neither makes one. */
export interface Copy {
  /** What tells it from the others: a number, or a key. */
  readonly key?: string;
  /** What its address ends with: `[0]`, `["web"]`. */
  readonly suffix?: string;
  /** What `each` or `count` gives within it. */
  readonly each?: ValueMap;
}

/** Nobody makes more of one block, and a number may be anything. */
const MOST = 1_000;

/** The copies of a block, by what its `count` or `for_each` has come to; one that stands for all where that is not known. */
export function copiesOf(count: Value | undefined, forEach: Value | undefined): readonly Copy[] {
  if (forEach !== undefined) return ofEach(forEach);
  if (count === undefined) return [{}];
  const number = Number(nameIn(count));
  if (count instanceof Unresolved || !Number.isInteger(number) || number > MOST) return [unknown(count)];
  return Array.from({ length: Math.max(0, number) }, (_, index) => ({
    key: String(index),
    suffix: `[${index}]`,
    each: { index },
  }));
}

function ofEach(forEach: Value): readonly Copy[] {
  if (isList(forEach)) {
    const keys = forEach.map(nameIn);
    if (keys.includes(undefined)) return [unknown(forEach.find((item) => nameIn(item) === undefined)!)];
    return keys.map((key = '') => named(key, key));
  }
  if (!isMap(forEach)) return [unknown(forEach)];
  return Object.entries(membersOf(forEach)).map(([key, value]) => named(key, value));
}

function named(key: string, value: Value): Copy {
  return { key, suffix: `[${JSON.stringify(key)}]`, each: { key, value } };
}

function unknown(by: Value): Copy {
  const why = by instanceof Unresolved ? by.why : 'it is of no form that Terraform takes';
  const each = new Unresolved(`it is another for each copy, and how many there are is not known: ${why}`, undefined);
  return { each: { key: each, value: each, index: each } };
}
