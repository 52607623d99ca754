import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { register } from './task.ts';

/** What ECS promises of task definitions. */
export const DEFINITIONS: Promises = {
  'each registration is a revision of its family, and the latest is what the family stands for': async (aws) => {
    const first = await register(aws, '1.4.2');
    const second = await register(aws, '1.4.3');
    expect([first, second]).toEqual([aws.arn('ecs', 'task-definition/web:1'), aws.arn('ecs', 'task-definition/web:2')]);
    const describe = async (taskDefinition: string) =>
      (await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition;
    expect(await describe('web')).toMatchObject({
      taskDefinitionArn: second,
      family: 'web',
      revision: 2,
      status: 'ACTIVE',
      cpu: '256',
      containerDefinitions: [{ name: 'web', essential: true }],
    });
    expect((await describe('web:1'))?.containerDefinitions?.[0]?.image).toMatch(/web:1\.4\.2$/);
  },

  'a revision that is deregistered is no longer listed, and still there': async (aws) => {
    const first = await register(aws, '1.4.2');
    const second = await register(aws, '1.4.3');
    const list = async (change: object = {}) =>
      (await aws.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'web', ...change }))).taskDefinitionArns;
    expect(await list({ sort: 'DESC' })).toEqual([second, first]);
    await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: first }));
    expect(await list()).toEqual([second]);
    expect(await list({ status: 'INACTIVE' })).toEqual([first]);
    const { taskDefinition } = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: first }));
    expect(taskDefinition?.status).toBe('INACTIVE');
  },

  'a definition needs containers, and each of them an image': async ({ ecs }) => {
    await expect(
      ecs.send(new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions: [] })),
    ).rejects.toMatchObject({ name: 'ClientException', message: 'Container list cannot be empty.' });
    await expect(
      ecs.send(new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions: [{ name: 'web' }] })),
    ).rejects.toMatchObject({
      name: 'ClientException',
      message: 'Container.image should not be null or empty.',
    });
  },
};
