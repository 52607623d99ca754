import {
  AddPermissionCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionsCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  type InvocationType,
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

  'a function is found, and listed': async (aws) => {
    aws.define('deploy', () => undefined);
    const { Configuration } = await aws.lambda.send(new GetFunctionCommand({ FunctionName: 'deploy' }));
    expect(Configuration).toMatchObject({ FunctionName: 'deploy', FunctionArn: aws.arn('lambda', 'function:deploy') });
    const { Functions } = await aws.lambda.send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['deploy']);
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

  'a permission is added, told and removed': async (aws) => {
    aws.define('deploy', () => undefined);
    const FunctionName = 'deploy';
    await aws.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: 'rule',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: aws.arn('events', 'rule/pushes'),
      }),
    );
    const { Policy } = await aws.lambda.send(new GetPolicyCommand({ FunctionName }));
    expect(JSON.parse(Policy!)).toMatchObject({
      Statement: [
        {
          Sid: 'rule',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: aws.arn('lambda', 'function:deploy'),
          Condition: { ArnLike: { 'AWS:SourceArn': aws.arn('events', 'rule/pushes') } },
        },
      ],
    });
    await aws.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'rule' }));
    await expect(aws.lambda.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  },
};
