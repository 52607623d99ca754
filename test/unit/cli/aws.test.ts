import { expect, test } from 'vitest';
import { project } from './project.ts';

const CONFIG = `export default {
  rules: { pushes: { pattern: { source: ['aws.ecr'] }, targets: [{ queue: 'deploys' }] } },
  bus: { kind: 'aws', strategy: 'invoke', account: '123456789012', region: 'us-east-2' },
};`;

test.concurrent('a policy is printed for the rules of the configuration and nothing else', async () => {
  using folder = project({ 'ecreplay.config.js': CONFIG });
  const { status, stdout, stderr } = await folder.ecreplay(['aws', 'policy']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'ProvePatterns', Effect: 'Allow', Action: ['events:TestEventPattern'], Resource: ['*'] },
      {
        Sid: 'TargetsSqs',
        Effect: 'Allow',
        Action: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
        Resource: ['arn:aws:sqs:us-east-2:123456789012:deploys'],
      },
    ],
  });
});

test.concurrent('flags outweigh the configuration, and stand for it where there is none', async () => {
  using folder = project({ 'ecreplay.config.js': CONFIG });
  const cloned = await folder.ecreplay(['aws', 'policy', '--strategy', 'clone', '--account', '111122223333']);
  expect(cloned.stdout).toContain('arn:aws:events:us-east-2:111122223333:event-bus/ecreplay-*');
  using bare = project({});
  const { status, stderr } = await bare.ecreplay(['aws', 'policy', '--account', '111122223333']);
  expect(stderr).toContain(
    'Cannot say what to allow: no region is named, wanted --region or "bus" in the configuration',
  );
  expect(status).toBe(2);
});

const WHERE = ['--account', '111122223333', '--region', 'us-east-2'];

test.concurrent.for([
  ['log-group:/ecr', [], ['logs:FilterLogEvents'], 'arn:aws:logs:us-east-2:111122223333:log-group:/ecr:*'],
  ['log-group:/ecr', ['--live'], ['logs:StartLiveTail'], 'arn:aws:logs:us-east-2:111122223333:log-group:/ecr:*'],
  ['s3://trail/AWSLogs', [], ['s3:ListBucket', 's3:GetObject'], 'arn:aws:s3:::trail/AWSLogs*'],
  [
    's3://trail/AWSLogs',
    ['--verify-digests'],
    ['s3:ListBucket', 's3:GetObject', 'cloudtrail:ListPublicKeys'],
    'arn:aws:s3:::trail/*',
  ],
  ['event-history', [], ['cloudtrail:LookupEvents'], '*'],
  [
    'queue:dlq',
    ['--delete'],
    ['sqs:GetQueueUrl', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
    'arn:aws:sqs:us-east-2:111122223333:dlq',
  ],
] as const)('recording from %s with %j needs %j', async ([source, flags, actions, resource]) => {
  using folder = project({});
  const { status, stdout } = await folder.ecreplay(['aws', 'policy', '--record', source, ...flags, ...WHERE]);
  expect(status).toBe(0);
  const { Statement } = JSON.parse(stdout) as { Statement: { Action: string[]; Resource: string[] }[] };
  expect(Statement.flatMap(({ Action }) => Action)).toEqual(actions);
  expect(Statement.flatMap(({ Resource }) => Resource)).toContain(resource);
});

test.concurrent.for([
  ['archive:night', 'events:StartReplay'],
  ['bus:default', 'events:PutRule'],
] as const)('recording from %s needs %s, and a rule and a queue of its own', async ([source, action]) => {
  using folder = project({});
  const { stdout } = await folder.ecreplay(['aws', 'policy', '--record', source, ...WHERE]);
  for (const needed of [action, 'rule/ecreplay-*', 'sqs:CreateQueue', 'sqs:us-east-2:111122223333:ecreplay-*'])
    expect(stdout).toContain(needed);
});

test.concurrent('what is in no account needs no policy', async () => {
  using folder = project({});
  const { status, stderr } = await folder.ecreplay(['aws', 'policy', '--record', 'trail.json', ...WHERE]);
  expect(stderr).toContain('Cannot say what "trail.json" needs: it is in no account');
  expect(status).toBe(2);
});
