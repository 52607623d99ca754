import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';

const ecs = new ECSClient({});

/** Says whether the staging service of a repository runs as many tasks as it should. */
export async function handler({ repository, tag }: { readonly repository: string; readonly tag: string }) {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster: 'staging', services: [repository] }));
  const [service] = services;
  return { tag, healthy: service?.runningCount === service?.desiredCount };
}
