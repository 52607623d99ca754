import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';

const ecs = new ECSClient({});

/** Deploys what the event names. */
export async function handler(event: { service: string }) {
  const { service } = await ecs.send(
    new UpdateServiceCommand({ cluster: process.env['CLUSTER'], service: event.service }),
  );
  const { taskDefinition } = (
    await ecs.send(new UpdateServiceCommand({ cluster: process.env['CLUSTER'], service: `${event.service}-canary` }))
  ).service!;
  return { arn: service?.serviceArn, taskDefinition };
}
