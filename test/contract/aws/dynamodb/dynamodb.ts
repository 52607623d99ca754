import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TagResourceCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UntagResourceCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';

const TableName = 'deploys';
const Key = { id: { S: 'web' }, at: { N: '1' } };

async function makeTable(dynamodb: DynamoDBClient): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

async function itemOf(dynamodb: DynamoDBClient, key: typeof Key = Key): Promise<unknown> {
  return (await dynamodb.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))).Item;
}

/** What DynamoDB promises. */
export const DYNAMODB: Promises = {
  'a table is made, listed, described and deleted': async ({ dynamodb, arn }) => {
    await makeTable(dynamodb);
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([TableName]);
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', TableArn: arn('dynamodb', `table/${TableName}`) });
    await expect(makeTable(dynamodb)).rejects.toMatchObject({ name: 'ResourceInUseException' });
    await dynamodb.send(new DeleteTableCommand({ TableName }));
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  },

  'an account has limits': async ({ dynamodb }) => {
    const { TableMaxReadCapacityUnits } = await dynamodb.send(new DescribeLimitsCommand({}));
    expect(TableMaxReadCapacityUnits).toBeGreaterThan(0);
  },

  'a table has tags': async ({ dynamodb, arn }) => {
    await makeTable(dynamodb);
    const ResourceArn = arn('dynamodb', `table/${TableName}`);
    const Tags = [
      { Key: 'team', Value: 'platform' },
      { Key: 'stage', Value: 'prod' },
    ];
    await dynamodb.send(new TagResourceCommand({ ResourceArn, Tags }));
    await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));
    expect((await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags).toEqual([Tags[1]]);
  },

  'a table says which attribute its items expire by': async ({ dynamodb }) => {
    await makeTable(dynamodb);
    const TimeToLiveSpecification = { AttributeName: 'until', Enabled: true };
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'until' });
  },

  'an item is put once where that is the condition': async ({ dynamodb }) => {
    await makeTable(dynamodb);
    const put = new PutItemCommand({
      TableName,
      Item: { ...Key, tag: { S: 'v1' } },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await dynamodb.send(put);
    expect(await itemOf(dynamodb)).toEqual({ ...Key, tag: { S: 'v1' } });
    await expect(dynamodb.send(put)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { ...Key, tag: { S: 'v1' } },
    });
  },

  'an item is updated, and deleted': async ({ dynamodb }) => {
    await makeTable(dynamodb);
    const { Attributes } = await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #tags = list_append(if_not_exists(#tags, :none), :tags) ADD pushes :one',
        ExpressionAttributeNames: { '#tags': 'tags' },
        ExpressionAttributeValues: { ':none': { L: [] }, ':tags': { L: [{ S: 'v1' }] }, ':one': { N: '1' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(Attributes).toEqual({ ...Key, tags: { L: [{ S: 'v1' }] }, pushes: { N: '1' } });
    await dynamodb.send(new DeleteItemCommand({ TableName, Key }));
    expect(await itemOf(dynamodb)).toBeUndefined();
  },

  'a query gives the items of one partition in the order of their sort key': async ({ dynamodb }) => {
    await makeTable(dynamodb);
    const numbers = ['10', '9', '100'];
    const put = numbers.map((at) => ({ PutRequest: { Item: { id: { S: 'web' }, at: { N: at } } } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: put } }));
    const query = {
      TableName,
      KeyConditionExpression: 'id = :id AND #at > :from',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':id': { S: 'web' }, ':from': { N: '9' } },
      Limit: 1,
    };
    const first = await dynamodb.send(new QueryCommand(query));
    expect(first).toMatchObject({ Items: [{ at: { N: '10' } }], LastEvaluatedKey: { at: { N: '10' } } });
    const next = await dynamodb.send(new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }));
    expect(next.Items).toMatchObject([{ at: { N: '100' } }]);
    const { Count, ScannedCount } = await dynamodb.send(
      new ScanCommand({
        TableName,
        FilterExpression: '#at < :ten',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':ten': { N: '10' } },
      }),
    );
    expect({ Count, ScannedCount }).toEqual({ Count: 1, ScannedCount: 3 });
    const Keys = numbers.slice(0, 2).map((at) => ({ id: { S: 'web' }, at: { N: at } }));
    const { Responses } = await dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
    expect(Responses?.[TableName]).toHaveLength(2);
  },

  'a transaction is all or nothing, and says for each item why': async ({ dynamodb }) => {
    await makeTable(dynamodb);
    const other = { ...Key, at: { N: '2' } };
    const write = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: other } },
        { Put: { TableName, Item: Key, ConditionExpression: 'attribute_not_exists(id)' } },
      ],
    });
    await dynamodb.send(write);
    const { Responses } = await dynamodb.send(
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }, { Get: { TableName, Key: other } }] }),
    );
    expect(Responses).toEqual([{ Item: Key }, { Item: other }]);
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: other }));
    await expect(dynamodb.send(write)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    expect(await itemOf(dynamodb, other)).toBeUndefined();
  },

  'a table that is not there is not found': async ({ dynamodb }) => {
    await expect(itemOf(dynamodb)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  },
};
