import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  DeauthorizeConnectionCommand,
  DeleteApiDestinationCommand,
  DeleteConnectionCommand,
  DescribeApiDestinationCommand,
  DescribeConnectionCommand,
  ListApiDestinationsCommand,
  ListConnectionsCommand,
  UpdateApiDestinationCommand,
  UpdateConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';

/** Makes a connection with a key, and gives its ARN. */
async function connect({ eventBridge }: Account): Promise<string> {
  const { ConnectionArn } = await eventBridge.send(
    new CreateConnectionCommand({
      Name: 'hook',
      AuthorizationType: 'API_KEY',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'x-key', ApiKeyValue: 'confidential' } },
    }),
  );
  return ConnectionArn!;
}

/** What connections and API destinations promise. */
export const DESTINATIONS: Promises = {
  'a connection is described without what is confidential, listed and deleted': async (aws) => {
    const arn = await connect(aws);
    const described = await aws.eventBridge.send(new DescribeConnectionCommand({ Name: 'hook' }));
    expect(described).toMatchObject({
      ConnectionArn: arn,
      ConnectionState: 'AUTHORIZED',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'x-key' } },
    });
    expect(JSON.stringify(described)).not.toContain('confidential');
    const { Connections } = await aws.eventBridge.send(new ListConnectionsCommand({}));
    expect(Connections?.map(({ Name }) => Name)).toEqual(['hook']);
    await aws.eventBridge.send(new DeleteConnectionCommand({ Name: 'hook' }));
    await expect(aws.eventBridge.send(new DescribeConnectionCommand({ Name: 'hook' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Failed to describe the connection(s). Connection 'hook' does not exist.",
    });
  },

  'an API destination is made, changed, listed and deleted': async (aws) => {
    const ConnectionArn = await connect(aws);
    const made = await aws.eventBridge.send(
      new CreateApiDestinationCommand({
        Name: 'deploy',
        ConnectionArn,
        InvocationEndpoint: 'https://hooks.example.com/deploy',
        HttpMethod: 'POST',
      }),
    );
    expect(made.ApiDestinationArn).toMatch(
      new RegExp(`^${aws.arn('events', 'api-destination/deploy/')}[0-9a-f-]{36}$`),
    );
    await aws.eventBridge.send(
      new UpdateApiDestinationCommand({ Name: 'deploy', HttpMethod: 'PUT', InvocationRateLimitPerSecond: 5 }),
    );
    expect(await aws.eventBridge.send(new DescribeApiDestinationCommand({ Name: 'deploy' }))).toMatchObject({
      ApiDestinationState: 'ACTIVE',
      HttpMethod: 'PUT',
      InvocationEndpoint: 'https://hooks.example.com/deploy',
      InvocationRateLimitPerSecond: 5,
    });
    const { ApiDestinations } = await aws.eventBridge.send(new ListApiDestinationsCommand({}));
    expect(ApiDestinations?.map(({ Name }) => Name)).toEqual(['deploy']);
    await aws.eventBridge.send(new DeleteApiDestinationCommand({ Name: 'deploy' }));
    await expect(aws.eventBridge.send(new DescribeApiDestinationCommand({ Name: 'deploy' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  },

  'a connection is changed, and authorizes anew': async (aws) => {
    await connect(aws);
    await aws.eventBridge.send(
      new UpdateConnectionCommand({
        Name: 'hook',
        Description: 'with a name and a password',
        AuthorizationType: 'BASIC',
        AuthParameters: { BasicAuthParameters: { Username: 'deployer', Password: 'confidential' } },
      }),
    );
    const described = await aws.eventBridge.send(new DescribeConnectionCommand({ Name: 'hook' }));
    expect(described).toMatchObject({
      Description: 'with a name and a password',
      AuthorizationType: 'BASIC',
      ConnectionState: 'AUTHORIZED',
      AuthParameters: { BasicAuthParameters: { Username: 'deployer' } },
    });
    expect(described.AuthParameters).not.toHaveProperty('ApiKeyAuthParameters');
    expect(JSON.stringify(described)).not.toContain('confidential');
  },

  'a connection is deauthorized, and stays': async (aws) => {
    const ConnectionArn = await connect(aws);
    expect(await aws.eventBridge.send(new DeauthorizeConnectionCommand({ Name: 'hook' }))).toMatchObject({
      ConnectionArn,
      ConnectionState: expect.stringMatching(/^DEAUTHORIZ(ING|ED)$/) as string,
    });
    expect(await aws.eventBridge.send(new DescribeConnectionCommand({ Name: 'hook' }))).toMatchObject({
      ConnectionState: expect.stringMatching(/^DEAUTHORIZ(ING|ED)$/) as string,
    });
  },

  'a connection is made once': async (aws) => {
    await connect(aws);
    await expect(connect(aws)).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'Connection hook already exists.',
    });
  },
};
