import type { Scene } from '../scene.ts';
import { named, notBlank } from './named.ts';
import { cutOut } from './page.ts';
import type { Services } from './services.ts';
import type { Tasks } from './tasks.ts';
import { partitionOf } from '../partition.ts';

interface ClusterInput {
  readonly cluster?: string;
  readonly clusterName?: string;
  readonly clusters?: readonly string[];
  readonly nextToken?: string;
  readonly maxResults?: number;
}

/** CreateCluster, DescribeClusters, ListClusters and DeleteCluster. A cluster that something runs in is there, made or not. */
export function clusterOperations(services: Services, tasks: Tasks, { region, account }: Scene) {
  const made = new Set<string>();
  const deleted = new Set<string>();
  const arnOf = (name: string): string => `arn:${partitionOf(region)}:ecs:${region}:${account}:cluster/${name}`;

  function active(): readonly string[] {
    const used = [...services.all().map(({ clusterArn }) => clusterArn), ...tasks.all().map((task) => task.clusterArn)];
    const names = [...made, ...used.map((arn) => arn.slice(arn.lastIndexOf('/') + 1))];
    return [...new Set(names)].filter((name) => !deleted.has(name));
  }

  function describe(name: string): object {
    const inIt = services.all().filter(({ clusterArn, status }) => clusterArn === arnOf(name) && status === 'ACTIVE');
    const running = tasks.running(name);
    return {
      clusterArn: arnOf(name),
      clusterName: name,
      status: deleted.has(name) ? 'INACTIVE' : 'ACTIVE',
      registeredContainerInstancesCount: 0,
      runningTasksCount: running + inIt.reduce((sum, { runningCount }) => sum + runningCount, 0),
      pendingTasksCount: 0,
      activeServicesCount: inIt.length,
      statistics: [],
      tags: [],
      settings: [],
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
    };
  }

  return {
    CreateCluster: ({ clusterName = 'default' }: ClusterInput) => {
      made.add(clusterName);
      deleted.delete(clusterName);
      return { cluster: describe(clusterName) };
    },
    DescribeClusters: ({ clusters = ['default'] }: ClusterInput) => {
      const asked = clusters.map((each) => named(each, 'cluster') ?? '');
      const known = active();
      const isThere = (name: string): boolean => known.includes(name) || deleted.has(name);
      return {
        clusters: asked.filter(isThere).map(describe),
        failures: asked.filter((name) => !isThere(name)).map((name) => ({ arn: arnOf(name), reason: 'MISSING' })),
      };
    },
    ListClusters: (input: ClusterInput) => cutOut(active().map(arnOf), input, 'clusterArns'),
    DeleteCluster: (input: ClusterInput) => {
      const name = notBlank(named(input.cluster, 'cluster'), 'Cluster');
      deleted.add(name);
      made.delete(name);
      return { cluster: describe(name) };
    },
  };
}
