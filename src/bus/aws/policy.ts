import { parseArn } from '../../embedded/arn.ts';
import type { AwsSpec } from '../bus-spec.ts';
import { PREFIX } from '../remote/resource.ts';
import type { AwsRule } from './aws-rule.ts';

/** A policy of IAM, for the role that a run goes by. */
export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What an input that is sent from here takes, by the service it goes to. */
const SENDS: Readonly<Record<string, readonly string[]>> = {
  lambda: ['lambda:InvokeFunction'],
  sqs: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
  sns: ['sns:Publish'],
  states: ['states:StartExecution'],
  kinesis: ['kinesis:PutRecord'],
  firehose: ['firehose:PutRecord'],
  logs: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  ssm: ['ssm:SendCommand'],
};

/** What it takes to ask a target whom it lets in. */
const ASKS: Readonly<Record<string, readonly string[]>> = {
  lambda: ['lambda:GetPolicy'],
  sqs: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
  sns: ['sns:GetTopicAttributes'],
  logs: SENDS['logs']!,
};

/** The part of a configuration that says what a run will do. */
export type Plan = Pick<AwsSpec, 'strategy' | 'account' | 'region' | 'role' | 'rules' | 'functions' | 'logs'> & {
  readonly archive?: Pick<NonNullable<AwsSpec['archive']>, 'arn' | 'filterArns'>;
};

type Where = Pick<Plan, 'account' | 'region'>;

/**
 * Works out the least that a strategy needs, for these rules and nothing else. Whose the credentials are needs no permission to ask.
 *
 * Rules that are read from the account are not known beforehand, so then the policy speaks of all that they may send to.
 */
export function policyFor(plan: Plan, rules: readonly AwsRule[]): IamPolicy {
  const statements = {
    invoke: () => [...toRead(plan), ...toProve(), ...toTargets(plan, rules, SENDS)],
    clone: () => [
      ...toRead(plan),
      ...toClone(plan),
      ...ownQueues(plan),
      ...toTargets(plan, rules, asksOf(plan)),
      ...toPass(plan, rules),
    ],
    archive: () => [...toReplay(plan), ...ownQueues(plan)],
  }[plan.strategy]();
  return { Version: '2012-10-17', Statement: [...statements, ...toLogs(plan)] };
}

/** As a role nobody is asked, and a log group is written to from here all the same. */
function asksOf({ role }: Plan): typeof ASKS {
  return role === undefined ? ASKS : { logs: ASKS['logs']! };
}

function toRead(plan: Plan): readonly Statement[] {
  if (plan.rules !== 'account') return [];
  return [
    allow('ReadRules', ['events:ListRules'], ['*']),
    allow('ReadTargets', ['events:ListTargetsByRule'], [arn(plan, 'events', 'rule/*')]),
  ];
}

function toProve(): readonly Statement[] {
  return [allow('ProvePatterns', ['events:TestEventPattern'], ['*'])];
}

function toClone(plan: Plan): readonly Statement[] {
  return [
    allow(
      'OwnBus',
      ['events:CreateEventBus', 'events:TagResource', 'events:PutEvents', 'events:DeleteEventBus'],
      [arn(plan, 'events', `event-bus/${PREFIX}*`)],
    ),
    allow('OwnRules', OWN_RULES, [arn(plan, 'events', `rule/${PREFIX}*/*`)]),
  ];
}

const OWN_RULES = [
  'events:PutRule',
  'events:TagResource',
  'events:PutTargets',
  'events:ListTargetsByRule',
  'events:RemoveTargets',
  'events:DeleteRule',
];

/** Queues that are ours, whose names begin as all of ours do. */
export function ownQueues(plan: Where): readonly Statement[] {
  const actions = ['CreateQueue', 'TagQueue', 'GetQueueUrl', 'ReceiveMessage', 'DeleteMessage', 'DeleteQueue'];
  return [
    allow(
      'OwnQueues',
      actions.map((action) => `sqs:${action}`),
      [arn(plan, 'sqs', `${PREFIX}*`)],
    ),
  ];
}

function toReplay(plan: Plan): readonly Statement[] {
  const { archive } = plan;
  const replays = arn(plan, 'events', `replay/${PREFIX}*`);
  const fired = archive?.filterArns ?? [];
  const reads = ['events:DescribeRule', 'events:ListTargetsByRule'];
  return [
    allow('ReadArchive', ['events:DescribeArchive'], [archive?.arn ?? arn(plan, 'events', 'archive/*')]),
    allow('Replay', ['events:StartReplay'], [archive?.arn ?? arn(plan, 'events', 'archive/*'), replays]),
    allow('FollowReplay', ['events:DescribeReplay', 'events:CancelReplay'], [replays]),
    ...(fired.length === 0 ? [] : [allow('ReadRules', reads, fired)]),
    // On the bus of the archive, which may be any.
    ownRules(plan),
  ];
}

/** Rules that are ours, on any bus. */
export function ownRules(plan: Where): Statement {
  return allow('OwnRules', OWN_RULES, [
    arn(plan, 'events', `rule/${PREFIX}*`),
    arn(plan, 'events', `rule/*/${PREFIX}*`),
  ]);
}

function toTargets(plan: Plan, rules: readonly AwsRule[], actions: typeof SENDS): readonly Statement[] {
  const arns =
    plan.rules === 'account'
      ? Object.keys(actions).map((service) => arn(plan, service, '*'))
      : rules.flatMap(({ aims }) => aims.flatMap(({ here, target }) => (here === undefined ? [target.Arn] : [])));
  const byService = Map.groupBy(new Set(arns), (one) => parseArn(one)?.service ?? '');
  return Object.entries(actions).flatMap(([service, Action]) => {
    const found = byService.get(service);
    if (found === undefined) return [];
    const resources = service === 'logs' ? found.map((one) => one.replace(/(?::\*)?$/, ':*')) : found;
    // A command is allowed for the document and for each instance that it may be run on.
    const more = service === 'ssm' ? [arn(plan, 'ec2', 'instance/*'), arn(plan, 'ssm', 'managed-instance/*')] : [];
    return [allow(`Targets${service.charAt(0).toUpperCase()}${service.slice(1)}`, Action, [...resources, ...more])];
  });
}

function toLogs(plan: Plan): readonly Statement[] {
  const { functions = {}, logs } = plan;
  const groups = Object.values(functions).map((one) => {
    const name = one.startsWith('arn:') ? one.split(':')[6] : one;
    return arn(plan, 'logs', `log-group:/aws/lambda/${name}:*`);
  });
  if (groups.length === 0) return [];
  return [allow('FunctionLogs', [logs === 'live-tail' ? 'logs:StartLiveTail' : 'logs:FilterLogEvents'], groups)];
}

function toPass({ role }: Plan, rules: readonly AwsRule[]): readonly Statement[] {
  const own = rules.flatMap(({ aims }) => aims.flatMap(({ target: { RoleArn } }) => RoleArn ?? []));
  const roles = [...new Set([...own, ...(role === undefined ? [] : [role])])];
  if (roles.length === 0) return [];
  const toEvents = { StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' } };
  return [{ ...allow('PassRole', ['iam:PassRole'], roles), Condition: toEvents }];
}

/** A statement that allows actions on resources. */
export function allow(Sid: string, Action: readonly string[], Resource: readonly string[]): Statement {
  return { Sid, Effect: 'Allow', Action, Resource };
}

function arn({ account, region }: Where, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
