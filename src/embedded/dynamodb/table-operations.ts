import { bytesOfItem } from './attribute-value.ts';
import { type CreateTableInput, defineTable, throughputOf } from './define-table.ts';
import { invalid } from './refuse.ts';
import type { Index, Table } from './table.ts';
import { nameOf, type Tables } from './tables.ts';

interface Named {
  readonly TableName: string;
}

/** Tables themselves. They are there at once, and gone at once: only the answers say that it takes a while. */
export function tableOperations(tables: Tables) {
  return {
    CreateTable: (input: CreateTableInput) => {
      const table = tables.create(defineTable({ ...input, TableName: nameOf(input.TableName) }));
      for (const { Key, Value } of input.Tags ?? []) table.tags.set(Key, Value);
      return { TableDescription: describe(table, 'CREATING') };
    },
    DescribeTable: ({ TableName }: Named) => ({ Table: describe(tables.named(TableName), 'ACTIVE') }),
    DeleteTable: ({ TableName }: Named) => {
      const table = tables.named(TableName);
      if (table.definition.described['DeletionProtectionEnabled'] === true) {
        throw invalid(
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
        );
      }
      tables.delete(TableName);
      return { TableDescription: describe(table, 'DELETING') };
    },
    ListTables: ({
      ExclusiveStartTableName: start,
      Limit: limit = 100,
    }: {
      readonly ExclusiveStartTableName?: string;
      readonly Limit?: number;
    }) => {
      const names = tables.all().map(({ definition }) => definition.name);
      const rest = start === undefined ? names : names.filter((name) => name > start);
      const TableNames = rest.slice(0, limit);
      return {
        TableNames,
        ...(rest.length > TableNames.length && { LastEvaluatedTableName: TableNames.at(-1) }),
      };
    },
    DescribeLimits: () => ({
      AccountMaxReadCapacityUnits: 80_000,
      AccountMaxWriteCapacityUnits: 80_000,
      TableMaxReadCapacityUnits: 40_000,
      TableMaxWriteCapacityUnits: 40_000,
    }),
    ...timeToLiveOperations(tables),
    ...tagOperations(tables),
  };
}

/** When items expire. What AWS takes up to an hour for is so at once. */
function timeToLiveOperations(tables: Tables) {
  return {
    UpdateTimeToLive: ({
      TableName,
      TimeToLiveSpecification: specification,
    }: Named & {
      readonly TimeToLiveSpecification: { readonly AttributeName: string; readonly Enabled: boolean };
    }) => {
      const table = tables.named(TableName);
      const { AttributeName: attribute, Enabled: enabled } = specification;
      if (enabled && table.timeToLive === attribute) throw invalid('TimeToLive is already enabled');
      if (enabled && table.timeToLive !== undefined) {
        throw invalid(
          `TimeToLive is active on a different AttributeName: current AttributeName is ${table.timeToLive}`,
        );
      }
      if (!enabled && table.timeToLive === undefined) throw invalid('TimeToLive is already disabled');
      if (!enabled && table.timeToLive !== attribute) {
        throw invalid(
          `TimeToLive is active on a different AttributeName: current AttributeName is ${table.timeToLive}`,
        );
      }
      table.timeToLive = enabled ? attribute : undefined;
      return { TimeToLiveSpecification: specification };
    },
    DescribeTimeToLive: ({ TableName }: Named) => {
      const { timeToLive } = tables.named(TableName);
      return {
        TimeToLiveDescription:
          timeToLive === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
      };
    },
  };
}

function tagOperations(tables: Tables) {
  return {
    TagResource: ({
      ResourceArn,
      Tags,
    }: {
      readonly ResourceArn: string;
      readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
    }) => {
      const { tags } = tables.named(ResourceArn);
      for (const { Key, Value } of Tags) tags.set(Key, Value);
      return {};
    },
    UntagResource: ({
      ResourceArn,
      TagKeys,
    }: {
      readonly ResourceArn: string;
      readonly TagKeys: readonly string[];
    }) => {
      const { tags } = tables.named(ResourceArn);
      for (const key of TagKeys) tags.delete(key);
      return {};
    },
    ListTagsOfResource: ({ ResourceArn }: { readonly ResourceArn: string }) => ({
      Tags: [...tables.named(ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}

function describe(table: Table, TableStatus: string): Readonly<Record<string, unknown>> {
  const { name, arn, id, createdAt, described } = table.definition;
  const of = (kind: Index['kind']) =>
    [...table.indexes.values()].filter((index) => index.kind === kind).map((index) => describeIndex(index, table));
  const [local, global] = [of('local'), of('global')];
  return {
    ...described,
    TableName: name,
    TableStatus,
    CreationDateTime: createdAt / 1_000,
    TableSizeBytes: table.bytes,
    ItemCount: table.size,
    TableArn: arn,
    TableId: id,
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
  };
}

function describeIndex({ name, kind, definition, collection }: Index, table: Table): Readonly<Record<string, unknown>> {
  const items = [...collection.from(undefined)].map(({ item }) => item);
  return {
    IndexName: name,
    KeySchema: definition['KeySchema'],
    Projection: definition['Projection'],
    ...(kind === 'global' && {
      IndexStatus: 'ACTIVE',
      ProvisionedThroughput: throughputOf(definition['ProvisionedThroughput'] as Parameters<typeof throughputOf>[0]),
    }),
    IndexSizeBytes: items.reduce((sum, item) => sum + bytesOfItem(item), 0),
    ItemCount: items.length,
    IndexArn: `${table.definition.arn}/index/${name}`,
  };
}
