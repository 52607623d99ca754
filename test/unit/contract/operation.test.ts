import { describe, expect, test } from 'vitest';
import { DERIVED } from '../../../src/contract/operation/derived.ts';
import { DOCUMENTED } from '../../../src/contract/operation/documented.ts';
import { natureOf } from '../../../src/contract/operation/nature-of.ts';

describe('the table of operations', () => {
  test.each([
    ['ecs', 'UpdateService', { service: 'web' }, 'sets'],
    ['ecs', 'UpdateService', { service: 'web', forceNewDeployment: true }, 'acts'],
    ['ecs', 'RunTask', {}, 'acts'],
    ['sns', 'Publish', {}, 'acts'],
    ['sqs', 'SendMessage', {}, 'acts'],
    ['lambda', 'Invoke', {}, 'acts'],
    ['lambda', 'Invoke', { InvocationType: 'DryRun' }, 'reads'],
    ['ssm', 'PutParameter', {}, 'sets'],
    ['dynamodb', 'PutItem', {}, 'sets'],
    ['dynamodb', 'UpdateItem', { UpdateExpression: 'SET #a = :a' }, 'sets'],
    ['dynamodb', 'UpdateItem', { UpdateExpression: 'ADD pushes :one' }, 'acts'],
    ['dynamodb', 'UpdateItem', { UpdateExpression: 'SET pushes = pushes + :one' }, 'acts'],
    ['codebuild', 'StartBuild', {}, 'acts'],
    ['sfn', 'StartExecution', {}, 'acts'],
    ['eventbridge', 'PutEvents', {}, 'acts'],
    ['ecr', 'DescribeImages', {}, 'reads'],
    ['ecr', 'PutImage', {}, 'sets'],
    ['sts', 'GetCallerIdentity', {}, 'reads'],
  ] as const)('%s:%s with %j %s', (service, operation, input, kind) => {
    expect(natureOf(service, operation, input).nature.kind).toBe(kind);
  });

  test.each([
    ['ecs', 'RunTask', 'clientToken'],
    ['codebuild', 'StartBuild', 'idempotencyToken'],
    ['sfn', 'StartExecution', 'name'],
    ['codepipeline', 'StartPipelineExecution', 'clientRequestToken'],
    ['sqs', 'SendMessage', 'MessageDeduplicationId'],
  ])('%s:%s is one where %s is one', (service, operation, token) => {
    expect(natureOf(service, operation).nature).toEqual({ kind: 'acts', token });
  });

  test('an operation that nobody knows is an action, unless its name says otherwise', () => {
    expect(natureOf('newest', 'LaunchRocket')).toMatchObject({ nature: { kind: 'acts' }, by: 'name' });
    expect(natureOf('newest', 'DescribeRocket')).toMatchObject({ nature: { kind: 'reads' }, by: 'name' });
    expect(natureOf('newest', 'DeleteRocket')).toMatchObject({ nature: { kind: 'sets' }, by: 'name' });
  });

  test('every operation that is documented apart is one that its service has', () => {
    const unknown = Object.keys(DOCUMENTED).filter((name) => {
      const [service = '', operation = ''] = name.split(':');
      const table = DERIVED[service];
      if (table === undefined) return service !== 'xray';
      return ![table.reads, table.sets, table.acts, ...Object.keys(table.token)]
        .join(' ')
        .split(' ')
        .includes(operation);
    });
    expect(unknown).toEqual([]);
  });

  test('what is documented apart differs from what the model says, or names what it sets', () => {
    const idle = Object.entries(DOCUMENTED).filter(([name, { nature, unless, because }]) => {
      expect(because).toMatch(/\(|telemetry/);
      const [service = '', operation = ''] = name.split(':');
      const table = DERIVED[service];
      if (table === undefined || unless !== undefined || 'key' in nature || 'token' in nature) return false;
      return table[nature.kind].split(' ').includes(operation) && nature.kind !== 'acts';
    });
    expect(idle.map(([name]) => name)).toEqual([]);
  });
});
