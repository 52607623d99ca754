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
