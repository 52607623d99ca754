import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import fc from 'fast-check';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, clientAt } from './clients.ts';

/** Another implementation of DynamoDB, which its makers hold against AWS's own. It knows no transactions and no times to live. */
let server: Server;
let theirs: DynamoDBClient;
const { dynamodb: ours } = account();

const TABLE: CreateTableCommandInput = {
  TableName: 'music',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
    { AttributeName: 'other', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-other',
      KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

beforeAll(async () => {
  server = dynalite({ createTableMs: 0, deleteTableMs: 0 }) as Server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  theirs = clientAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  for (const client of [ours, theirs]) {
    await client.send(new CreateTableCommand(TABLE));
    let status: string | undefined;
    while (status !== 'ACTIVE')
      status = (await client.send(new DescribeTableCommand({ TableName: 'music' }))).Table?.TableStatus;
  }
});

afterAll(() => {
  theirs.destroy();
  server.close();
});

/** One of the SDK's. */
interface Command {
  readonly input: unknown;
}

/** What a call comes to: its answer, or the error with its words. */
async function outcome(client: DynamoDBClient, command: Command): Promise<unknown> {
  try {
    const { $metadata: _, ...answer } = await client.send(command as PutItemCommand);
    return answer;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message: comparable(message) };
  }
}

/** They go on where they have found a mistake in words of their parser's; AWS has more to say of types; and no order in enums. */
function comparable(message: string): string {
  return message
    .replace(/(Syntax error;).*$/s, '$1')
    .replace(/, typeSet: .*$/, '')
    .replace(/(enum value set:).*$/, '$1');
}

const key = (pk = 'a', sk = '1'): Record<string, AttributeValue> => ({ pk: { S: pk }, sk: { N: sk } });
const at = { TableName: 'music', Key: key() };
const put = (more: Record<string, AttributeValue>, rest: object = {}): Command =>
  new PutItemCommand({ TableName: 'music', Item: { ...key(), ...more }, ...rest });
const update = (UpdateExpression: string, values: Record<string, AttributeValue> = {}, rest: object = {}): Command =>
  new UpdateItemCommand({
    ...at,
    UpdateExpression,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValues: 'ALL_NEW',
    ...rest,
  });
const condition = (
  ConditionExpression: string,
  values: Record<string, AttributeValue> = {},
  rest: object = {},
): Command =>
  new DeleteItemCommand({
    ...at,
    ConditionExpression,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValues: 'ALL_OLD',
    ...rest,
  });
const query = (KeyConditionExpression: string, values: Record<string, AttributeValue>, rest: object = {}): Command =>
  new QueryCommand({ TableName: 'music', KeyConditionExpression, ExpressionAttributeValues: values, ...rest });

const N = (value: string): AttributeValue => ({ N: value });
const S = (value: string): AttributeValue => ({ S: value });

/** Each is sent to both, one after another; the next finds what the one before has left. */
const CALLS: Readonly<Record<string, readonly Command[]>> = {
  'numbers and their limits': [
    ...['1', '-0', '00.100', '1e3', '1.5E-3', '12345678901234567890123456789012345678', '1e125', '9.9e125', '1e-130'],
    ...['1e126', '1e-131', '123456789012345678901234567890123456789', 'abc', '', '0x1', '1e', '--1'],
  ].flatMap((text) => [put({ n: N(text) }), new GetItemCommand(at)]),
  'values that cannot be': [
    put({ a: { SS: [] } }),
    put({ a: { NS: [] } }),
    put({ a: { BS: [] } }),
    put({ a: { SS: ['x', 'x'] } }),
    put({ a: { NS: ['1', '1.0'] } }),
    put({ a: { NULL: false } }),
    put({ a: {} as AttributeValue }),
    put({ a: { S: 'x', N: '1' } as unknown as AttributeValue }),
    put({ a: { S: '' } }),
    put({ a: { L: [{ M: { b: { L: [] } } }] } }),
  ],
  'keys that cannot be': [
    new PutItemCommand({ TableName: 'music', Item: { pk: S('a') } }),
    new PutItemCommand({ TableName: 'music', Item: { pk: S('a'), sk: S('1') } }),
    new GetItemCommand({ TableName: 'music', Key: { pk: S('a') } }),
    new GetItemCommand({ TableName: 'music', Key: { ...key(), more: S('x') } }),
    new GetItemCommand({ TableName: 'other', Key: key() }),
    put({ other: N('1') }),
    new DeleteItemCommand({ TableName: 'music', Key: { pk: S('a'), sk: S('x') } }),
  ],
  updates: [
    put({ n: N('1'), l: { L: [N('1'), N('2'), N('3')] }, m: { M: { a: S('x') } }, s: { SS: ['a', 'b'] } }),
    update('SET n = n + :one', { ':one': N('1') }),
    update('SET n = n - :one, x = :one', { ':one': N('1') }),
    update('SET missing = missing + :one', { ':one': N('1') }),
    update('SET c = if_not_exists(c, :zero) + :one', { ':zero': N('0'), ':one': N('1') }),
    update(
      'SET c = if_not_exists(c, :zero) + :one',
      { ':zero': N('0'), ':one': N('1') },
      { ReturnValues: 'UPDATED_NEW' },
    ),
    update('SET l = list_append(l, :l)', { ':l': { L: [N('4')] } }),
    update('SET l = list_append(:l, l), l2 = list_append(:l, :l)', { ':l': { L: [N('0')] } }),
    update('SET l[1] = :v', { ':v': S('one') }),
    update('SET l[99] = :v', { ':v': S('end') }),
    // Several at once they take one after the other, and not by where they were.
    update('REMOVE l[0]'),
    update('SET m.b = :v', { ':v': S('y') }),
    update('SET m.b.c = :v', { ':v': S('y') }),
    update('SET nothing.b = :v', { ':v': S('y') }),
    update('ADD n :two, s :s', { ':two': N('2'), ':s': { SS: ['c'] } }),
    update('ADD fresh :two', { ':two': N('2') }),
    update('ADD m :two', { ':two': N('2') }),
    update('ADD n :s', { ':s': S('x') }),
    update('DELETE s :s', { ':s': { SS: ['a', 'zz'] } }),
    update('DELETE s :s', { ':s': { SS: ['b', 'c'] } }),
    update('SET pk = :v', { ':v': S('y') }),
    update('SET n = :v, n = :v', { ':v': S('y') }),
    update('SET m.a = :v, m = :v', { ':v': S('y') }),
    update('SET n = :v SET x = :v', { ':v': S('y') }),
    update('SET n'),
    update('SET n = '),
    update('WHAT n = :v', { ':v': S('y') }),
    update(''),
    update('SET n = :unknown', { ':v': S('y') }),
    update('SET #n = :v', { ':v': S('y') }),
    update('SET n = :v', { ':v': S('y'), ':w': S('z') }),
    update('SET n = :v', { ':v': S('y') }, { ExpressionAttributeNames: { '#x': 'x' } }),
    update('SET name = :v', { ':v': S('y') }),
    update('SET n = list_append(n, :v)', { ':v': S('y') }),
    update('SET n = foo(n)'),
    update('REMOVE n', {}, { ReturnValues: 'UPDATED_OLD' }),
    update('SET other = :v', { ':v': N('1') }),
    update('SET n = :v', { ':v': N('1') }, { ReturnValues: 'SOME' }),
  ],
  conditions: [
    put({
      n: N('5'),
      s: S('hello'),
      l: { L: [S('x'), N('1')] },
      m: { M: { a: N('1') } },
      ss: { SS: ['a'] },
      b: { BOOL: true },
    }),
    ...[
      'attribute_exists(nope)',
      'n = :five AND attribute_not_exists(n)',
      'nope <> :five AND nope = :five',
      'NOT n = :five',
      'n > :five OR n < :five',
      'n BETWEEN :six AND :six',
      'n IN (:six, :six)',
      'size(s) = :six',
      'begins_with(s, :h) AND n = :six',
      'contains(l, :h)',
      'contains(ss, :h)',
      'attribute_type(n, :h)',
      'n = :h',
      's > :five',
      'm.a = :six',
      'l[1] = :six',
      'l[5] = :six',
      '(n = :five) AND (n = :six)',
      '((n = :six))',
      'n',
      'n =',
      'n = :five AND',
      'n == :five',
      'n = n',
      'foo(n)',
      'size(n)',
      'contains(n)',
      'begins_with(s, :five)',
      'n BETWEEN :six AND :five',
      'attribute_exists(:five)',
      'select = :five',
      '',
    ].map((text) =>
      condition(
        text,
        Object.fromEntries(
          Object.entries({ ':five': N('5'), ':six': N('6'), ':h': S('hel') }).filter(([name]) => text.includes(name)),
        ),
      ),
    ),
    condition('n = :five', { ':five': N('5') }),
    put({ x: S('1') }, { ConditionExpression: 'attribute_not_exists(pk)' }),
    put({ x: S('2') }, { ConditionExpression: 'attribute_not_exists(pk)' }),
    put(
      { x: S('2') },
      { ConditionExpression: 'attribute_not_exists(pk)', ExpressionAttributeValues: { ':x': S('1') } },
    ),
    put({ x: S('2') }, { ExpressionAttributeValues: { ':x': S('1') } }),
    put({ x: S('2') }, { ExpressionAttributeNames: { '#x': 'x' } }),
    put({ x: S('2') }, { ConditionExpression: 'attribute_not_exists(pk)', ExpressionAttributeNames: {} }),
    put({ x: S('3') }, { ReturnValues: 'ALL_OLD' }),
    put({ x: S('3') }, { ReturnValues: 'ALL_NEW' }),
  ],
  'queries and pages': [
    ...['1', '10', '2', '-3', '2.5'].map(
      (sk) => new PutItemCommand({ TableName: 'music', Item: { ...key('q', sk), v: S(sk), other: S('o') } }),
    ),
    query('pk = :p', { ':p': S('q') }),
    query('pk = :p', { ':p': S('q') }, { ScanIndexForward: false, Limit: 2 }),
    query('pk = :p', { ':p': S('q') }, { ScanIndexForward: false, Limit: 2, ExclusiveStartKey: key('q', '2.5') }),
    query('pk = :p AND sk > :s', { ':p': S('q'), ':s': N('2') }),
    query('sk BETWEEN :s AND :t AND pk = :p', { ':p': S('q'), ':s': N('2'), ':t': N('3') }),
    query('pk = :p', { ':p': S('q'), ':v': S('10') }, { FilterExpression: 'v = :v' }),
    query('pk = :p', { ':p': S('q') }, { Select: 'COUNT' }),
    query('pk = :p', { ':p': S('q') }, { ProjectionExpression: 'v, sk' }),
    query('pk = :p', { ':p': S('q') }, { Limit: 5 }),
    query('pk = :p', { ':p': S('q'), ':s': N('2') }, { FilterExpression: 'sk = :s' }),
    query('sk = :s', { ':s': N('2') }),
    query('pk > :p', { ':p': S('q') }),
    query('pk = :p AND v = :v', { ':p': S('q'), ':v': S('x') }),
    query('pk = :p', { ':p': N('1') }),
    query('pk = :p OR sk = :s', { ':p': S('q'), ':s': N('2') }),
    query('pk = :p', { ':p': S('q') }, { IndexName: 'nope' }),
    query('other = :p', { ':p': S('o') }, { IndexName: 'by-other', Select: 'COUNT' }),
    query('other = :p', { ':p': S('o') }, { IndexName: 'by-other', ConsistentRead: true }),
    query('pk = :p', { ':p': S('q') }, { ExclusiveStartKey: { pk: S('q') } }),
    new QueryCommand({ TableName: 'music' }),
    new ScanCommand({
      TableName: 'music',
      FilterExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': S('q') },
      Select: 'COUNT',
    }),
    new ScanCommand({ TableName: 'music', Segment: 1 }),
    new ScanCommand({ TableName: 'music', Segment: 1, TotalSegments: 1 }),
  ],
  batches: [
    new BatchWriteItemCommand({
      RequestItems: {
        music: [{ PutRequest: { Item: { ...key('b', '1') } } }, { DeleteRequest: { Key: key('q', '1') } }],
      },
    }),
    new BatchWriteItemCommand({
      RequestItems: { music: [{ PutRequest: { Item: key('b', '1') } }, { DeleteRequest: { Key: key('b', '1') } }] },
    }),
    new BatchGetItemCommand({ RequestItems: { music: { Keys: [key('b', '1')], ProjectionExpression: 'pk' } } }),
    new BatchGetItemCommand({ RequestItems: { music: { Keys: [key('b', '1'), key('b', '1')] } } }),
  ],
  'what there was before expressions': [
    put({ n: N('1'), s: { SS: ['a'] } }),
    put({ n: N('2') }, { Expected: { n: { Value: N('1') } }, ReturnValues: 'ALL_OLD' }),
    put({ n: N('2') }, { Expected: { n: { Exists: false } } }),
    put({ n: N('2') }, { Expected: { n: { ComparisonOperator: 'GT', AttributeValueList: [N('5')] } } }),
    new UpdateItemCommand({
      ...at,
      AttributeUpdates: { n: { Action: 'ADD', Value: N('3') } },
      ReturnValues: 'ALL_NEW',
    }),
    new UpdateItemCommand({ ...at, AttributeUpdates: { n: { Action: 'DELETE' } }, ReturnValues: 'ALL_NEW' }),
    new GetItemCommand({ ...at, AttributesToGet: ['pk'] }),
    new QueryCommand({
      TableName: 'music',
      KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [S('q')] } },
      QueryFilter: { v: { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [S('2')] } },
    }),
    put({}, { Expected: { n: { Exists: false } }, ConditionExpression: 'attribute_exists(pk)' }),
  ],
};

