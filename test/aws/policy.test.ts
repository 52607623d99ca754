import { expect, test } from 'vitest';
import { rulesOfAccount } from '../../src/bus/aws/account-rules.ts';
import { rulesOfConfiguration } from '../../src/bus/aws/aws-rule.ts';
import { type IamPolicy, policyFor } from '../../src/bus/aws/policy.ts';
import type { AwsSpec } from '../../src/bus/bus-spec.ts';
import { openClients } from '../../src/bus/remote/clients.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { delivery, PUSH, recording } from './deliveries.ts';
import { openProxy } from './proxy.ts';
import { ACCOUNT, REGION, type StandIn, standIn } from './stand-in.ts';

/** What IAM is asked: may this be done to that. */
interface Question {
  readonly action: string;
  readonly resource: string;
}

interface Body {
  readonly [name: string]: string | undefined;
}

const arn = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

function ruleArn({ Name, Rule = Name, EventBusName = 'default' }: Body): string {
  return arn('events', `rule/${EventBusName === 'default' ? '' : `${EventBusName}/`}${Rule}`);
}

/** What a call of EventBridge is done to. */
const OF_EVENTS: Readonly<Record<string, (body: Body) => string>> = {
  CreateEventBus: ({ Name }) => arn('events', `event-bus/${Name}`),
  DeleteEventBus: ({ Name }) => arn('events', `event-bus/${Name}`),
  PutEvents: ({ Entries }) =>
    arn('events', `event-bus/${(Entries as unknown as readonly Body[])[0]?.['EventBusName']}`),
  PutRule: ruleArn,
  PutTargets: ruleArn,
  ListTargetsByRule: ruleArn,
  RemoveTargets: ruleArn,
  DeleteRule: ruleArn,
  DescribeRule: ruleArn,
  TestEventPattern: () => '*',
  ListRules: () => '*',
  DescribeArchive: ({ ArchiveName }) => arn('events', `archive/${ArchiveName}`),
  StartReplay: ({ EventSourceArn = '' }) => EventSourceArn,
  DescribeReplay: ({ ReplayName }) => arn('events', `replay/${ReplayName}`),
  CancelReplay: ({ ReplayName }) => arn('events', `replay/${ReplayName}`),
};

/** What a call to any other service is done to. */
const OF_OTHERS: Readonly<Record<string, (body: Body) => string>> = {
  sqs: ({ QueueName, QueueUrl = '' }) => arn('sqs', QueueName ?? QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)),
  sns: ({ TopicArn = '' }) => TopicArn,
  states: ({ stateMachineArn = '' }) => stateMachineArn,
  kinesis: ({ StreamARN = '' }) => StreamARN,
  firehose: ({ DeliveryStreamName }) => arn('firehose', `deliverystream/${DeliveryStreamName}`),
  logs: ({ logGroupName }) => arn('logs', `log-group:${logGroupName}:*`),
  ssm: ({ DocumentName }) => `arn:aws:ssm:${REGION}::document/${DocumentName}`,
};

/** What IAM is asked for a call that was sent. */
function questionsOf(service: string, operation: string, text: string): readonly Question[] {
  // Anybody may ask whose credentials he has.
  if (service === 'sts') return [];
  if (service === 'lambda') {
    const [, name = '', what] = /functions\/([^/]+)\/(\w+)/.exec(decodeURIComponent(operation)) ?? [];
    const action = what === 'policy' ? 'lambda:GetPolicy' : 'lambda:InvokeFunction';
    return [{ action, resource: name.startsWith('arn:') ? name : arn('lambda', `function:${name}`) }];
  }
  const body = (service === 'sns' ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text)) as Body;
  const resource = (service === 'events' ? OF_EVENTS[operation] : OF_OTHERS[service])?.(body);
  if (resource === undefined) throw new Error(`Nobody has said what ${service}:${operation} is done to`);
  const [action] = [`${service}:${operation.replace(/Batch$/, '')}`];
  const tags = service === 'sqs' ? 'sqs:TagQueue' : 'events:TagResource';
  const tagged = body['Tags'] !== undefined || body['tags'] !== undefined ? [{ action: tags, resource }] : [];
  const targets = (body['Targets'] as unknown as readonly Body[] | undefined) ?? [];
  const roles = targets.flatMap(({ RoleArn }) =>
    RoleArn === undefined ? [] : [{ action: 'iam:PassRole', resource: RoleArn }],
  );
  return [{ action: action ?? '', resource }, ...tagged, ...roles];
}

function allows({ Statement }: IamPolicy, { action, resource }: Question): boolean {
  return Statement.some(
    ({ Action, Resource }) => Action.includes(action) && Resource.some((pattern) => fits(pattern, resource)),
  );
}

function fits(pattern: string, text: string): boolean {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);
}

/** Runs a delivery through a strategy, and holds what IAM would have been asked against what the policy allows. */
async function judge(
  aws: StandIn,
  spec: Partial<AwsSpec> & Pick<AwsSpec, 'strategy'>,
  rules: readonly Rule[],
): Promise<void> {
  const asked = new Map<string, Question>();
  await using proxy = await openProxy(aws.server.url, (operation, body, service) => {
    for (const question of questionsOf(service, operation, body)) asked.set(JSON.stringify(question), question);
    return 'pass';
  });
  const plan = { account: ACCOUNT, region: REGION, ...spec };
  using clients = openClients({ region: REGION, endpoint: aws.server.url });
  const known = plan.rules === 'account' ? await rulesOfAccount(clients, plan) : rulesOfConfiguration(rules, plan);
  const policy = policyFor(plan, known);
  {
    await using bus = await aws.open(
      { ...spec, endpoint: proxy.url },
      { rules, consumers: new Map([['c', recording('c')]]) },
    );
    await bus.deliver(delivery());
    await bus.settle();
  }
  const questions = [...asked.values()];
  expect(questions.filter((question) => !allows(policy, question))).toEqual([]);
  // Only a run that is interrupted cancels its replay.
  const used = new Set([...questions.map(({ action }) => action), 'events:CancelReplay']);
  expect(policy.Statement.flatMap(({ Action }) => Action).filter((action) => !used.has(action))).toEqual([]);
}

