import { expect, test } from 'vitest';
import { toDefinition } from '../../../src/bus/target-definition.ts';
import type { Target } from '../../../src/rule/rule.ts';

const ACCOUNT = { account: '123456789012', region: 'us-east-2' };

test.each<[Target, string]>([
  [{ consumer: 'deployer' }, 'arn:aws:lambda:us-east-2:123456789012:function:deployer'],
  [{ queue: 'q' }, 'arn:aws:sqs:us-east-2:123456789012:q'],
  [{ topic: 't' }, 'arn:aws:sns:us-east-2:123456789012:t'],
  [{ logGroup: '/aws/events/x' }, 'arn:aws:logs:us-east-2:123456789012:log-group:/aws/events/x'],
  [{ stream: 's' }, 'arn:aws:kinesis:us-east-2:123456789012:stream/s'],
  [{ deliveryStream: 'd' }, 'arn:aws:firehose:us-east-2:123456789012:deliverystream/d'],
  [{ stateMachine: 'm' }, 'arn:aws:states:us-east-2:123456789012:stateMachine:m'],
  [{ document: 'AWS-RunShellScript' }, 'arn:aws:ssm:us-east-2::document/AWS-RunShellScript'],
  [{ cluster: 'c' }, 'arn:aws:ecs:us-east-2:123456789012:cluster/c'],
  [{ bus: 'b' }, 'arn:aws:events:us-east-2:123456789012:event-bus/b'],
  [{ queue: 'arn:aws:sqs:eu-west-1:111122223333:q' }, 'arn:aws:sqs:eu-west-1:111122223333:q'],
  [{ arn: 'arn:aws:sqs:eu-west-1:111122223333:q' }, 'arn:aws:sqs:eu-west-1:111122223333:q'],
])('%j is the resource %s', (target, Arn) => {
  expect(toDefinition(target, 't', ACCOUNT)).toEqual({ Id: 't', Arn });
});

test('options take the names that AWS gives them', () => {
  const target: Target = {
    queue: 'q.fifo',
    inputTransformer: { inputTemplate: '"<x>"', inputPathsMap: { x: '$.id' } },
    retryPolicy: { maximumRetryAttempts: 3 },
    deadLetterConfig: { arn: 'dead' },
    sqsParameters: { messageGroupId: 'g' },
    kinesisParameters: { partitionKeyPath: '$.id' },
    runCommandParameters: { runCommandTargets: [{ key: 'tag:a', values: ['b'] }] },
    ecsParameters: { taskDefinitionArn: 'web:3', taskCount: 2 },
  };
  expect(toDefinition(target, 't', ACCOUNT)).toEqual({
    Id: 't',
    Arn: 'arn:aws:sqs:us-east-2:123456789012:q.fifo',
    InputTransformer: { InputTemplate: '"<x>"', InputPathsMap: { x: '$.id' } },
    RetryPolicy: { MaximumRetryAttempts: 3 },
    DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-2:123456789012:dead' },
    SqsParameters: { MessageGroupId: 'g' },
    KinesisParameters: { PartitionKeyPath: '$.id' },
    RunCommandParameters: { RunCommandTargets: [{ Key: 'tag:a', Values: ['b'] }] },
    EcsParameters: { TaskDefinitionArn: 'web:3', TaskCount: 2 },
  });
});
