import {
  CreateAliasCommand,
  CreateFunctionCommand,
  InvokeAsyncCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type InvocationType,
  type InvokeWithResponseStreamCompleteEvent,
  type InvokeWithResponseStreamResponseEvent,
} from '@aws-sdk/client-lambda';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue, nextBody } from '../queue.ts';
import { addTarget, makeRule, PUSH, put } from '../rule.ts';

const decoder = new TextDecoder();

async function invoke({ lambda }: Account, payload: unknown, type: InvocationType = 'RequestResponse') {
  const { Payload, ...answer } = await lambda.send(
    new InvokeCommand({ FunctionName: 'deploy', InvocationType: type, Payload: JSON.stringify(payload) }),
  );
  // The client gives null for an empty answer, though its type says otherwise.
  const text = decoder.decode(Payload ?? undefined);
  return { ...answer, returned: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

/** All that comes of an answer in chunks. */
async function streamed(events: AsyncIterable<InvokeWithResponseStreamResponseEvent>) {
  const chunks: Uint8Array[] = [];
  let complete: InvokeWithResponseStreamCompleteEvent | undefined;
  for await (const { PayloadChunk, InvokeComplete } of events) {
    if (PayloadChunk?.Payload !== undefined) chunks.push(PayloadChunk.Payload);
    complete = InvokeComplete ?? complete;
  }
  return { chunks, complete };
}

/** Defines a function that hands its first event over. */
function expectEvent(aws: Account): Promise<unknown> {
  return new Promise((resolve) => {
    aws.define('deploy', resolve);
  });
}

/** What Lambda promises. */
export const LAMBDA: Promises = {
  'a function is given its event, and its answer is returned': async (aws) => {
    aws.define('deploy', (event) => ({ heard: event }));
    expect(await invoke(aws, { tag: '1.4.2' })).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      returned: { heard: { tag: '1.4.2' } },
    });
  },

  'an error of the code is an answer that says so': async (aws) => {
    aws.define('deploy', () => {
      throw new TypeError('no such service');
    });
    const { StatusCode, FunctionError, returned } = await invoke(aws, {});
    expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled']);
    expect(returned).toMatchObject({ errorType: 'TypeError', errorMessage: 'no such service' });
  },

  'an event is taken on before the code has run': async (aws) => {
    const event = expectEvent(aws);
    const { StatusCode, returned } = await invoke(aws, { tag: '1.4.2' }, 'Event');
    expect([StatusCode, returned]).toEqual([202, undefined]);
    expect(await event).toEqual({ tag: '1.4.2' });
  },

  'a dry run runs nothing': async (aws) => {
    aws.define('deploy', () => ({ ran: true }));
    expect(await invoke(aws, {}, 'DryRun')).toMatchObject({ StatusCode: 204, returned: undefined });
  },

  'a function that is not there is refused by that name': async (aws) => {
    await expect(invoke(aws, {})).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${aws.arn('lambda', 'function:deploy')}`,
    });
  },

  'a payload that is no JSON is refused': async (aws) => {
    aws.define('deploy', () => undefined);
    await expect(
      aws.lambda.send(new InvokeCommand({ FunctionName: 'deploy', Payload: 'no JSON' })),
    ).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  },

  'an event of a rule arrives as it is': async (aws) => {
    const event = expectEvent(aws);
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'function', Arn: aws.arn('lambda', 'function:deploy') });
    const id = await put(aws);
    expect(await event).toMatchObject({ id, source: PUSH.Source, detail: JSON.parse(PUSH.Detail) as object });
  },

  'what becomes of an event is sent to its destination': async (aws) => {
    const queue = await makeQueue(aws, 'done');
    aws.define('deploy', () => ({ deployed: true }));
    await aws.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'deploy',
        DestinationConfig: { OnSuccess: { Destination: queue.arn } },
      }),
    );
    await invoke(aws, { tag: '1.4.2' }, 'Event');
    expect(JSON.parse((await nextBody(aws, queue)) ?? '{}')).toMatchObject({
      version: '1.0',
      requestContext: { condition: 'Success', approximateInvokeCount: 1 },
      requestPayload: { tag: '1.4.2' },
      responsePayload: { deployed: true },
    });
  },

  'a failure without a second try is sent to its destination': async (aws) => {
    const queue = await makeQueue(aws, 'failed');
    aws.define('deploy', () => {
      throw new Error('no');
    });
    await aws.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'deploy',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: queue.arn } },
      }),
    );
    await invoke(aws, {}, 'Event');
    expect(JSON.parse((await nextBody(aws, queue)) ?? '{}')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
      responseContext: { functionError: 'Unhandled' },
      responsePayload: { errorMessage: 'no' },
    });
  },

  'an event may be taken on as it was of old': async (aws) => {
    const event = expectEvent(aws);
    const InvokeArgs = Buffer.from('{"tag":"1.4.2"}');
    // Lambda still answers what its clients call deprecated.
    const { Status } = await aws.lambda.send(new InvokeAsyncCommand({ FunctionName: 'deploy', InvokeArgs }));
    expect(Status).toBe(202);
    expect(await event).toEqual({ tag: '1.4.2' });
  },

  'an answer may come in chunks': async (aws) => {
    const long = 'x'.repeat(200_000);
    aws.define('deploy', (event) => ({ heard: event, long }));
    const { ExecutedVersion, EventStream } = await aws.lambda.send(
      new InvokeWithResponseStreamCommand({ FunctionName: 'deploy', Payload: '{"tag":"1.4.2"}' }),
    );
    expect(ExecutedVersion).toBe('$LATEST');
    const { chunks, complete } = await streamed(EventStream!);
    expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual({ heard: { tag: '1.4.2' }, long });
    expect(chunks.length).toBeGreaterThan(1);
    expect(complete?.ErrorCode).toBeUndefined();
  },

  'an answer in chunks tells at its end that the code has failed': async (aws) => {
    aws.define('deploy', () => {
      throw new TypeError('no such service');
    });
    const { EventStream } = await aws.lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: 'deploy' }));
    const { complete } = await streamed(EventStream!);
    expect(complete?.ErrorCode).toBe('Unhandled');
    expect(JSON.parse(complete?.ErrorDetails ?? '{}')).toMatchObject({ errorMessage: 'no such service' });
  },

  'an alias runs the version that it names, and part of the time the other': async (aws) => {
    const FunctionName = 'deploy';
    aws.define(FunctionName, () => 'ran');
    await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
    await aws.lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
    const run = async () =>
      (await aws.lambda.send(new InvokeCommand({ FunctionName, Qualifier: 'live' }))).ExecutedVersion;
    expect(await run()).toBe('1');
    await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 256 }));
    await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
    const RoutingConfig = { AdditionalVersionWeights: { '2': 0.5 } };
    await aws.lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', RoutingConfig }));
    const ran = new Set<string | undefined>();
    for (let n = 0; n < 40; n += 1) ran.add(await run());
    expect(ran).toEqual(new Set(['1', '2']));
  },

  'a rule may send its events to an alias': async (aws) => {
    const FunctionName = 'deploy';
    const event = expectEvent(aws);
    await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
    await aws.lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'alias', Arn: aws.arn('lambda', 'function:deploy:live') });
    const id = await put(aws);
    expect(await event).toMatchObject({ id });
  },
};

/** What the embedded Lambda says of code that is uploaded, which it does not run. No promise of AWS's. */
export const UPLOADS: Promises = {
  'code that is uploaded is refused, and the way to have it run is told': async (aws) => {
    const upload = {
      name: 'InvalidParameterValueException',
      message:
        'Code that is uploaded is not run here. Name the code of "deploy" as a consumer in the configuration instead.',
    };
    const FunctionName = 'deploy';
    const Role = `arn:aws:iam::${aws.id}:role/deploy`;
    const ZipFile = Buffer.from('x');
    await expect(
      aws.lambda.send(new CreateFunctionCommand({ FunctionName, Role, Code: { ZipFile } })),
    ).rejects.toMatchObject(upload);
    aws.define(FunctionName, () => undefined);
    await expect(aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))).rejects.toMatchObject(
      upload,
    );
  },
};
