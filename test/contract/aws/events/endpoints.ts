import {
  CreateEndpointCommand,
  CreateEventBusCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  ListEndpointsCommand,
  UpdateEndpointCommand,
  type CreateEndpointCommandInput,
} from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';

const Name = 'everywhere';

function wish({ id, arn }: Account): CreateEndpointCommandInput {
  return {
    Name,
    RoutingConfig: {
      FailoverConfig: {
        Primary: { HealthCheck: 'arn:aws:route53:::healthcheck/6a8c1b5e-7d7a-4a3c-9f0a-2f9f0f0c2c11' },
        Secondary: { Route: 'us-west-2' },
      },
    },
    EventBuses: [
      { EventBusArn: arn('events', 'event-bus/releases') },
      { EventBusArn: `arn:aws:events:us-west-2:${id}:event-bus/releases` },
    ],
  };
}

async function make(aws: Account): Promise<void> {
  await aws.eventBridge.send(new CreateEventBusCommand({ Name: 'releases' }));
  await aws.eventBridge.send(new CreateEndpointCommand(wish(aws)));
}

const MISSING = { name: 'ResourceNotFoundException', message: `Endpoint '${Name}' does not exist.` };

/** What global endpoints promise. */
export const ENDPOINTS: Promises = {
  'a global endpoint is made of a bus in two regions, and described': async (aws) => {
    await make(aws);
    const described = await aws.eventBridge.send(new DescribeEndpointCommand({ Name }));
    expect(described).toMatchObject({
      ...wish(aws),
      Arn: aws.arn('events', `endpoint/${Name}`),
      ReplicationConfig: { State: 'ENABLED' },
      State: 'ACTIVE',
    });
    expect(described.EndpointId).toMatch(/^[\w-]+\.[\w-]+$/);
    expect(described.EndpointUrl).toBe(`https://${described.EndpointId}.endpoint.events.amazonaws.com`);
  },

  'a global endpoint is changed and listed': async (aws) => {
    await make(aws);
    await aws.eventBridge.send(new UpdateEndpointCommand({ Name, ReplicationConfig: { State: 'DISABLED' } }));
    const { Endpoints } = await aws.eventBridge.send(new ListEndpointsCommand({ NamePrefix: 'every' }));
    expect(Endpoints).toMatchObject([{ Name, ReplicationConfig: { State: 'DISABLED' } }]);
    expect((await aws.eventBridge.send(new ListEndpointsCommand({ NamePrefix: 'no' }))).Endpoints).toEqual([]);
  },

  'a global endpoint is made once': async (aws) => {
    await make(aws);
    await expect(aws.eventBridge.send(new CreateEndpointCommand(wish(aws)))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: `Endpoint '${Name}' already exists.`,
    });
  },

  'a global endpoint is deleted, and then is not there': async (aws) => {
    await make(aws);
    await aws.eventBridge.send(new DeleteEndpointCommand({ Name }));
    await expect(aws.eventBridge.send(new DescribeEndpointCommand({ Name }))).rejects.toMatchObject(MISSING);
    await expect(aws.eventBridge.send(new UpdateEndpointCommand({ Name }))).rejects.toMatchObject(MISSING);
    await expect(aws.eventBridge.send(new DeleteEndpointCommand({ Name }))).rejects.toMatchObject(MISSING);
  },
};
