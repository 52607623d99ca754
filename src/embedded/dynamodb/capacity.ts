import { bytesOfItem, type Item } from './attribute-value.ts';
import type { Table } from './table.ts';

/** What ReturnConsumedCapacity may be. */
export type Wanted = 'INDEXES' | 'TOTAL' | 'NONE' | undefined;

/** What calls have used of a table, in units. */
export interface Used {
  table: number;
  readonly indexes: Map<string, number>;
}

export function nothingUsed(): Used {
  return { table: 0, indexes: new Map() };
}

/** Units of reading so many bytes: half of them where the answer may be a moment old, twice as many in a transaction. */
export function readUnits(bytes: number, how: 'eventual' | 'consistent' | 'transaction'): number {
  const units = Math.max(1, Math.ceil(bytes / 4_096));
  return units * (how === 'eventual' ? 0.5 : how === 'transaction' ? 2 : 1);
}

/** Adds what a write has used: of the table by the larger of the two items, and of each index that it changes. */
export function useForWrite(
  used: Used,
  table: Table,
  before: Item | undefined,
  after: Item | undefined,
  factor = 1,
): void {
  const larger = Math.max(before === undefined ? 0 : bytesOfItem(before), after === undefined ? 0 : bytesOfItem(after));
  used.table += Math.max(1, Math.ceil(larger / 1_024)) * factor;
  for (const { name, collection } of table.indexes.values()) {
    const has = (item: Item | undefined): boolean =>
      item !== undefined &&
      Object.hasOwn(item, collection.schema.hash) &&
      (collection.schema.range === undefined || Object.hasOwn(item, collection.schema.range));
    const units = [before, after].filter(has).length === 0 ? 0 : Math.max(1, Math.ceil(larger / 1_024)) * factor;
    if (units > 0) used.indexes.set(name, (used.indexes.get(name) ?? 0) + units);
  }
}

/** `ConsumedCapacity` of an answer, as far as it was asked for. */
export function consumed(
  table: Table,
  used: Used,
  wanted: Wanted,
  kind?: 'read' | 'write',
): Readonly<Record<string, unknown>> | undefined {
  if (wanted === undefined || wanted === 'NONE') return undefined;
  const units = (count: number): Readonly<Record<string, number>> => ({
    CapacityUnits: count,
    ...(kind === 'read' && { ReadCapacityUnits: count }),
    ...(kind === 'write' && { WriteCapacityUnits: count }),
  });
  const total = used.table + [...used.indexes.values()].reduce((sum, count) => sum + count, 0);
  const { name: TableName } = table.definition;
  if (wanted === 'TOTAL') return { TableName, ...units(total) };
  const of = (wantedKind: 'global' | 'local'): Readonly<Record<string, unknown>> | undefined => {
    const entries = [...used.indexes].filter(([name]) => table.indexes.get(name)?.kind === wantedKind);
    return entries.length === 0 ? undefined : Object.fromEntries(entries.map(([name, count]) => [name, units(count)]));
  };
  const [global, local] = [of('global'), of('local')];
  return {
    TableName,
    ...units(total),
    Table: units(used.table),
    ...(global && { GlobalSecondaryIndexes: global }),
    ...(local && { LocalSecondaryIndexes: local }),
  };
}
