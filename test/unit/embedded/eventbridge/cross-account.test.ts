import { describe, expect, test } from 'vitest';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openPermissions } from '../../../../src/embedded/policy/permissions.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';
import { ACCOUNT, arn, NOW, REGION } from './stage.ts';

const OTHER = '444455556666';
const BUS = arn('events', 'event-bus/default');

/** An account whose default bus writes down what it hears, and clients that say whose they are. */
async function account({ enforced = false } = {}) {
  const agenda = virtualAgenda(NOW);
  const permissions = openPermissions({ enforced });
  const scene = openScene({ account: ACCOUNT, region: REGION, agenda, random: seeded(7), permissions });
  const estate = openEstate(scene);
  const embedded = embed(estate);
  const heard: { account: string; source: string }[] = [];
  estate.functions.define('f', (event) => {
    heard.push(event as (typeof heard)[number]);
    return Promise.resolve({ kind: 'returned', value: null });
  });
  const ask = (operation: string, input: object): Promise<unknown> =>
    estate.perform('eventbridge', operation, input as Readonly<Record<string, unknown>>);
  await ask('PutRule', { Name: 'all', EventPattern: '{"detail-type":["d"]}' });
  const Targets = [{ Id: 'f', Arn: arn('lambda', 'function:f'), RoleArn: `arn:aws:iam::${ACCOUNT}:role/r` }];
  await ask('PutTargets', { Rule: 'all', Targets });

  async function put(accessKeyId: string, entries: readonly object[]) {
    const client = new EventBridgeClient({
      region: REGION,
      credentials: { accessKeyId, secretAccessKey: 'secret' },
      maxAttempts: 1,
      requestHandler: sdkRequestHandler((request) => embedded(request, { record: () => {} })),
    });
    const Entries = entries.map((entry) => ({ Source: 'app', DetailType: 'd', Detail: '{}', ...entry }));
    const answer = await client.send(new PutEventsCommand({ Entries }));
    await agenda.settle(0);
    return answer;
  }

  return { ask, put, heard };
}

const permit = { StatementId: 's', Action: 'events:PutEvents', Principal: OTHER };

describe('an event of another account', () => {
  test('is refused by a bus whose policy does not let that account in, and the entry beside it is not', async () => {
    const { put, heard } = await account({ enforced: true });
    const { FailedEntryCount, Entries } = await put(OTHER, [{ EventBusName: BUS }, { EventBusName: 'default' }]);
    expect(FailedEntryCount).toBe(1);
    expect(Entries).toEqual([
      {
        ErrorCode: 'AccessDeniedException',
        ErrorMessage: `User: arn:aws:iam::${OTHER}:root is not authorized to perform: events:PutEvents on resource: ${BUS} because no resource-based policy allows the events:PutEvents action`,
      },
      { EventId: expect.any(String) as string },
    ]);
    expect(heard).toHaveLength(1);
  });

  test('is taken by a bus that permits it, and says whose it is', async () => {
    const { ask, put, heard } = await account({ enforced: true });
    await ask('PutPermission', permit);
    expect((await put(OTHER, [{ EventBusName: BUS }])).FailedEntryCount).toBe(0);
    expect(heard).toMatchObject([{ account: OTHER, source: 'app' }]);
    await ask('RemovePermission', { StatementId: 's' });
    expect((await put(OTHER, [{ EventBusName: BUS }])).FailedEntryCount).toBe(1);
  });

  test('is let in without enforcement until the bus has a policy, which then says it all', async () => {
    const { ask, put } = await account();
    expect((await put(OTHER, [{ EventBusName: BUS }])).FailedEntryCount).toBe(0);
    await ask('PutPermission', { ...permit, Principal: '111122223333' });
    expect((await put(OTHER, [{ EventBusName: BUS }])).FailedEntryCount).toBe(1);
    await ask('PutPermission', { ...permit, StatementId: 'all', Principal: '*' });
    expect((await put(OTHER, [{ EventBusName: BUS }])).FailedEntryCount).toBe(0);
  });

  test.for<[string, object, number]>([
    ['an organization, which nobody here has', { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } }, 1],
    ['its source', { StringEquals: { 'events:source': 'app' } }, 0],
    ['another source', { StringEquals: { 'events:source': 'shop' } }, 1],
    ['its detail type', { StringLike: { 'events:detail-type': '?' } }, 0],
  ])('is held to the condition of %s', async ([, Condition, failed]) => {
    const { ask, put } = await account({ enforced: true });
    const statement = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: BUS, Condition };
    await ask('PutPermission', { Policy: JSON.stringify({ Version: '2012-10-17', Statement: statement }) });
    expect((await put(OTHER, [{ EventBusName: BUS }])).FailedEntryCount).toBe(failed);
  });
});

