import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionConcurrencyCommand,
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue } from '../queue.ts';

/** What Lambda promises of functions that a queue feeds, and of how many run at once. */
export const EVENT_SOURCES: Promises = {
  'a function is fed from a queue, message by message in a batch': async (aws) => {
    const queue = await makeQueue(aws, 'pushes');
    const event = new Promise<unknown>((resolve) => {
      aws.define('deploy', resolve);
    });
    const made = await aws.lambda.send(
      new CreateEventSourceMappingCommand({ FunctionName: 'deploy', EventSourceArn: queue.arn, BatchSize: 1 }),
    );
    const { EventSourceMappings } = await aws.lambda.send(new ListEventSourceMappingsCommand({}));
    expect(EventSourceMappings?.map(({ UUID }) => UUID)).toEqual([made.UUID]);
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'pushed' }));
    expect(await event).toMatchObject({
      Records: [{ body: 'pushed', eventSource: 'aws:sqs', eventSourceARN: queue.arn, awsRegion: aws.region }],
    });
  },

  'a mapping is described, changed and deleted': async (aws) => {
    const queue = await makeQueue(aws, 'pushes');
    aws.define('deploy', () => undefined);
    const { UUID } = await aws.lambda.send(
      new CreateEventSourceMappingCommand({ FunctionName: 'deploy', EventSourceArn: queue.arn, BatchSize: 1 }),
    );
    await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 5, Enabled: false }));
    const read = () => aws.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    expect(await read()).toMatchObject({ UUID, EventSourceArn: queue.arn, BatchSize: 5, State: 'Disabled' });
    await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  },

  'a function of which none may run is throttled': async (aws) => {
    aws.define('deploy', () => 'ran');
    const FunctionName = 'deploy';
    await aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    expect(await aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
      ReservedConcurrentExecutions: 0,
    });
    await expect(aws.lambda.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429 },
    });
    await aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect(await aws.lambda.send(new InvokeCommand({ FunctionName }))).toMatchObject({ StatusCode: 200 });
  },
};
