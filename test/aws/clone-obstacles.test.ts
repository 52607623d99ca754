import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { Target } from '@aws-sdk/client-eventbridge';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { SNS } from '@aws-sdk/client-sns';
import { expect, test, vi } from 'vitest';
import { openClients } from '../../src/bus/remote/clients.ts';
import { ledgerFolder, readLedgers } from '../../src/bus/remote/ledger.ts';
import { findLeftovers } from '../../src/bus/remote/leftovers.ts';
import { inRemovalOrder, remove } from '../../src/bus/remote/resource.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { Fault } from '../../src/wire/fault.ts';
import { delivery, PUSH, recording } from './deliveries.ts';
import { ACCOUNT, REGION, standIn, type StandIn } from './stand-in.ts';

/** Each of the obstacles between a rule and its clone, by the number that the project's facts give it. */

const OPEN_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: '*', Resource: '*' }],
};

/** A queue of the account that any rule may send to, or only those that a condition names. */
async function makeQueue(aws: StandIn, name: string, condition?: object): Promise<string> {
  const [statement] = OPEN_POLICY.Statement;
  const policy = condition === undefined ? OPEN_POLICY : { Statement: [{ ...statement, Condition: condition }] };
  await aws.sqs.createQueue({ QueueName: name, Attributes: { Policy: JSON.stringify(policy) } });
  return aws.arn('sqs', name);
}

/** A rule of the account's own, on its default bus. */
async function makeRule(aws: StandIn, target: Partial<Target>, name = 'pushes'): Promise<void> {
  await aws.events.putRule({ Name: name, EventPattern: '{"source":["aws.ecr"]}' });
  const { FailedEntries } = await aws.events.putTargets({ Rule: name, Targets: [{ Id: 't', Arn: '', ...target }] });
  expect(FailedEntries).toEqual([]);
}

async function bodies(aws: StandIn, name: string): Promise<readonly string[]> {
  const { QueueUrl } = await aws.sqs.getQueueUrl({ QueueName: name });
  const { Messages = [] } = await aws.sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
  return Messages.map(({ Body = '' }) => Body);
}

/** The event as AWS itself puts it on the account's bus, and then as a clone of the rule gets it. */
async function bothWays(aws: StandIn, spec: object = {}): Promise<void> {
  await aws.server.estate.buses.accept(PUSH, { reaches: 'enabled' }).sent;
  await using bus = await aws.open({ strategy: 'clone', rules: 'account', ...spec });
  expect((await bus.deliver(delivery())).matched).toEqual(['pushes']);
  await bus.settle();
}

const EVERYTHING: Rule = { name: 'everything', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'c' }] };

test('1: a pattern that grows too long in the clone is refused before anything is made', async () => {
  await using aws = await standIn();
  const fits = { source: ['aws.ecr', 'x'.repeat(1_900)] };
  const consumers = new Map([['c', recording('c')]]);
  {
    await using bus = await aws.open({ strategy: 'clone' }, { rules: [{ ...EVERYTHING, pattern: fits }], consumers });
    expect((await bus.deliver(delivery())).matched).toEqual(['everything']);
  }
  const long = { source: ['aws.ecr', 'x'.repeat(2_000)] };
  const opening = aws.open({ strategy: 'clone' }, { rules: [{ ...EVERYTHING, pattern: long }], consumers });
  await expect(opening).rejects.toThrow(
    /^Cannot clone rule "everything": its pattern has 2025 characters and 2\d{3} in the clone, of which EventBridge takes 2048/,
  );
  expect(await aws.left()).toEqual([]);
});

test('1: white space in a pattern does not count, and what it says twice it says twice in the clone', async () => {
  await using aws = await standIn();
  const pattern = `{ "source": ["nobody"],${' '.repeat(3_000)}"source": ["aws.ecr"], "detail": { "a b": [{"exists": false}] } }`;
  await using bus = await aws.open(
    { strategy: 'clone' },
    { rules: [{ ...EVERYTHING, pattern }], consumers: new Map([['c', recording('c')]]) },
  );
  expect((await bus.deliver(delivery())).matched).toEqual(['everything']);
});

