import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { Account } from '../account.ts';

/** Registers a revision of the family `web`, and gives its ARN. */
export async function register({ ecs }: Account, tag: string): Promise<string> {
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'web',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: `111122223333.dkr.ecr.us-east-2.amazonaws.com/web:${tag}` }],
    }),
  );
  return taskDefinition!.taskDefinitionArn!;
}
