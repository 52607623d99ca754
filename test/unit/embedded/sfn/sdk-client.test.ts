import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidDefinition,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';
import { only, ROLE, START } from './stage.ts';

/** An AWS of its own for each test, and AWS's own client of Step Functions. */
function aws() {
  const agenda = virtualAgenda(START);
  const estate = openEstate(
    openScene({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(7), takesNamedAsGiven: true }),
  );
  const embedded = embed(estate);
  const client = new SFNClient({
    region: 'us-east-2',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: sdkRequestHandler((request) => embedded(request, { record: () => {} })),
  });
  const create = async (definition: object, more: object = {}) =>
    (
      await client.send(
        new CreateStateMachineCommand({
          name: 'machine',
          roleArn: ROLE,
          definition: JSON.stringify(definition),
          ...more,
        }),
      )
    ).stateMachineArn;
  return { agenda, client, create, estate };
}

test('the client starts an execution, and reads how it went', async () => {
  const { agenda, client, create } = aws();
  const stateMachineArn = await create(only({ Type: 'Wait', Seconds: 60 }));
  const { executionArn, startDate } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: '{"a":1}' }),
  );
  expect(startDate).toEqual(new Date(START));
  await agenda.settle(3_600_000);
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'SUCCEEDED',
    output: '{"a":1}',
    stopDate: new Date(START + 60_000),
  });
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events?.map(({ type, timestamp }) => [type, timestamp?.getTime()])).toEqual([
    ['ExecutionStarted', START],
    ['WaitStateEntered', START],
    ['WaitStateExited', START + 60_000],
    ['ExecutionSucceeded', START + 60_000],
  ]);
  expect((await client.send(new ListExecutionsCommand({ stateMachineArn }))).executions).toHaveLength(1);
});

test('the client gets the exceptions of its own service, and what is out of bounds is refused', async () => {
  const { client, create } = aws();
  await expect(create({})).rejects.toBeInstanceOf(InvalidDefinition);
  const executionArn = 'arn:aws:states:us-east-2:123456789012:execution:machine:x';
  await expect(client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toBeInstanceOf(
    ExecutionDoesNotExist,
  );
  await expect(client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1001 }))).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
  });
});

test('the client runs an express machine and validates a definition', async () => {
  const { client, create } = aws();
  const definition = only({ Type: 'Pass', Result: 'done' });
  const stateMachineArn = await create(definition, { type: 'EXPRESS' });
  expect(await client.send(new StartSyncExecutionCommand({ stateMachineArn }))).toMatchObject({
    status: 'SUCCEEDED',
    output: '"done"',
    startDate: new Date(START),
  });
  expect(
    await client.send(new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) })),
  ).toMatchObject({ result: 'OK', diagnostics: [] });
});

test('a machine works with the services beside it: a function, a queue, a topic, a cluster', async () => {
  const { agenda, client, create, estate } = aws();
  const queue = 'arn:aws:sqs:us-east-2:123456789012:approvals';
  estate.functions.define('decide', (event) => Promise.resolve({ kind: 'returned', value: { event, deploy: true } }));
  const stateMachineArn = await create({
    StartAt: 'Decide',
    States: {
      Decide: {
        Type: 'Task',
        Resource: 'arn:aws:lambda:us-east-2:123456789012:function:decide',
        Next: 'Ask',
      },
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: {
          QueueUrl: 'https://sqs.us-east-2.amazonaws.com/123456789012/approvals',
          MessageBody: { 'token.$': '$$.Task.Token', 'what.$': '$.event' },
        },
        ResultPath: '$.approval',
        Next: 'Deploy',
      },
      Deploy: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:ecs:updateService',
        Parameters: { Cluster: 'prod', Service: 'web', 'TaskDefinition.$': '$.approval.task' },
        ResultSelector: { 'arn.$': '$.Service.ServiceArn', 'task.$': '$.Service.TaskDefinition' },
        Next: 'Tell',
      },
      Tell: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sns:publish',
        Parameters: { TopicArn: 'arn:aws:sns:us-east-2:123456789012:deployed', 'Message.$': '$' },
        ResultPath: null,
        End: true,
      },
    },
  });
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{"tag":"v1"}' }));
  await agenda.settle(3_600_000);
  const [asked] = await estate.queues.receive(queue, {});
  const { token, what } = JSON.parse(asked!.message.body) as { token: string; what: unknown };
  expect(what).toEqual({ tag: 'v1' });
  await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"task":"web:7"}' }));
  await agenda.settle(3_600_000);
  const { output, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(cause).toBeUndefined();
  expect(JSON.parse(output!)).toEqual({
    arn: 'arn:aws:ecs:us-east-2:123456789012:service/prod/web',
    task: 'arn:aws:ecs:us-east-2:123456789012:task-definition/web:7',
  });
});
