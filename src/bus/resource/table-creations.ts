import { type Call, call } from './creation.ts';
import type { TableIndexSpec, TableKey, TableSpec } from './resources.ts';

/** The calls that make a table of DynamoDB, with what is in it from the beginning. */
export function newTable(TableName: string, spec: TableSpec): readonly Call[] {
  const { indexes = {}, timeToLive, items = [] } = spec;
  const keys = [spec, ...Object.values(indexes)].flatMap(keysOf);
  const types = new Map(keys.map(({ name, type }) => [name, type]));
  const created = call('dynamodb', 'CreateTable', {
    TableName,
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    KeySchema: schemaOf(spec),
    BillingMode: 'PAY_PER_REQUEST',
    ...(Object.keys(indexes).length > 0 && {
      GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, index]) => ({
        IndexName,
        KeySchema: schemaOf(index),
        Projection: projectionOf(index),
      })),
    }),
  });
  const expiring = call('dynamodb', 'UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
  });
  return [
    created,
    ...(timeToLive === undefined ? [] : [{ ...expiring, within: 'timeToLive' }]),
    ...items.map((item, index) => ({
      ...call('dynamodb', 'PutItem', { TableName, Item: attributesOf(item) }),
      within: `items[${index}]`,
    })),
  ];
}

type Keys = Pick<TableSpec, 'partitionKey' | 'sortKey'>;

function keysOf({ partitionKey, sortKey }: Keys): readonly Exclude<TableKey, string>[] {
  return [partitionKey, ...(sortKey === undefined ? [] : [sortKey])].map((key) =>
    typeof key === 'string' ? { name: key, type: 'S' as const } : key,
  );
}

function schemaOf(keys: Keys): readonly object[] {
  return keysOf(keys).map(({ name }, at) => ({ AttributeName: name, KeyType: at === 0 ? 'HASH' : 'RANGE' }));
}

function projectionOf({ projection = 'ALL' }: TableIndexSpec): object {
  return typeof projection === 'string'
    ? { ProjectionType: projection }
    : { ProjectionType: 'INCLUDE', NonKeyAttributes: projection };
}

function attributesOf(item: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeOf(value)]));
}

/** A plain value as DynamoDB's JSON has it. */
function attributeOf(value: unknown): object {
  if (value === null || value === undefined) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  return { M: attributesOf(value as Readonly<Record<string, unknown>>) };
}