test('the account of the bus needs no permission, but can be denied', async () => {
  const { ask, put } = await account({ enforced: true });
  await ask('PutPermission', permit);
  expect((await put(ACCOUNT, [{ EventBusName: BUS }, {}])).FailedEntryCount).toBe(0);
  expect((await put('AKIAIOSFODNN7EXAMPLE', [{ EventBusName: BUS }, {}])).FailedEntryCount).toBe(0);
  const deny = { Effect: 'Deny', Principal: '*', Action: 'events:*', Resource: BUS };
  await ask('PutPermission', { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [deny] }) });
  const { Entries } = await put('AKIAIOSFODNN7EXAMPLE', [{}]);
  expect(Entries?.[0]?.ErrorMessage).toContain('with an explicit deny in a resource-based policy');
});

test('a bus of another account or region is not the one of that name here', async () => {
  const { put, heard } = await account();
  const elsewhere = [BUS.replace(ACCOUNT, OTHER), BUS.replace(REGION, 'eu-west-1')];
  const { FailedEntryCount } = await put(
    ACCOUNT,
    elsewhere.map((EventBusName) => ({ EventBusName })),
  );
  expect([FailedEntryCount, heard]).toEqual([0, []]);
});

test('a rule sends to a bus of its own account unless that bus denies it', async () => {
  const { ask, put, heard } = await account({ enforced: true });
  await ask('CreateEventBus', { Name: 'inner' });
  await ask('PutRule', { Name: 'onward', EventPattern: '{"detail-type":["d"]}' });
  await ask('PutTargets', { Rule: 'onward', Targets: [{ Id: 'bus', Arn: arn('events', 'event-bus/inner') }] });
  await ask('PutRule', { Name: 'inner', EventBusName: 'inner', EventPattern: '{"detail-type":["d"]}' });
  const Targets = [{ Id: 'f', Arn: arn('lambda', 'function:f'), RoleArn: `arn:aws:iam::${ACCOUNT}:role/r` }];
  await ask('PutTargets', { Rule: 'inner', EventBusName: 'inner', Targets });
  await put(ACCOUNT, [{}]);
  expect(heard).toHaveLength(2);
  const deny = { Effect: 'Deny', Principal: { AWS: ACCOUNT }, Action: 'events:PutEvents', Resource: '*' };
  await ask('PutPermission', { EventBusName: 'inner', Policy: JSON.stringify({ Statement: [deny] }) });
  await put(ACCOUNT, [{}]);
  expect(heard).toHaveLength(3);
});

describe('the policy of a bus', () => {
  const shown = async (ask: Awaited<ReturnType<typeof account>>['ask']): Promise<unknown> => {
    const { Policy } = (await ask('DescribeEventBus', {})) as { Policy?: string };
    return Policy === undefined ? undefined : JSON.parse(Policy);
  };

  test('holds a statement for each permission, and is gone with the last', async () => {
    const { ask } = await account();
    expect(await shown(ask)).toBeUndefined();
    await ask('PutPermission', permit);
    const Condition = { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1234567890' };
    await ask('PutPermission', { ...permit, StatementId: 'org', Principal: '*', Condition });
    const all = { Effect: 'Allow', Action: 'events:PutEvents', Resource: BUS };
    expect(await shown(ask)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 's', ...all, Principal: { AWS: `arn:aws:iam::${OTHER}:root` } },
        { Sid: 'org', ...all, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } },
      ],
    });
    await expect(ask('RemovePermission', { StatementId: 'nothing' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Statement with the provided id does not exist.',
    });
    await ask('RemovePermission', { RemoveAllPermissions: true });
    expect(await shown(ask)).toBeUndefined();
    await expect(ask('RemovePermission', { StatementId: 's' })).rejects.toMatchObject({
      message: 'EventBus does not have a policy.',
    });
  });

  test('has at most 10,240 characters', async () => {
    const { ask } = await account();
    const Statement = { Sid: 'x'.repeat(10_240), Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
    await expect(ask('PutPermission', { Policy: JSON.stringify({ Statement }) })).rejects.toMatchObject({
      code: 'PolicyLengthExceededException',
    });
    expect(await shown(ask)).toBeUndefined();
  });
});