test.each(Object.entries(CALLS))('%s: the two say the same', async (_name, calls) => {
  const [said, wanted]: [unknown[], unknown[]] = [[], []];
  for (const call of calls) {
    const { input } = call;
    said.push({ input, came: await outcome(ours, call) });
    wanted.push({ input, came: await outcome(theirs, call) });
  }
  expect(said).toEqual(wanted);
});

/** Small on purpose: what is drawn is to meet what was drawn before. */
const number = fc.integer({ min: -3, max: 3 }).map(String);
const name = fc.constantFrom('a', 'b', 'c');
const scalar = fc.oneof(number.map(N), fc.constantFrom('x', 'y', 'xy').map(S));
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.uniqueArray(number, { minLength: 1, maxLength: 3 }).map((NS) => ({ NS })) },
  { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom('x', 'y'), { minLength: 1 }).map((SS) => ({ SS })) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }).map((L) => ({ L })) },
  { weight: 1, arbitrary: fc.dictionary(name, scalar, { maxKeys: 2 }).map((M) => ({ M })) },
);
const path = fc.oneof(
  name,
  fc.tuple(name, name).map((both) => both.join('.')),
  name.map((list) => `${list}[0]`),
);
const judgement = fc.oneof(
  path.map((where) => `attribute_exists(${where})`),
  path.map((where) => `attribute_not_exists(${where})`),
  fc.tuple(path, fc.constantFrom('=', '<>', '<', '<=', '>', '>=')).map(([where, by]) => `${where} ${by} :v`),
  path.map((where) => `contains(${where}, :v)`),
  path.map((where) => `size(${where}) > :n`),
  path.map((where) => `${where} IN (:v, :n)`),
);
const conditionText = fc.oneof(
  judgement,
  fc.tuple(judgement, fc.constantFrom('AND', 'OR'), judgement).map((parts) => parts.join(' ')),
  judgement.map((text) => `NOT (${text})`),
);
const updateText = fc.oneof(
  path.map((where) => `SET ${where} = :v`),
  fc.tuple(path, path).map(([where, from]) => `SET ${where} = ${from}`),
  fc.tuple(name, path).map(([where, from]) => `SET ${where} = if_not_exists(${from}, :n) + :n`),
  name.map((where) => `SET ${where} = list_append(${where}, :l)`),
  path.map((where) => `REMOVE ${where}`),
  name.map((where) => `ADD ${where} :n`),
  name.map((where) => `DELETE ${where} :set`),
);
const sk = fc.constantFrom('1', '2', '3');

