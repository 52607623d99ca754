import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { listen } from '../../../../src/embedded/door/listener.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const ARN = 'arn:aws:lambda:us-east-2:123456789012:function:deploy';
const QUEUE = 'arn:aws:sqs:us-east-2:123456789012:dead';

/** An AWS of its own for each test with a function that answers its event or fails, and AWS's own client. */
async function aws(door: string) {
  const agenda = virtualAgenda(START);
  const estate = openEstate(
    openScene({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(7), takesNamedAsGiven: true }),
  );
  estate.functions.define('deploy', (event) =>
    Promise.resolve(
      JSON.stringify(event).includes('fail')
        ? { kind: 'threw', error: { name: 'TypeError', message: 'no' } }
        : { kind: 'returned', value: event },
    ),
  );
  const embedded = embed(estate);
  const answer = (request: Parameters<typeof embedded>[0]) => embedded(request, { record: () => {} });
  const listener = door === 'loopback listener' ? await listen(answer) : undefined;
  const client = new LambdaClient({
    region: 'us-east-2',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    ...(listener === undefined ? { requestHandler: sdkRequestHandler(answer) } : { endpoint: listener.url }),
  });
  return {
    agenda,
    client,
    estate,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await listener?.[Symbol.asyncDispose]();
    },
  };
}

describe.each(['requestHandler', 'loopback listener'])('the client, through the %s,', (door) => {
  test('invokes a function and reads what it returned, and how it failed', async () => {
    await using all = await aws(door);
    const { client } = all;
    const good = await client.send(
      new InvokeCommand({ FunctionName: 'deploy', Payload: '{"a":"ü"}', LogType: 'Tail' }),
    );
    expect(good).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(good.FunctionError).toBeUndefined();
    expect(good.Payload?.transformToString()).toBe('{"a":"ü"}');
    expect(Buffer.from(good.LogResult!, 'base64').toString()).toContain('REPORT RequestId: ');
    const bad = await client.send(new InvokeCommand({ FunctionName: ARN, Payload: '"fail"' }));
    expect(bad).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(bad.Payload!.transformToString())).toEqual({ errorType: 'TypeError', errorMessage: 'no' });
  });

  test('hands an event over, whose failure reaches the destination', async () => {
    await using all = await aws(door);
    const { agenda, client, estate } = all;
    await client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'deploy',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: QUEUE } },
      }),
    );
    expect(await client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: 'deploy' }))).toMatchObject({
      FunctionArn: `${ARN}:$LATEST`,
      LastModified: new Date(START),
      MaximumRetryAttempts: 1,
    });
    const { StatusCode } = await client.send(
      new InvokeCommand({ FunctionName: 'deploy', InvocationType: 'Event', Payload: '"fail"' }),
    );
    expect(StatusCode).toBe(202);
    await agenda.settle(3_600_000);
    const [told] = await estate.queues.receive(QUEUE, {});
    expect(JSON.parse(told!.message.body)).toMatchObject({
      timestamp: '2026-01-15T09:31:00.000Z',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
    });
    await client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: 'deploy' }));
  });

  test('gets the exceptions of its own service', async () => {
    await using all = await aws(door);
    const { client } = all;
    await expect(client.send(new InvokeCommand({ FunctionName: 'other' }))).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    );
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'deploy', ReservedConcurrentExecutions: 0 }));
    await expect(client.send(new InvokeCommand({ FunctionName: 'deploy' }))).rejects.toBeInstanceOf(
      TooManyRequestsException,
    );
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'deploy' }));
    expect(
      (await client.send(new InvokeCommand({ FunctionName: 'deploy', InvocationType: 'DryRun' }))).StatusCode,
    ).toBe(204);
  });

  test('reads functions and their policies', async () => {
    await using all = await aws(door);
    const { client } = all;
    expect((await client.send(new ListFunctionsCommand({}))).Functions).toMatchObject([{ FunctionName: 'deploy' }]);
    expect((await client.send(new GetFunctionCommand({ FunctionName: 'deploy' }))).Configuration).toMatchObject({
      FunctionArn: ARN,
      State: 'Active',
    });
    expect(await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'deploy' }))).toMatchObject({
      MemorySize: 128,
    });
    const { Statement } = await client.send(
      new AddPermissionCommand({
        FunctionName: 'deploy',
        StatementId: 'events',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
      }),
    );
    const { Policy } = await client.send(new GetPolicyCommand({ FunctionName: 'deploy' }));
    expect((JSON.parse(Policy!) as { Statement: unknown[] }).Statement).toEqual([JSON.parse(Statement!)]);
    await client.send(new RemovePermissionCommand({ FunctionName: 'deploy', StatementId: 'events' }));
  });

  test('maps a queue to a function', async () => {
    await using all = await aws(door);
    const { agenda, client, estate } = all;
    const { UUID } = await client.send(
      new CreateEventSourceMappingCommand({ FunctionName: 'deploy', EventSourceArn: QUEUE, BatchSize: 1 }),
    );
    estate.queues.send(QUEUE, { body: 'a' });
    await agenda.settle(60_000);
    expect(estate.queues.at(QUEUE).counts()).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
    expect((await client.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toMatchObject([
      { UUID, State: 'Enabled', LastModified: new Date(START), BatchSize: 1 },
    ]);
  });
});