/** A rule that sends to one target of each kind that can be sent to from here. */
const TARGETS: Rule['targets'] = [
  { consumer: 'c' },
  { queue: 'deploys' },
  { topic: 'pushes' },
  { logGroup: '/aws/events/pushes' },
  { consumer: 'c', input: '{}' },
];
const MORE: Rule['targets'] = [
  { arn: arn('lambda', 'function:deployer') },
  { stream: 'pushes' },
  { stateMachine: 'rollout' },
  { deliveryStream: 'pushes' },
  {
    document: 'AWS-RunShellScript',
    input: '{"commands":["true"]}',
    runCommandParameters: { runCommandTargets: [{ key: 'InstanceIds', values: ['i-0123456789abcdef0'] }] },
  },
];
const RULES: readonly Rule[] = [
  { name: 'some', pattern: { source: ['aws.ecr'] }, targets: TARGETS },
  { name: 'more', pattern: { source: ['aws.ecr'] }, targets: MORE },
];

const OPEN = JSON.stringify({
  Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: '*', Resource: '*' }],
});

async function furnished(): Promise<StandIn> {
  const aws = await standIn();
  const { estate } = aws.server;
  estate.queues.create('deploys', { Policy: OPEN }, {});
  estate.topics.create('pushes', { Policy: OPEN }, {});
  estate.logGroups.create('/aws/events/pushes');
  estate.streams.create('pushes', { shards: 1 });
  estate.deliveryStreams.create('pushes', {
    destination: { RoleARN: `arn:aws:iam::${ACCOUNT}:role/firehose`, BucketARN: 'arn:aws:s3:::pushes' },
    extended: true,
  });
  await estate.perform('sfn', 'CreateStateMachine', {
    name: 'rollout',
    roleArn: `arn:aws:iam::${ACCOUNT}:role/rollout`,
    definition: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }),
  });
  estate.functions.define('deployer', () => Promise.resolve({ kind: 'returned', value: null }));
  await aws.lambda.addPermission({
    FunctionName: 'deployer',
    StatementId: 'events',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
  });
  return aws;
}

test('the policy for invoke allows what the strategy does, and nothing that it does not', async () => {
  await using aws = await furnished();
  await judge(aws, { strategy: 'invoke', allow: ['ssm'] }, RULES);
});

test('the policy for invoke with rules of the account allows reading them', async () => {
  await using aws = await furnished();
  await aws.events.putRule({ Name: 'pushes', EventPattern: '{"source":["aws.ecr"]}' });
  const plan = { strategy: 'invoke', rules: 'account', account: ACCOUNT, region: REGION } as const;
  const { Statement } = policyFor(plan, []);
  expect(Statement.map(({ Sid }) => Sid).slice(0, 3)).toEqual(['ReadRules', 'ReadTargets', 'ProvePatterns']);
  expect(allows(policyFor(plan, []), { action: 'sqs:SendMessage', resource: arn('sqs', 'any') })).toBe(true);
});

test('the policy for clone as a role lets it be passed to EventBridge, and asks no target', async () => {
  await using aws = await furnished();
  const role = `arn:aws:iam::${ACCOUNT}:role/replays`;
  await judge(aws, { strategy: 'clone', allow: ['ssm'], role }, RULES);
});

test('the policy for clone without a role lets the permissions of targets be read', async () => {
  await using aws = await furnished();
  const targets: Rule['targets'] = [...TARGETS.slice(1, 4), { arn: arn('lambda', 'function:deployer') }];
  await judge(aws, { strategy: 'clone' }, [{ name: 'some', pattern: { source: ['aws.ecr'] }, targets }]);
});

test('the policy for archive allows one archive to be replayed through the rules that are named', async () => {
  await using aws = await furnished();
  await aws.events.createArchive({ ArchiveName: 'all', EventSourceArn: arn('events', 'event-bus/default') });
  await aws.events.putRule({ Name: 'named', EventPattern: '{"source":["aws.ecr"]}' });
  await aws.server.estate.buses.accept(PUSH, { reaches: 'enabled' }).sent;
  const archive = {
    arn: arn('events', 'archive/all'),
    from: '2026-01-15T00:00:00Z',
    to: '2026-01-16T00:00:00Z',
    filterArns: [arn('events', 'rule/named')],
  };
  const rules = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'c' }] }];
  await judge(aws, { strategy: 'archive', archive }, rules);
  const elsewhere = { action: 'events:StartReplay', resource: arn('events', 'archive/other') };
  expect(allows(policyFor({ strategy: 'archive', account: ACCOUNT, region: REGION, archive }, []), elsewhere)).toBe(
    false,
  );
});

test('no policy allows anything beyond the account and the region, or another name than it has to', () => {
  for (const strategy of ['invoke', 'clone', 'archive'] as const) {
    const plan = { strategy, account: ACCOUNT, region: REGION };
    for (const { Action, Resource } of policyFor(plan, rulesOfConfiguration(RULES, plan)).Statement) {
      expect(Action.join()).not.toContain('*');
      const everywhere = Resource.filter((resource) => resource === '*');
      expect(everywhere.length === 0 || Action.join() === 'events:TestEventPattern').toBe(true);
    }
  }
});
