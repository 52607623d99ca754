import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  paginateScan,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { account, START } from './clients.ts';

const TABLE: CreateTableCommandInput = {
  TableName: 'deploys',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

async function withTable(more: Partial<CreateTableCommandInput> = {}) {
  const opened = account();
  await opened.dynamodb.send(new CreateTableCommand({ ...TABLE, ...more }));
  return { ...opened, documents: DynamoDBDocumentClient.from(opened.dynamodb) };
}

function put(dynamodb: DynamoDBClient, id: string, more: object = {}): Promise<unknown> {
  return dynamodb.send(new PutItemCommand({ TableName: 'deploys', Item: { id: { S: id }, ...more } }));
}

test('a table is there at once, described as it was made, and gone at once', async () => {
  const { dynamodb } = await withTable();
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'deploys' }));
  expect(Table).toMatchObject({
    TableName: 'deploys',
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:us-east-2:123456789012:table/deploys',
    CreationDateTime: new Date(START),
    ItemCount: 0,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  });
  await expect(dynamodb.send(new CreateTableCommand(TABLE))).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: 'Table already exists: deploys',
  });
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(['deploys']);
  await dynamodb.send(new DeleteTableCommand({ TableName: 'deploys' }));
  await expect(dynamodb.send(new DescribeTableCommand({ TableName: 'deploys' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: deploys not found',
  });
});

test('documents of the SDK go in and come out the same', async () => {
  const { documents } = await withTable();
  const Item = {
    id: 'a',
    n: 1.5,
    list: [1, 'two', null, true],
    map: { deep: { er: [] } },
    set: new Set(['x', 'y']),
    bytes: Uint8Array.of(1, 2, 255),
  };
  await documents.send(new PutCommand({ TableName: 'deploys', Item }));
  expect((await documents.send(new GetCommand({ TableName: 'deploys', Key: { id: 'a' } }))).Item).toEqual(Item);
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName: 'deploys',
      Key: { id: 'a' },
      UpdateExpression: 'SET #map.#deep.er = list_append(#map.#deep.er, :more), n = n + :n REMOVE #list[0], #list[2]',
      ExpressionAttributeNames: { '#map': 'map', '#deep': 'deep', '#list': 'list' },
      ExpressionAttributeValues: { ':more': ['x'], ':n': 2 },
      ReturnValues: 'ALL_NEW',
    }),
  );
  // Positions are those before the update, as the developer guide shows for lists.
  expect(Attributes).toMatchObject({ n: 3.5, map: { deep: { er: ['x'] } }, list: ['two', true] });
});

test('a condition that fails gives the item that was there, if that is wanted', async () => {
  const { dynamodb } = await withTable();
  await put(dynamodb, 'a', { status: { S: 'DONE' } });
  const again = {
    TableName: 'deploys',
    Item: { id: { S: 'a' } },
    ConditionExpression: 'attribute_not_exists(id)',
  };
  await expect(dynamodb.send(new PutItemCommand(again))).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    Item: undefined,
  });
  await expect(
    dynamodb.send(new PutItemCommand({ ...again, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })),
  ).rejects.toMatchObject({ Item: { id: { S: 'a' }, status: { S: 'DONE' } } });
});

test('a transaction is carried out as a whole or not at all, and says why not', async () => {
  const { dynamodb, documents } = await withTable();
  await put(dynamodb, 'taken');
  const write = new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName: 'deploys', Item: { id: { S: 'new' } } } },
      {
        Put: {
          TableName: 'deploys',
          Item: { id: { S: 'taken' } },
          ConditionExpression: 'attribute_not_exists(id)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      {
        Update: {
          TableName: 'deploys',
          Key: { id: { S: 'none' } },
          UpdateExpression: 'SET n = n + :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  });
  await expect(dynamodb.send(write)).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]',
    CancellationReasons: [
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: { id: { S: 'taken' } } },
      {
        Code: 'ValidationError',
        Message: 'The provided expression refers to an attribute that does not exist in the item',
      },
    ],
  });
  const ids = ['new', 'taken'].map((id) => ({ Get: { TableName: 'deploys', Key: { id: { S: id } } } }));
  const { Responses } = await dynamodb.send(new TransactGetItemsCommand({ TransactItems: ids }));
  expect(Responses).toEqual([{}, { Item: { id: { S: 'taken' } } }]);
  const twice = new TransactWriteCommand({
    TransactItems: [
      { Put: { TableName: 'deploys', Item: { id: 'x' } } },
      { Delete: { TableName: 'deploys', Key: { id: 'x' } } },
    ],
  });
  await expect(documents.send(twice)).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Transaction request cannot include multiple operations on one item',
  });
});

