import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  type CreateAliasCommandInput,
} from '@aws-sdk/client-lambda';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';

const FunctionName = 'deploy';

/** Publishes a function, which has to be changed if it is not the first time. */
async function publish({ lambda }: Account, memory?: number, Description?: string): Promise<string> {
  if (memory !== undefined) {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: memory }));
  }
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName, Description }));
  return Version!;
}

function alias({ lambda }: Account, change: Partial<CreateAliasCommandInput> = {}) {
  return lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1', ...change }));
}

function missing(message: string) {
  return { name: 'ResourceNotFoundException', message };
}

function invalid(message: string) {
  return { name: 'InvalidParameterValueException', message };
}

/** What Lambda promises of versions and aliases. */
export const VERSIONS: Promises = {
  'what has not changed is not published again': async (aws) => {
    await aws.makeFunction(FunctionName);
    expect(await publish(aws)).toBe('1');
    const again = await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
    expect(again.Version).toBe('1');
  },

  'versions are listed, the function as it is first': async (aws) => {
    await aws.makeFunction(FunctionName);
    await publish(aws);
    const { Versions } = await aws.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions?.map(({ Version, FunctionArn }) => [Version, FunctionArn?.split(':').at(-1)])).toEqual([
      ['$LATEST', '$LATEST'],
      ['1', '1'],
    ]);
    const { Functions } = await aws.lambda.send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }));
    expect(Functions?.map(({ Version }) => Version).toSorted()).toEqual(['$LATEST', '1']);
  },

  'a version is published of the code that is meant': async (aws) => {
    await aws.makeFunction(FunctionName);
    const { CodeSha256 } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    await expect(
      aws.lambda.send(new PublishVersionCommand({ FunctionName, CodeSha256: 'another' })),
    ).rejects.toMatchObject(
      invalid(
        `CodeSHA256 (another) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
      ),
    );
  },

  'a version that is not there is refused by its ARN': async (aws) => {
    await aws.makeFunction(FunctionName);
    await expect(aws.lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: '7' }))).rejects.toMatchObject(
      missing(`Function not found: ${aws.arn('lambda', 'function:deploy:7')}`),
    );
  },

  'the function as it is cannot be deleted alone': async (aws) => {
    await aws.makeFunction(FunctionName);
    await expect(
      aws.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '$LATEST' })),
    ).rejects.toMatchObject(invalid('$LATEST version cannot be deleted without deleting the function.'));
  },

  'an alias is a name for a version': async (aws) => {
    await aws.makeFunction(FunctionName);
    await publish(aws);
    const AliasArn = aws.arn('lambda', 'function:deploy:live');
    const made = { AliasArn, Name: 'live', FunctionVersion: '1', Description: 'what is used' };
    expect(await alias(aws, { Description: 'what is used' })).toMatchObject(made);
    expect(await aws.lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).toMatchObject(made);
    const { Version } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: 'live' }));
    expect(Version).toBe('1');
  },

  'aliases are listed, all or those of a version': async (aws) => {
    await aws.makeFunction(FunctionName);
    await publish(aws);
    await alias(aws);
    await alias(aws, { Name: 'latest', FunctionVersion: '$LATEST' });
    const names = async (FunctionVersion?: string) =>
      (await aws.lambda.send(new ListAliasesCommand({ FunctionName, FunctionVersion }))).Aliases?.map(
        ({ Name }) => Name,
      );
    expect((await names())?.toSorted()).toEqual(['latest', 'live']);
    expect(await names('1')).toEqual(['live']);
  },

  'an alias is made once, of a version that is there': async (aws) => {
    await aws.makeFunction(FunctionName);
    await expect(alias(aws)).rejects.toMatchObject(
      missing(`Function not found: ${aws.arn('lambda', 'function:deploy:1')}`),
    );
    await publish(aws);
    await alias(aws);
    await expect(alias(aws)).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `Alias already exists: ${aws.arn('lambda', 'function:deploy:live')}`,
    });
  },

  'an alias that is not there is not described, not changed, and deleted all the same': async (aws) => {
    await aws.makeFunction(FunctionName);
    const named = { FunctionName, Name: 'live' };
    const arn = aws.arn('lambda', 'function:deploy:live');
    await expect(aws.lambda.send(new GetAliasCommand(named))).rejects.toMatchObject(
      missing(`Cannot find alias arn: ${arn}`),
    );
    await expect(aws.lambda.send(new UpdateAliasCommand(named))).rejects.toMatchObject(
      missing(`Alias not found: ${arn}`),
    );
    await aws.lambda.send(new DeleteAliasCommand(named));
  },
};

/** What Lambda promises of versions as they come and go. */
export const REPUBLISHED: Promises = {
  'a version that an alias names stays': async (aws) => {
    await aws.makeFunction(FunctionName);
    await publish(aws);
    await alias(aws);
    const remove = () => aws.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }));
    await expect(remove()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Unable to delete version because the following aliases reference it: [live]',
    });
    await aws.lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }));
    await remove();
    await expect(
      aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: '1' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  },

  'a version keeps a function as it was': async (aws) => {
    await aws.makeFunction(FunctionName);
    expect(await publish(aws, 256, 'the first')).toBe('1');
    await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 512 }));
    expect(await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: '1' }))).toMatchObject({
      FunctionArn: aws.arn('lambda', 'function:deploy:1'),
      Version: '1',
      MemorySize: 256,
      Description: 'the first',
    });
    expect(await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({
      Version: '$LATEST',
      MemorySize: 512,
    });
  },

  'the number of a version that was deleted is not given again': async (aws) => {
    await aws.makeFunction(FunctionName);
    await publish(aws);
    await aws.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }));
    expect(await publish(aws, 256)).toBe('2');
  },

  'an alias is given to another version': async (aws) => {
    await aws.makeFunction(FunctionName);
    await publish(aws);
    await publish(aws, 256);
    await alias(aws, { Description: 'what is used' });
    const behind = async () =>
      (await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: 'live' }))).Version;
    expect(await behind()).toBe('1');
    await aws.lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '2' }));
    expect(await behind()).toBe('2');
    expect(await aws.lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).toMatchObject({
      FunctionVersion: '2',
      Description: 'what is used',
    });
  },

  'an alias may send a share of its events to another version': async (aws) => {
    await aws.makeFunction(FunctionName);
    await publish(aws);
    await publish(aws, 256);
    const share = (weights: Record<string, number>) => ({ RoutingConfig: { AdditionalVersionWeights: weights } });
    await alias(aws, share({ '2': 0.25 }));
    expect(await aws.lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).toMatchObject(
      share({ '2': 0.25 }),
    );
    await aws.lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', ...share({}) }));
    const { RoutingConfig } = await aws.lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }));
    expect(RoutingConfig).toBeUndefined();
  },

  'the other version of an alias is one, published, and not the same': async (aws) => {
    await aws.makeFunction(FunctionName);
    await publish(aws);
    await publish(aws, 256);
    await publish(aws, 512);
    const share = (AdditionalVersionWeights: Record<string, number>, FunctionVersion = '1') =>
      alias(aws, { FunctionVersion, RoutingConfig: { AdditionalVersionWeights } });
    await expect(share({ '2': 0.1, '3': 0.1 })).rejects.toMatchObject(
      invalid('Number of items in AdditionalVersionWeights cannot be greater than 1'),
    );
    await expect(share({ '1': 0.1 })).rejects.toMatchObject(
      invalid('Invalid function version 1. Function version 1 is already included in routing configuration.'),
    );
    await expect(share({ '2': 0.1 }, '$LATEST')).rejects.toMatchObject(
      invalid('$LATEST is not supported for an alias pointing to more than 1 version'),
    );
    await expect(share({ '2': 1.5 })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '{2=1.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
    });
    await expect(share({ '9': 0.1 })).rejects.toMatchObject(
      missing(`Function not found: ${aws.arn('lambda', 'function:deploy:9')}`),
    );
  },
};
