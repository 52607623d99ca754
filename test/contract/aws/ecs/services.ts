import { DescribeServicesCommand, UpdateServiceCommand, waitUntilServicesStable } from '@aws-sdk/client-ecs';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { register } from './task.ts';

const SERVICE = { cluster: 'live', service: 'web' };

/** What ECS promises of services. */
export const SERVICES: Promises = {
  'a service rolls out the revision it is given, and is stable then': async (aws) => {
    const taskDefinition = await register(aws, '1.4.2');
    const { service } = await aws.ecs.send(new UpdateServiceCommand({ ...SERVICE, taskDefinition, desiredCount: 2 }));
    expect(service).toMatchObject({
      serviceArn: aws.arn('ecs', 'service/live/web'),
      serviceName: 'web',
      taskDefinition,
      desiredCount: 2,
    });
    const stable = await waitUntilServicesStable(
      { client: aws.ecs, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
      { cluster: 'live', services: ['web'] },
    );
    expect(stable.state).toBe('SUCCESS');
    const { services } = await aws.ecs.send(new DescribeServicesCommand({ cluster: 'live', services: ['web'] }));
    expect(services).toMatchObject([{ taskDefinition, runningCount: 2, deployments: [{ status: 'PRIMARY' }] }]);
  },

  'a service is deployed anew only when something of it changes, or when that is asked for': async (aws) => {
    const taskDefinition = await register(aws, '1.4.2');
    const update = async (change: object) =>
      (await aws.ecs.send(new UpdateServiceCommand({ ...SERVICE, taskDefinition, ...change }))).service
        ?.deployments?.[0]?.id;
    const first = await update({});
    expect(await update({ desiredCount: 2 })).toBe(first);
    expect(await update({ forceNewDeployment: true })).not.toBe(first);
  },
};
