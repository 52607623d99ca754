import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionUrlConfigsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionEventInvokeConfigCommand,
  UpdateFunctionUrlConfigCommand,
  type AddPermissionCommandInput,
} from '@aws-sdk/client-lambda';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue } from '../queue.ts';

const FunctionName = 'deploy';

/** Makes a function with a version, and an alias for it. */
async function makeAlias(aws: Account): Promise<void> {
  await aws.makeFunction(FunctionName);
  await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
  await aws.lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
}

function permit(aws: Account, change: Partial<AddPermissionCommandInput> = {}) {
  return aws.lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 'rule',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: aws.arn('events', 'rule/pushes'),
      ...change,
    }),
  );
}

function describedUrl(aws: Account, FunctionArn = aws.arn('lambda', 'function:deploy')) {
  return { FunctionArn, FunctionUrl: expect.stringMatching(/^https?:\/\/\w+\.lambda-url\./) as string };
}

/** What Lambda promises of what is set about functions, versions and aliases. */
export const SETTINGS: Promises = {
  'a permission is added, told and removed': async (aws) => {
    await aws.makeFunction(FunctionName);
    await permit(aws);
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

  'a permission has an id of its own': async (aws) => {
    await aws.makeFunction(FunctionName);
    await permit(aws);
    await expect(permit(aws)).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message:
        'The statement id (rule) provided already exists. Please provide a new statement id, or remove the existing statement.',
    });
  },

  'an alias has permissions of its own': async (aws) => {
    await makeAlias(aws);
    await permit(aws, { Qualifier: 'live' });
    const { Policy } = await aws.lambda.send(new GetPolicyCommand({ FunctionName, Qualifier: 'live' }));
    expect(JSON.parse(Policy!)).toMatchObject({
      Statement: [{ Resource: aws.arn('lambda', 'function:deploy:live') }],
    });
    await expect(aws.lambda.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(permit(aws, { Qualifier: '$LATEST' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'We currently do not support adding policies for $LATEST.',
    });
  },

  'what becomes of events is put, changed in parts, and deleted': async (aws) => {
    await aws.makeFunction(FunctionName);
    const failed = await makeQueue(aws, 'failed');
    await aws.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: failed.arn } },
      }),
    );
    await aws.lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }));
    const read = () => aws.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
    const FunctionArn = aws.arn('lambda', 'function:deploy:$LATEST');
    expect(await read()).toMatchObject({
      FunctionArn,
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: failed.arn } },
    });
    await aws.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }));
    expect(await read()).not.toHaveProperty('MaximumEventAgeInSeconds');
    await aws.lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
    await expect(read()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The function ${FunctionArn} doesn't have an EventInvokeConfig`,
    });
  },

  'what becomes of events may differ between a function and its alias': async (aws) => {
    await makeAlias(aws);
    await aws.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }));
    await aws.lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: 'live', MaximumRetryAttempts: 1 }),
    );
    const { FunctionEventInvokeConfigs } = await aws.lambda.send(
      new ListFunctionEventInvokeConfigsCommand({ FunctionName }),
    );
    expect(
      FunctionEventInvokeConfigs?.map((each) => [
        each.FunctionArn?.split(':').at(-1),
        each.MaximumRetryAttempts,
      ]).toSorted(),
    ).toEqual([
      ['$LATEST', 0],
      ['live', 1],
    ]);
  },

  'a function is not its own destination, and something is to be set': async (aws) => {
    await aws.makeFunction(FunctionName);
    const Destination = aws.arn('lambda', 'function:deploy');
    await expect(
      aws.lambda.send(
        new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig: { OnSuccess: { Destination } } }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: "You can't specify the function as a destination for itself.",
    });
    await expect(aws.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'You must specify at least one of error handling or destination setting.',
    });
  },

  'a function is given a URL, which is changed and taken away': async (aws) => {
    await aws.makeFunction(FunctionName);
    const made = await aws.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' }));
    expect(made).toMatchObject({ ...describedUrl(aws), AuthType: 'NONE' });
    await aws.lambda.send(
      new UpdateFunctionUrlConfigCommand({ FunctionName, AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['*'] } }),
    );
    const read = () => aws.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }));
    expect(await read()).toMatchObject({
      FunctionUrl: made.FunctionUrl,
      AuthType: 'AWS_IAM',
      Cors: { AllowOrigins: ['*'] },
    });
    await aws.lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName }));
    await expect(read()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  },

  'a function and its alias have a URL each, and no more': async (aws) => {
    await makeAlias(aws);
    const make = (Qualifier?: string) =>
      aws.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier, AuthType: 'NONE' }));
    await make();
    await make('live');
    const { FunctionUrlConfigs } = await aws.lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }));
    expect(FunctionUrlConfigs?.toSorted((a, b) => (a.FunctionArn! < b.FunctionArn! ? -1 : 1))).toMatchObject([
      describedUrl(aws),
      describedUrl(aws, aws.arn('lambda', 'function:deploy:live')),
    ]);
    await expect(make()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `Failed to create function url config for [functionArn = ${aws.arn('lambda', 'function:deploy')}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    });
  },
};

/** What Lambda promises of runs that it keeps ready. */
export const READY: Promises = {
  'runs are kept ready for what is published': async (aws) => {
    await makeAlias(aws);
    const Qualifier = 'live';
    const put = (qualifier: string) =>
      aws.lambda.send(
        new PutProvisionedConcurrencyConfigCommand({
          FunctionName,
          Qualifier: qualifier,
          ProvisionedConcurrentExecutions: 2,
        }),
      );
    expect(await put(Qualifier)).toMatchObject({ RequestedProvisionedConcurrentExecutions: 2, Status: 'IN_PROGRESS' });
    const { ProvisionedConcurrencyConfigs } = await aws.lambda.send(
      new ListProvisionedConcurrencyConfigsCommand({ FunctionName }),
    );
    expect(ProvisionedConcurrencyConfigs).toMatchObject([
      { FunctionArn: aws.arn('lambda', 'function:deploy:live'), RequestedProvisionedConcurrentExecutions: 2 },
    ]);
    const read = () => aws.lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
    expect(await read()).toMatchObject({ RequestedProvisionedConcurrentExecutions: 2 });
    await aws.lambda.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
    await expect(read()).rejects.toMatchObject({
      name: 'ProvisionedConcurrencyConfigNotFoundException',
      message: 'No Provisioned Concurrency Config found for this function',
    });
    await expect(put('$LATEST')).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    });
  },
};