function values(
  text: string,
  drawn: AttributeValue,
): { readonly ExpressionAttributeValues?: Record<string, AttributeValue> } {
  const all = { ':v': drawn, ':n': N('1'), ':l': { L: [N('7')] }, ':set': { NS: ['1', '2'] } };
  const used = Object.entries(all).filter(([placeholder]) => text.includes(placeholder));
  return used.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(used) };
}

const MAKE = {
  PutItem: PutItemCommand,
  UpdateItem: UpdateItemCommand,
  Query: QueryCommand,
  DeleteItem: DeleteItemCommand,
};

interface Drawn {
  readonly call: keyof typeof MAKE;
}

const command: fc.Arbitrary<Drawn> = fc.oneof(
  fc.tuple(sk, fc.dictionary(name, value, { maxKeys: 3 })).map(([which, more]) => ({
    call: 'PutItem' as const,
    TableName: 'music',
    Item: { ...key('drawn', which), ...more },
    ReturnValues: 'ALL_OLD',
  })),
  fc
    .tuple(sk, updateText, value, fc.constantFrom('ALL_NEW', 'ALL_OLD', 'UPDATED_NEW', 'UPDATED_OLD'))
    .map(([which, text, drawn, returns]) => ({
      call: 'UpdateItem' as const,
      TableName: 'music',
      Key: key('drawn', which),
      UpdateExpression: text,
      ReturnValues: returns,
      ...values(text, drawn),
    })),
  fc.tuple(sk, conditionText, scalar).map(([which, text, drawn]) => ({
    call: 'PutItem' as const,
    TableName: 'music',
    Item: { ...key('drawn', which), a: drawn },
    ConditionExpression: text,
    ...values(text, drawn),
  })),
  fc.tuple(conditionText, scalar, fc.boolean()).map(([text, drawn, forward]) => ({
    call: 'Query' as const,
    TableName: 'music',
    KeyConditionExpression: 'pk = :pk',
    FilterExpression: text,
    ScanIndexForward: forward,
    ExpressionAttributeValues: { ':pk': S('drawn'), ...values(text, drawn).ExpressionAttributeValues },
  })),
  sk.map((which) => ({
    call: 'DeleteItem' as const,
    TableName: 'music',
    Key: key('drawn', which),
    ReturnValues: 'ALL_OLD',
  })),
);

test('whatever is drawn, the two do and say the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 12 }), async (commands) => {
      for (const which of ['1', '2', '3']) {
        const clear = new DeleteItemCommand({ TableName: 'music', Key: key('drawn', which) });
        await Promise.all([outcome(ours, clear), outcome(theirs, clear)]);
      }
      for (const each of commands) {
        const { call, ...input } = each;
        const [said, wanted] = await Promise.all(
          [ours, theirs].map((of) => outcome(of, new (MAKE[call] as new (input: unknown) => Command)(input))),
        );
        expect({ ...each, came: sorted(said) }).toEqual({ ...each, came: sorted(wanted) });
      }
    }),
    { numRuns: 100, seed: 7 },
  );
}, 60_000);

/** Sets are in no order, and nothing at all may be an empty map. */
function sorted(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (member, held: unknown) =>
    (member === 'NS' || member === 'SS') && Array.isArray(held)
      ? held.map(String).toSorted((a, b) => (a < b ? -1 : 1))
      : member === 'Attributes' && Object.keys(held as object).length === 0
        ? undefined
        : held,
  ) as unknown;
}