test('2: more rules with wildcards than a bus takes are refused', async () => {
  await using aws = await standIn();
  const rules = Array.from({ length: 31 }, (_, at) => ({
    ...EVERYTHING,
    name: `rule-${at}`,
    pattern: { source: [{ wildcard: `aws.*${at}` }] },
    targets: [],
  }));
  await expect(aws.open({ strategy: 'clone' }, { rules })).rejects.toThrow(
    'Cannot clone the rules: 31 of them use wildcards, of which a bus takes 30, wanted the strategy "invoke"',
  );
  expect(await aws.left()).toEqual([]);
});

test('2: a rule with five targets, which leave no room to observe it, is observed through a second one', async () => {
  await using aws = await standIn();
  const names = ['a', 'b', 'c', 'd', 'e'];
  const rules = [{ ...EVERYTHING, targets: names.map((consumer) => ({ consumer })) }];
  const consumers = new Map(names.map((name) => [name, recording(name)]));
  await using bus = await aws.open({ strategy: 'clone' }, { rules, consumers });
  const { matched, invocations } = await bus.deliver(delivery());
  expect(matched).toEqual(['everything']);
  expect(invocations.map(({ consumer }) => consumer).toSorted()).toEqual(names);
});

test('3: nothing is delivered before a canary has come through, however long new rules take', async () => {
  await using aws = await standIn();
  const { buses } = aws.server.estate;
  const put = buses.put.bind(buses);
  const types: (string | undefined)[] = [];
  Object.assign(buses, {
    put: (entries: Parameters<typeof put>[0]) => {
      types.push(...entries.map(({ DetailType }) => DetailType));
      // Rules that have not yet taken effect let events pass them by.
      return put(types.length > 2 ? entries : entries.map((entry) => ({ ...entry, EventBusName: 'nowhere' })));
    },
  });
  const seen: unknown[] = [];
  const consumers = new Map([['c', recording('c', seen)]]);
  await using bus = await aws.open({ strategy: 'clone' }, { rules: [EVERYTHING], consumers });
  await bus.deliver(delivery());
  expect(types).toEqual(['canary', 'canary', 'canary', 'replay', 'sentinel']);
  expect(seen).toEqual([PUSH]);
});

test.for([
  ['no input of its own', {}],
  ['a path to all of it', { InputPath: '$' }],
  ['a path into the detail', { InputPath: '$.detail' }],
  ['a path to a member', { InputPath: '$.detail-type' }],
  ['a constant', { Input: '{"always":"this"}' }],
  [
    'a template with paths',
    {
      InputTransformer: {
        InputPathsMap: { tag: '$.detail.image-tag', all: '$.resources', none: '$.detail.nothing' },
        InputTemplate: '{"tag":<tag>,"named":"<tag>","all":<all>,"none":<none>}',
      },
    },
  ],
  [
    'a template with the rule in it',
    {
      InputTransformer: {
        InputTemplate: '{"rule":<aws.events.rule-arn>,"named":"<aws.events.rule-name>"}',
      },
    },
  ],
  [
    'a text with the rule in it',
    { InputTransformer: { InputTemplate: '"from <aws.events.rule-name>, <aws.events.rule-arn>"' } },
  ],
  ['the whole event in a template', { InputTransformer: { InputTemplate: '{"it":<aws.events.event.json>}' } }],
  ['the event without its detail', { InputTransformer: { InputTemplate: '{"it":<aws.events.event>}' } }],
  ['the event without its detail in a text', { InputTransformer: { InputTemplate: '"it is <aws.events.event>"' } }],
] as const)('4: a target with %s is given the same by a clone', async ([, input]) => {
  await using aws = await standIn();
  await makeRule(aws, { Arn: await makeQueue(aws, 'deploys'), ...structuredClone(input) });
  await bothWays(aws);
  const [original, cloned] = await bodies(aws, 'deploys');
  expect(original).toBeDefined();
  expect(cloned).toBe(original);
});

