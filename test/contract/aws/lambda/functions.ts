import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionRecursionConfigCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionRecursionConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue } from '../queue.ts';

const FunctionName = 'deploy';

/** What Lambda promises of functions and what is set about them, whether anything runs them or not. */
export const FUNCTIONS: Promises = {
  'functions are described, and listed': async (aws) => {
    await aws.makeFunction(FunctionName);
    const FunctionArn = aws.arn('lambda', 'function:deploy');
    const described = { FunctionName, FunctionArn, Version: '$LATEST', PackageType: 'Zip', Handler: 'index.handler' };
    const { Configuration } = await aws.lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(Configuration).toMatchObject(described);
    expect(await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject(described);
    const { Functions } = await aws.lambda.send(new ListFunctionsCommand({}));
    expect(Functions).toMatchObject([described]);
  },

  'a function goes by its name, a part of its ARN, or all of it': async (aws) => {
    await aws.makeFunction(FunctionName);
    const arn = aws.arn('lambda', 'function:deploy');
    for (const name of [arn, `${aws.id}:function:deploy`, 'deploy:$LATEST']) {
      const found = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      expect(found).toMatchObject({ FunctionName, Version: '$LATEST' });
    }
  },

  'a function that is not there is not described': async ({ lambda, arn }) => {
    const missing = {
      name: 'ResourceNotFoundException',
      message: `Function not found: ${arn('lambda', 'function:deploy')}`,
    };
    await expect(lambda.send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject(missing);
    await expect(lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).rejects.toMatchObject(missing);
    await expect(lambda.send(new DeleteFunctionCommand({ FunctionName }))).rejects.toMatchObject(missing);
  },

  'a name belongs to one function': async (aws) => {
    await aws.makeFunction(FunctionName);
    const Role = `arn:aws:iam::${aws.id}:role/deploy`;
    const Code = { ZipFile: Buffer.from('x') };
    await expect(
      aws.lambda.send(
        new CreateFunctionCommand({ FunctionName, Role, Code, Runtime: 'nodejs22.x', Handler: 'index.handler' }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceConflictException', message: 'Function already exist: deploy' });
  },

  'a function is tagged': async (aws) => {
    await aws.makeFunction(FunctionName);
    const Resource = aws.arn('lambda', 'function:deploy');
    await aws.lambda.send(new TagResourceCommand({ Resource, Tags: { team: 'web', stage: 'test' } }));
    await aws.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['stage'] }));
    expect((await aws.lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ team: 'web' });
    expect((await aws.lambda.send(new GetFunctionCommand({ FunctionName }))).Tags).toEqual({ team: 'web' });
  },

  'tags are of functions, not of their versions': async (aws) => {
    await aws.makeFunction(FunctionName);
    const Resource = aws.arn('lambda', 'function:deploy:$LATEST');
    await expect(aws.lambda.send(new TagResourceCommand({ Resource, Tags: { team: 'web' } }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    });
  },

  'runs are reserved out of those of the account': async (aws) => {
    await aws.makeFunction(FunctionName);
    const unreserved = async () =>
      (await aws.lambda.send(new GetAccountSettingsCommand({}))).AccountLimit?.UnreservedConcurrentExecutions;
    const before = await unreserved();
    await aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 5 }));
    expect(await unreserved()).toBe(before! - 5);
    const { Concurrency } = await aws.lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 5 });
    await expect(
      aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: before! })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
    await aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    const { ReservedConcurrentExecutions } = await aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    expect(ReservedConcurrentExecutions).toBeUndefined();
  },

  'a function that calls itself in circles is stopped, unless it is allowed': async (aws) => {
    await aws.makeFunction(FunctionName);
    const read = async () =>
      (await aws.lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }))).RecursiveLoop;
    expect(await read()).toBe('Terminate');
    await aws.lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: 'Allow' }));
    expect(await read()).toBe('Allow');
  },
};

/** What Lambda promises of functions that are changed. */
export const CHANGES: Promises = {
  'a function that is deleted is gone': async (aws) => {
    await aws.makeFunction(FunctionName);
    await aws.lambda.send(new DeleteFunctionCommand({ FunctionName }));
    expect((await aws.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
  },

  'a configuration is changed in parts': async (aws) => {
    await aws.makeFunction(FunctionName);
    const dead = await makeQueue(aws, 'dead');
    await aws.lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        Timeout: 30,
        Environment: { Variables: { STAGE: 'test' } },
      }),
    );
    await aws.lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        Description: 'deploys',
        MemorySize: 512,
        DeadLetterConfig: { TargetArn: dead.arn },
      }),
    );
    expect(await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({
      Timeout: 30,
      MemorySize: 512,
      Description: 'deploys',
      Environment: { Variables: { STAGE: 'test' } },
      DeadLetterConfig: { TargetArn: dead.arn },
    });
  },

  'a configuration that somebody else has changed is not changed over': async (aws) => {
    await aws.makeFunction(FunctionName);
    const { RevisionId } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 30, RevisionId }));
    await expect(
      aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 60, RevisionId })),
    ).rejects.toMatchObject({
      name: 'PreconditionFailedException',
      message:
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    });
  },
};
