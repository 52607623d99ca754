import { Fault } from '../../wire/fault.ts';
import { bytesOfItem, type Item } from './attribute-value.ts';
import type { Condition } from './expression/condition.ts';
import { apply } from './expression/apply.ts';
import { holds } from './expression/holds.ts';
import type { Action } from './expression/update.ts';
import { checkItemKey, checkKey, type KeySchema, keyOf, namesOf } from './key.ts';
import { invalid, invalidValues } from './refuse.ts';
import type { Table } from './table.ts';

/** A change of one item, before it is made: alone, in a batch or in a transaction. */
export interface Write {
  readonly table: Table;
  readonly key: Item;
  readonly condition?: Condition | undefined;
  readonly returnsOld?: boolean;
  /** What becomes of the item; `undefined` takes it away. */
  readonly change: (before: Item | undefined) => Item | undefined;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LARGEST_ITEM = 400 * 1_024;

/** A PutItem. Throws what DynamoDB answers to an item that cannot be in the table. */
export function putting(table: Table, item: Item): Pick<Write, 'table' | 'key' | 'change'> {
  checkItemKey(item, table.schema);
  table.checkIndexes(item);
  if (bytesOfItem(item) > LARGEST_ITEM) throw invalid('Item size has exceeded the maximum allowed size');
  return { table, key: keyOf(item, table.schema), change: () => item };
}

/** A DeleteItem. */
export function deleting(table: Table, key: Item): Pick<Write, 'table' | 'key' | 'change'> {
  checkKey(key, table.schema);
  return { table, key, change: () => undefined };
}

/** An UpdateItem, which makes the item where there is none. */
export function updating(table: Table, key: Item, actions: readonly Action[]): Pick<Write, 'table' | 'key' | 'change'> {
  checkKey(key, table.schema);
  refuseKeys(actions, table.schema);
  return {
    table,
    key,
    change: (before) => {
      const after = apply(actions, before ?? key);
      const changed = new Set(actions.map(({ path }) => String(path[0])));
      table.checkIndexes(Object.fromEntries(Object.entries(after).filter(([name]) => changed.has(name))), true);
      if (bytesOfItem(after) > LARGEST_ITEM) {
        throw invalid('Item size to update has exceeded the maximum allowed size');
      }
      return after;
    },
  };
}

function refuseKeys(actions: readonly Action[], schema: KeySchema): void {
  for (const { path } of actions) {
    const name = String(path[0]);
    if (!namesOf(schema).includes(name)) continue;
    throw invalidValues(`Cannot update attribute ${name}. This attribute is part of the key`);
  }
}

/** What a write would do. Throws where its condition does not hold, or nothing can be made of the item. */
export function prepare({ table, key, condition, returnsOld = false, change }: Write): {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
} {
  const before = table.get(key);
  if (condition !== undefined && !holds(condition, before ?? {})) {
    throw new Fault('ConditionalCheckFailedException', 'The conditional request failed', 400, undefined, {
      ...(returnsOld && before !== undefined && { Item: before }),
    });
  }
  return { before, after: change(before) };
}