test.for([
  ['the id of the event', {}, PUSH.id],
  ['a path', { KinesisParameters: { PartitionKeyPath: '$.detail.image-tag' } }, '1.4.2'],
] as const)('5: a record in a stream keeps the partition key that is %s', async ([, parameters, key]) => {
  await using aws = await standIn();
  using kinesis = destroying(new Kinesis({ endpoint: aws.server.url, region: REGION }));
  await kinesis.createStream({ StreamName: 'pushes', ShardCount: 1 });
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/events`;
  await makeRule(aws, { Arn: aws.arn('kinesis', 'stream/pushes'), RoleArn, ...parameters });
  await bothWays(aws);
  const { ShardIterator } = await kinesis.getShardIterator({
    StreamName: 'pushes',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  });
  const { Records = [] } = await kinesis.getRecords({ ShardIterator });
  expect(Records.map(({ PartitionKey }) => PartitionKey)).toEqual([key, key]);
  expect(Records.map(({ Data }) => Buffer.from(Data ?? []).toString())).toEqual([
    JSON.stringify(PUSH),
    JSON.stringify(PUSH),
  ]);
});

test('6: a log event has the event as its message and its time, and no role is needed', async () => {
  await using aws = await standIn();
  using logs = destroying(new CloudWatchLogs({ endpoint: aws.server.url, region: REGION }));
  await logs.createLogGroup({ logGroupName: '/aws/events/pushes' });
  const today = { ...PUSH, time: `${new Date().toISOString().slice(0, 19)}Z` };
  await makeRule(aws, { Arn: aws.arn('logs', 'log-group:/aws/events/pushes') });
  await aws.server.estate.buses.accept(today, { reaches: 'enabled' }).sent;
  {
    await using bus = await aws.open({ strategy: 'clone', rules: 'account' });
    await bus.deliver(delivery(today));
  }
  const { events = [] } = await logs.filterLogEvents({ logGroupName: '/aws/events/pushes' });
  const whole = { message: JSON.stringify(today), timestamp: Date.parse(today.time) };
  expect(events).toMatchObject([whole, whole]);
});

test('7: a rule that sends to another bus is refused, because the bus would get the envelope', async () => {
  await using aws = await standIn();
  await aws.events.createEventBus({ Name: 'other' });
  await makeRule(aws, { Arn: aws.arn('events', 'event-bus/other'), RoleArn: `arn:aws:iam::${ACCOUNT}:role/events` });
  await expect(aws.open({ strategy: 'clone', rules: 'account' })).rejects.toThrow(
    `Cannot clone what rule "pushes" sends to "${aws.arn('events', 'event-bus/other')}": a bus would get the envelope`,
  );
});

const PINNED = (aws: StandIn) => ({ ArnEquals: { 'aws:SourceArn': aws.arn('events', 'rule/pushes') } });

test('8: a queue whose permission is for the original rule alone is refused with that reason', async () => {
  await using aws = await standIn();
  await makeRule(aws, { Arn: await makeQueue(aws, 'deploys', PINNED(aws)) });
  await expect(aws.open({ strategy: 'clone', rules: 'account' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: `Cannot clone what rule "pushes" sends to "${aws.arn('sqs', 'deploys')}": its permission is for the original rule alone (aws:SourceArn), wanted "role" in the configuration of the bus`,
  });
  expect(await aws.left()).toEqual([]);
});

test('8: a target whose permission is for the original rule alone is sent to as a role', async () => {
  await using aws = await standIn();
  await makeRule(aws, { Arn: await makeQueue(aws, 'deploys', PINNED(aws)) });
  const role = `arn:aws:iam::${ACCOUNT}:role/replays`;
  await using bus = await aws.open({ strategy: 'clone', rules: 'account', role });
  const { EventBuses = [] } = await aws.events.listEventBuses({ NamePrefix: 'ecreplay-' });
  const { Targets = [] } = await aws.events.listTargetsByRule({ Rule: 'pushes', EventBusName: EventBuses[0]?.Name });
  expect(Targets.find(({ Id }) => Id === 't')?.RoleArn).toBe(role);
  await bus.deliver(delivery());
  expect(await bodies(aws, 'deploys')).toEqual([JSON.stringify(PUSH)]);
});

test('8: a permission for all rules of the account lets the clone in', async () => {
  await using aws = await standIn();
  const anyRule = { ArnLike: { 'aws:SourceArn': aws.arn('events', 'rule/*') } };
  await makeRule(aws, { Arn: await makeQueue(aws, 'deploys', anyRule) });
  await bothWays(aws);
  expect(await bodies(aws, 'deploys')).toHaveLength(2);
});

test('8: a function and a topic are asked for their permissions too', async () => {
  await using aws = await standIn();
  using sns = destroying(new SNS({ endpoint: aws.server.url, region: REGION }));
  const { TopicArn = '' } = await sns.createTopic({ Name: 'pushes' });
  aws.server.estate.functions.define('deployer', () => Promise.resolve({ kind: 'returned', value: null }));
  await makeRule(aws, { Arn: aws.arn('lambda', 'function:deployer') });
  const opening = (): Promise<unknown> => aws.open({ strategy: 'clone', rules: 'account' });
  await expect(opening()).rejects.toThrow('its policy does not let EventBridge in, wanted "role"');
  const permission = { FunctionName: 'deployer', Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' };
  await aws.lambda.addPermission({ ...permission, StatementId: 'one', SourceArn: aws.arn('events', 'rule/pushes') });
  await expect(opening()).rejects.toThrow('its permission is for the original rule alone (aws:SourceArn)');
  await aws.lambda.addPermission({ ...permission, StatementId: 'all' });
  await makeRule(aws, { Arn: TopicArn }, 'told');
  await expect(opening()).rejects.toThrow(
    `Cannot clone what rule "told" sends to "${TopicArn}": its policy does not let`,
  );
  await sns.setTopicAttributes({ TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(OPEN_POLICY) });
  await using bus = await aws.open({ strategy: 'clone', rules: 'account' });
  expect((await bus.deliver(delivery())).matched).toEqual(['pushes', 'told']);
});

test('8: what EventBridge reaches only as a role needs one', async () => {
  await using aws = await standIn();
  await makeRule(aws, { Arn: aws.arn('states', 'stateMachine:rollout') });
  await expect(aws.open({ strategy: 'clone', rules: 'account' })).rejects.toThrow(
    'EventBridge sends to "states" only as a role, wanted "role" in the configuration of the bus',
  );
});

test('8: where permissions are enforced, the clone is let in by our own queues, and by a target that allows it', async () => {
  await using aws = await standIn({ enforcePermissions: true });
  const anyRule = { ArnLike: { 'aws:SourceArn': aws.arn('events', 'rule/*') } };
  await makeRule(aws, { Arn: await makeQueue(aws, 'deploys', anyRule) });
  {
    await using bus = await aws.open({ strategy: 'clone', rules: 'account' });
    expect((await bus.deliver(delivery())).matched).toEqual(['pushes']);
  }
  expect(await bodies(aws, 'deploys')).toEqual([JSON.stringify(PUSH)]);
  const seen: unknown[] = [];
  await using bus = await aws.open(
    { strategy: 'clone' },
    { rules: [EVERYTHING], consumers: new Map([['c', recording('c', seen)]]) },
  );
  await bus.deliver(delivery());
  expect(seen).toEqual([PUSH]);
});

test('8: what is refused would not have been let in: EventBridge says NO_PERMISSIONS', async () => {
  await using aws = await standIn({ enforcePermissions: true });
  await makeQueue(aws, 'deploys', PINNED(aws));
  const graves = await makeQueue(aws, 'graves');
  await aws.events.createEventBus({ Name: 'clone' });
  await aws.events.putRule({ Name: 'pushes', EventBusName: 'clone', EventPattern: '{"source":["app"]}' });
  const target = { Id: 't', Arn: aws.arn('sqs', 'deploys'), DeadLetterConfig: { Arn: graves } };
  await aws.events.putTargets({ Rule: 'pushes', EventBusName: 'clone', Targets: [target] });
  await aws.events.putEvents({ Entries: [{ EventBusName: 'clone', Source: 'app', DetailType: 'd', Detail: '{}' }] });
  const { QueueUrl } = await aws.sqs.getQueueUrl({ QueueName: 'graves' });
  const { Messages = [] } = await aws.sqs.receiveMessage({
    QueueUrl,
    WaitTimeSeconds: 5,
    MessageAttributeNames: ['ERROR_CODE'],
  });
  expect(Messages[0]?.MessageAttributes?.['ERROR_CODE']?.StringValue).toBe('NO_PERMISSIONS');
});

test('9: what is in another account or region is not sent to', async () => {
  await using aws = await standIn();
  for (const Arn of [`arn:aws:sqs:${REGION}:444455556666:theirs`, `arn:aws:sqs:eu-west-1:${ACCOUNT}:far`]) {
    await makeRule(aws, { Arn });
    await expect(aws.open({ strategy: 'clone', rules: 'account' })).rejects.toThrow(
      `only account ${ACCOUNT} in ${REGION} may be sent to`,
    );
  }
});

test('9: a queue that is encrypted with a key of its own is sent to only as a role', async () => {
  await using aws = await standIn();
  await makeRule(aws, { Arn: await makeQueue(aws, 'deploys') });
  const { QueueUrl } = await aws.sqs.getQueueUrl({ QueueName: 'deploys' });
  await aws.sqs.setQueueAttributes({ QueueUrl, Attributes: { KmsMasterKeyId: 'alias/deploys' } });
  await expect(aws.open({ strategy: 'clone', rules: 'account' })).rejects.toThrow(
    'it is encrypted with "alias/deploys", whose policy may not let the clone in, wanted "role"',
  );
});

test('10: a clone sees Get, List and Describe calls only where the original rule would', async () => {
  await using aws = await standIn();
  const states = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const;
  const rules = states.map((state) => ({ ...EVERYTHING, name: state.slice(0, 30), state, targets: [] }));
  await using bus = await aws.open({ strategy: 'clone' }, { rules });
  const [plain, , all] = rules.map(({ name }) => name);
  expect((await bus.deliver(delivery())).matched).toEqual([plain, all]);
  expect((await bus.deliver(delivery(PUSH, { reaches: 'all' }))).matched).toEqual([all]);
});

test('11: everything is tagged, and gone when the run is over', async () => {
  await using aws = await standIn();
  using clients = openClients({ region: REGION, endpoint: aws.server.url });
  {
    await using bus = await aws.open(
      { strategy: 'clone', run: 'tagged' },
      { rules: [EVERYTHING], consumers: new Map([['c', recording('c')]]) },
    );
    const found = await findLeftovers(clients, Date.now());
    expect(found.map(({ resource: { kind } }) => kind)).toEqual([
      'rule',
      'rule',
      'rule',
      'event-bus',
      'queue',
      'queue',
    ]);
    expect(found.every(({ run, expired }) => run.startsWith('tagged-') && !expired)).toBe(true);
    expect((await findLeftovers(clients, Date.now() + 86_400_000)).every(({ expired }) => expired)).toBe(true);
    await bus.deliver(delivery());
  }
  expect(await aws.left()).toEqual([]);
});

test('11: what fails half-way leaves nothing behind', async () => {
  await using aws = await standIn();
  vi.spyOn(aws.server.estate.buses, 'put').mockImplementation(() => {
    throw new Fault('AccessDeniedException', 'User is not authorized to perform: events:PutEvents');
  });
  const consumers = new Map([['c', recording('c')]]);
  await expect(aws.open({ strategy: 'clone' }, { rules: [EVERYTHING], consumers })).rejects.toThrow(
    'the credentials do not allow it',
  );
  vi.restoreAllMocks();
  expect(await aws.left()).toEqual([]);
});

test('11: a run that is killed leaves a ledger by which everything is taken away', async () => {
  await using aws = await standIn();
  const consumers = new Map([['c', recording('c')]]);
  await using _abandoned = await aws.open({ strategy: 'clone' }, { rules: [EVERYTHING], consumers });
  using clients = openClients({ region: REGION, endpoint: aws.server.url });
  const [ledger] = readLedgers(ledgerFolder());
  expect(ledger?.place).toEqual({ bus: 'aws', account: ACCOUNT, region: REGION, endpoint: aws.server.url });
  for (const resource of inRemovalOrder(ledger?.resources ?? [])) await remove(resource, clients);
  expect(await findLeftovers(clients, Date.now())).toEqual([]);
});

/** A client that goes with the block. */
function destroying<Client extends { destroy(): void }>(client: Client): Client & Disposable {
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}