test('a transaction with the same token is carried out once within ten minutes', async () => {
  const { dynamodb, agenda } = await withTable();
  const add = (by: string) =>
    dynamodb.send(
      new TransactWriteItemsCommand({
        ClientRequestToken: 'once',
        TransactItems: [
          {
            Update: {
              TableName: 'deploys',
              Key: { id: { S: 'count' } },
              UpdateExpression: 'ADD n :by',
              ExpressionAttributeValues: { ':by': { N: by } },
            },
          },
        ],
      }),
    );
  const count = async () =>
    (await dynamodb.send(new GetItemCommand({ TableName: 'deploys', Key: { id: { S: 'count' } } }))).Item?.['n'];
  await add('1');
  await add('1');
  expect(await count()).toEqual({ N: '1' });
  await expect(add('2')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  await agenda.runUntil(START + 10 * 60_000);
  await add('2');
  expect(await count()).toEqual({ N: '3' });
});

test('an item that has expired is read for two days more, and then is gone', async () => {
  const { dynamodb, agenda } = await withTable();
  const TimeToLiveSpecification = { AttributeName: 'until', Enabled: true };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName: 'deploys', TimeToLiveSpecification }));
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: 'deploys' }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'until' });
  const expires = START + 60_000;
  await put(dynamodb, 'a', { until: { N: String(expires / 1_000) } });
  await put(dynamodb, 'long ago', { until: { N: '1' } });
  await put(dynamodb, 'no time', { until: { S: 'tomorrow' } });
  const ids = async () =>
    (await dynamodb.send(new ScanCommand({ TableName: 'deploys' }))).Items?.map(({ id }) => id?.S).toSorted();
  await agenda.runUntil(expires + 47 * 3_600_000);
  expect(await ids()).toEqual(['a', 'long ago', 'no time']);
  await agenda.runUntil(expires + 48 * 3_600_000);
  expect(await ids()).toEqual(['long ago', 'no time']);
});

test('a megabyte is a page', async () => {
  const { dynamodb, documents } = await withTable({
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'n', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'id', KeyType: 'HASH' },
      { AttributeName: 'n', KeyType: 'RANGE' },
    ],
  });
  const text = 'x'.repeat(300 * 1_024);
  for (let n = 0; n < 9; n += 1) await put(dynamodb, n < 7 ? 'a' : 'b', { n: { N: String(n) }, text: { S: text } });
  const query = { TableName: 'deploys', KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': 'a' } };
  const sizes: number[] = [];
  for await (const { Count = 0 } of paginateQuery({ client: documents }, query)) sizes.push(Count);
  expect(sizes).toEqual([4, 3]);
  const seen: unknown[] = [];
  for await (const { Items = [] } of paginateScan({ client: documents, pageSize: 2 }, { TableName: 'deploys' })) {
    seen.push(...Items.map(({ n }) => n as number));
  }
  expect(new Set(seen)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]));
  expect(seen).toHaveLength(9);
  await expect(put(dynamodb, 'c', { n: { N: '1' }, text: { S: 'x'.repeat(400 * 1_024) } })).rejects.toMatchObject({
    message: 'Item size has exceeded the maximum allowed size',
  });
});

test('an index has what its projection says, in the order of its own key', async () => {
  const { dynamodb } = await withTable({
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'repository', AttributeType: 'S' },
      { AttributeName: 'at', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-repository',
        KeySchema: [
          { AttributeName: 'repository', KeyType: 'HASH' },
          { AttributeName: 'at', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['tag'] },
      },
    ],
  });
  for (const [id, at] of [
    ['a', '10'],
    ['b', '9'],
    ['c', '100'],
  ] as const) {
    await put(dynamodb, id, { repository: { S: 'web' }, at: { N: at }, tag: { S: `v${at}` }, secret: { S: 'x' } });
  }
  await put(dynamodb, 'sparse', { repository: { S: 'web' } });
  const { Items, ConsumedCapacity } = await dynamodb.send(
    new QueryCommand({
      TableName: 'deploys',
      IndexName: 'by-repository',
      KeyConditionExpression: 'repository = :r',
      ExpressionAttributeValues: { ':r': { S: 'web' } },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  expect(Items?.map(({ id, tag, secret }) => [id?.S, tag?.S, secret])).toEqual([
    ['b', 'v9', undefined],
    ['a', 'v10', undefined],
    ['c', 'v100', undefined],
  ]);
  expect(ConsumedCapacity).toMatchObject({
    TableName: 'deploys',
    CapacityUnits: 0.5,
    GlobalSecondaryIndexes: { 'by-repository': { CapacityUnits: 0.5 } },
  });
});

test('where tables that are named exist, one has the key that calls show', async () => {
  const { dynamodb } = account({ takesNamedAsGiven: true });
  const Item = { when: { S: 'now' }, digest: { S: 'sha256:1' } };
  const once = { TableName: 'seen', Item, ConditionExpression: 'attribute_not_exists(digest)' };
  await dynamodb.send(new PutItemCommand(once));
  await expect(dynamodb.send(new PutItemCommand(once))).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
  });
  const Key = { digest: { S: 'sha256:1' } };
  expect((await dynamodb.send(new GetItemCommand({ TableName: 'seen', Key }))).Item).toEqual(Item);
  // A key says more than an item.
  await dynamodb.send(new PutItemCommand({ TableName: 'plain', Item: { first: { S: 'x' }, second: { S: 'y' } } }));
  const second = { TableName: 'plain', Key: { second: { S: 'y' } } };
  expect((await dynamodb.send(new GetItemCommand(second))).Item).toEqual({ first: { S: 'x' }, second: { S: 'y' } });
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: 'counts',
      Key: { pk: { S: 'a' }, sk: { S: 'b' } },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
  expect((await dynamodb.send(new DescribeTableCommand({ TableName: 'counts' }))).Table?.KeySchema).toEqual([
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ]);
});
