import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  ListClustersCommand,
  ListServicesCommand,
  UpdateServiceCommand,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs';
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

  'a service is made once, listed, and deleted when nothing of it runs': async (aws) => {
    const taskDefinition = await register(aws, '1.4.2');
    const create = () =>
      aws.ecs.send(
        new CreateServiceCommand({ cluster: 'live', serviceName: 'web', taskDefinition: 'web', desiredCount: 2 }),
      );
    expect((await create()).service).toMatchObject({
      serviceArn: aws.arn('ecs', 'service/live/web'),
      taskDefinition,
      status: 'ACTIVE',
      desiredCount: 2,
      deployments: [{ status: 'PRIMARY', taskDefinition }],
    });
    await expect(create()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Creation of service was not idempotent.',
    });
    const list = async () => (await aws.ecs.send(new ListServicesCommand({ cluster: 'live' }))).serviceArns;
    expect(await list()).toEqual([aws.arn('ecs', 'service/live/web')]);
    await expect(aws.ecs.send(new DeleteServiceCommand(SERVICE))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The service cannot be stopped while it is scaled above 0.',
    });
    await aws.ecs.send(new UpdateServiceCommand({ ...SERVICE, desiredCount: 0 }));
    await aws.ecs.send(new DeleteServiceCommand(SERVICE));
    expect(await list()).toEqual([]);
    await expect(aws.ecs.send(new UpdateServiceCommand({ ...SERVICE, desiredCount: 1 }))).rejects.toMatchObject({
      name: 'ServiceNotActiveException',
      message: 'Service was not ACTIVE.',
    });
  },

  'a cluster is made, described with what runs in it, listed and deleted': async (aws) => {
    const { cluster } = await aws.ecs.send(new CreateClusterCommand({ clusterName: 'live' }));
    const clusterArn = aws.arn('ecs', 'cluster/live');
    expect(cluster).toMatchObject({ clusterArn, clusterName: 'live', status: 'ACTIVE', activeServicesCount: 0 });
    await register(aws, '1.4.2');
    await aws.ecs.send(
      new CreateServiceCommand({ cluster: 'live', serviceName: 'web', taskDefinition: 'web', desiredCount: 2 }),
    );
    const described = await aws.ecs.send(new DescribeClustersCommand({ clusters: ['live', 'nothing'] }));
    expect(described.clusters).toMatchObject([{ clusterArn, activeServicesCount: 1, runningTasksCount: 2 }]);
    expect(described.failures).toEqual([{ arn: aws.arn('ecs', 'cluster/nothing'), reason: 'MISSING' }]);
    const list = async () => (await aws.ecs.send(new ListClustersCommand({}))).clusterArns;
    expect(await list()).toEqual([clusterArn]);
    await aws.ecs.send(new DeleteServiceCommand({ ...SERVICE, force: true }));
    expect((await aws.ecs.send(new DeleteClusterCommand({ cluster: 'live' }))).cluster?.status).toBe('INACTIVE');
    expect(await list()).toEqual([]);
  },
};
