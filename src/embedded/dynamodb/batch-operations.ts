import { type Item, readItem } from './attribute-value.ts';
import { consumed, nothingUsed, readUnits, type Used, useForWrite, type Wanted } from './capacity.ts';
import { type ItemInput, readOne, toDelete, toPut } from './item-operations.ts';
import { keyText } from './key.ts';
import { invalid } from './refuse.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';
import { prepare, type Write } from './write.ts';

interface KeysInput extends Omit<ItemInput, 'TableName' | 'Key'> {
  readonly Keys: readonly Readonly<Record<string, unknown>>[];
}

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Readonly<Record<string, unknown>> };
  readonly DeleteRequest?: { readonly Key: Readonly<Record<string, unknown>> };
}

const MOST = { read: 100, written: 25 };
/** How much is read for one answer. */
const PAGE = 16 * 1_048_576;
const LARGEST_REQUEST = 16 * 1_048_576;

/** BatchGetItem and BatchWriteItem. Each item is read and written for itself. */
export function batchOperations(tables: Tables) {
  return {
    BatchGetItem: ({
      RequestItems: requests,
      ReturnConsumedCapacity: wanted,
    }: {
      readonly RequestItems: Readonly<Record<string, KeysInput>>;
      readonly ReturnConsumedCapacity?: Wanted;
    }) => {
      const count = Object.values(requests).reduce((sum, { Keys }) => sum + Keys.length, 0);
      if (count > MOST.read) throw invalid('Too many items requested for the BatchGetItem call');
      for (const { Keys } of Object.values(requests)) refuseTwice(Keys.map((key) => JSON.stringify(sorted(key))));
      const Responses: Record<string, Item[]> = {};
      const UnprocessedKeys: Record<string, KeysInput> = {};
      const used = new Map<Table, Used>();
      let bytes = 0;
      for (const [TableName, { Keys, ...how }] of Object.entries(requests)) {
        const left: KeysInput['Keys'][number][] = [];
        Responses[TableName] = [];
        for (const Key of Keys) {
          if (bytes >= PAGE) {
            left.push(Key);
            continue;
          }
          const { table, item, bytes: size } = readOne(tables, { ...how, TableName, Key });
          bytes += size;
          usedOf(used, table).table += readUnits(size, how.ConsistentRead === true ? 'consistent' : 'eventual');
          if (item !== undefined) Responses[TableName].push(item);
        }
        if (left.length > 0) UnprocessedKeys[TableName] = { ...how, Keys: left };
      }
      return { Responses, UnprocessedKeys, ...capacityOf(used, wanted) };
    },

    BatchWriteItem: ({
      RequestItems: requests,
      ReturnConsumedCapacity: wanted,
    }: {
      readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>>;
      readonly ReturnConsumedCapacity?: Wanted;
    }) => {
      const all = Object.entries(requests).flatMap(([TableName, each]) =>
        each.map((request) => ({ TableName, request })),
      );
      if (all.length > MOST.written) throw invalid('Too many items requested for the BatchWriteItem call');
      if (JSON.stringify(requests).length > LARGEST_REQUEST * 2) {
        throw invalid('The batch write request size exceeded the maximum allowed size');
      }
      // Nothing is written where one of them cannot be.
      const writes = all.map(({ TableName, request }) => toWrite(tables, TableName, request));
      refuseTwice(writes.map((write) => `${write.table.definition.name}\n${keyText(write.key, write.table.schema)}`));
      const used = new Map<Table, Used>();
      for (const write of writes) {
        const { before, after } = prepare(write);
        write.table.replace(before, after);
        useForWrite(usedOf(used, write.table), write.table, before, after);
      }
      return { UnprocessedItems: {}, ...capacityOf(used, wanted) };
    },
  };
}

function toWrite(tables: Tables, TableName: string, { PutRequest, DeleteRequest }: WriteRequest): Write {
  if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
    throw invalid(
      PutRequest === undefined
        ? 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'
        : 'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  return PutRequest === undefined
    ? toDelete(tables, { TableName, Key: DeleteRequest!.Key })
    : toPut(tables, { TableName, Item: PutRequest.Item });
}

function refuseTwice(keys: readonly string[]): void {
  if (new Set(keys).size < keys.length) throw invalid('Provided list of item keys contains duplicates');
}

function sorted(key: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(readItem(key)).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** What has been used of a table so far. */
export function usedOf(used: Map<Table, Used>, table: Table): Used {
  let its = used.get(table);
  if (its === undefined) used.set(table, (its = nothingUsed()));
  return its;
}

/** `ConsumedCapacity` of an answer about several tables. */
export function capacityOf(
  used: ReadonlyMap<Table, Used>,
  wanted: Wanted,
  kind?: 'read' | 'write',
): { readonly ConsumedCapacity?: readonly unknown[] } {
  if (wanted === undefined || wanted === 'NONE') return {};
  return { ConsumedCapacity: [...used].map(([table, its]) => consumed(table, its, wanted, kind)) };
}
