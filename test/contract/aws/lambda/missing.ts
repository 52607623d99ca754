import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListAliasesCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionUrlConfigsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionEventInvokeConfigCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue } from '../queue.ts';

const FunctionName = 'deploy';
const permission = { StatementId: 'rule', Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' };

/** What is answered, where it is a refusal because something is not there. */
async function refusal(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'answered',
    (error: Error) => (error.name === 'ResourceNotFoundException' ? error.message : `${error.name}: ${error.message}`),
  );
}

/** What several are answered, each answer once. */
async function refusals(...answers: readonly Promise<unknown>[]): Promise<readonly string[]> {
  return [...new Set(await Promise.all(answers.map(refusal)))];
}

function arnOf({ arn }: Account, qualifier = ''): string {
  return `${arn('lambda', `function:${FunctionName}`)}${qualifier}`;
}

/** In which words Lambda says that something is not there: each operation has its own. */
export const MISSING: Promises = {
  'a function that is not there has no versions, aliases, tags and settings': async (aws) => {
    const Resource = arnOf(aws);
    const { lambda } = aws;
    expect(
      await refusals(
        lambda.send(new ListVersionsByFunctionCommand({ FunctionName })),
        lambda.send(new ListAliasesCommand({ FunctionName })),
        lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'live' })),
        lambda.send(new ListTagsCommand({ Resource })),
        lambda.send(new TagResourceCommand({ Resource, Tags: { team: 'web' } })),
        lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['team'] })),
        lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
        lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName })),
        lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: 'Allow' })),
        lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName })),
        lambda.send(new GetPolicyCommand({ FunctionName })),
        lambda.send(new AddPermissionCommand({ FunctionName, ...permission })),
      ),
    ).toEqual([`Function not found: ${Resource}`]);
  },

  'who changes a function that is not there is told the version': async (aws) => {
    const { lambda } = aws;
    expect(await refusal(lambda.send(new PublishVersionCommand({ FunctionName })))).toBe(
      `Function not found: ${arnOf(aws, ':$LATEST')}`,
    );
    expect(
      await refusal(lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }))),
    ).toBe(`Function not found: ${arnOf(aws, ':$LATEST')}`);
    expect(
      await refusal(lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }))),
    ).toBe(`Function not found: ${arnOf(aws, ':1')}`);
  },

  'a URL is of a function that is there': async ({ lambda }) => {
    expect(
      await refusals(
        lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' })),
        lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' })),
        lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName })),
      ),
    ).toEqual(['Function does not exist']);
    expect(
      await refusals(
        lambda.send(new GetFunctionUrlConfigCommand({ FunctionName })),
        lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName })),
      ),
    ).toEqual(['The resource you requested does not exist.']);
  },

  'what becomes of events is set for a function that is there': async (aws) => {
    const { lambda } = aws;
    expect(
      await refusals(
        lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 })),
        lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 })),
        lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName })),
      ),
    ).toEqual(["The function doesn't exist."]);
    expect(
      await refusals(
        lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })),
        lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName })),
      ),
    ).toEqual([`The function ${arnOf(aws, ':$LATEST')} doesn't have an EventInvokeConfig`]);
  },

  'a version or an alias that is not there has nothing set': async (aws) => {
    await aws.makeFunction(FunctionName);
    const { lambda } = aws;
    const live = { FunctionName, Qualifier: 'live' };
    const noAlias = `Cannot find alias arn: ${arnOf(aws, ':live')}`;
    expect(await refusal(lambda.send(new AddPermissionCommand({ ...live, ...permission })))).toBe(noAlias);
    expect(await refusal(lambda.send(new GetProvisionedConcurrencyConfigCommand(live)))).toBe(noAlias);
    expect(await refusal(lambda.send(new DeleteProvisionedConcurrencyConfigCommand(live)))).toBe(noAlias);
    expect(
      await refusal(lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: '7' }))),
    ).toBe(`Function not found: ${arnOf(aws, ':7')}`);
    expect(await refusal(lambda.send(new GetPolicyCommand(live)))).toBe('The resource you requested does not exist.');
    expect(await refusal(lambda.send(new GetFunctionEventInvokeConfigCommand(live)))).toBe(
      `The function ${arnOf(aws, ':live')} doesn't have an EventInvokeConfig`,
    );
    expect(await refusal(lambda.send(new CreateFunctionUrlConfigCommand({ ...live, AuthType: 'NONE' })))).toBe(
      'Function does not exist',
    );
    expect(await refusal(lambda.send(new DeleteFunctionCommand(live)))).toBe(
      'InvalidParameterValueException: Deletion of aliases is not currently supported.',
    );
  },

  'a permission that nobody has given is not taken away': async (aws) => {
    const { lambda } = aws;
    const remove = () => refusal(lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'rule' })));
    expect(await remove()).toBe(`No policy found for: ${arnOf(aws)}`);
    await aws.makeFunction(FunctionName);
    expect(await remove()).toBe('No policy is associated with the given resource.');
    await lambda.send(new AddPermissionCommand({ FunctionName, ...permission, StatementId: 'other' }));
    expect(await remove()).toBe('Statement rule is not found in resource policy.');
  },

  'a mapping is of a function that is there, and is there itself': async (aws) => {
    const { lambda } = aws;
    const { arn: EventSourceArn } = await makeQueue(aws, 'pushes');
    expect(await refusal(lambda.send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn })))).toBe(
      'InvalidParameterValueException: Function does not exist',
    );
    const UUID = '1d0c9b4e-9d2a-4a57-8f5b-3a4bd0e2f6d1';
    expect(
      await refusals(
        lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 1 })),
        lambda.send(new DeleteEventSourceMappingCommand({ UUID })),
      ),
    ).toEqual(['The resource you requested does not exist.']);
  },

  'tags are given, and not too many': async (aws) => {
    await aws.makeFunction(FunctionName);
    const Resource = arnOf(aws);
    const tag = (Tags: Record<string, string>) => refusal(aws.lambda.send(new TagResourceCommand({ Resource, Tags })));
    expect(await tag({})).toBe(
      'InvalidParameterValueException: An error occurred and the request cannot be processed.',
    );
    expect(await tag(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`key-${n}`, 'value'])))).toBe(
      'InvalidParameterValueException: Number of tags exceeds resource tag limit.',
    );
  },
};
