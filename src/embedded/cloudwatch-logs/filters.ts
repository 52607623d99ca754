import { Fault } from '../../wire/fault.ts';
import { compileFilterPattern } from './filter-pattern/filter-pattern.ts';
import type { LogGroup, SubscriptionFilter } from './log-group.ts';
import type { LogGroups } from './log-groups.ts';
import { page, type Paged } from './page.ts';
import { checkHealth } from './subscription.ts';

/** A group has at most so many subscription filters. */
const SUBSCRIPTION_LIMIT = 2;

/** Subscription filters and metric filters. */
export function filterOperations(groups: LogGroups) {
  const { agenda } = groups.scene;

  async function putSubscriptionFilter(input: {
    readonly logGroupName: string;
    readonly filterName: string;
    readonly filterPattern: string;
    readonly destinationArn: string;
    readonly roleArn?: string;
    readonly distribution?: SubscriptionFilter['distribution'];
  }): Promise<void> {
    const { filterName: name, destinationArn: destination, roleArn } = input;
    const group = groups.find(input.logGroupName);
    const before = group.subscriptions.get(name);
    if (before === undefined && group.subscriptions.size >= SUBSCRIPTION_LIMIT) {
      throw new Fault('LimitExceededException', 'Resource limit exceeded.');
    }
    const filter: SubscriptionFilter = {
      name,
      pattern: input.filterPattern,
      matches: compileFilterPattern(input.filterPattern),
      destination,
      ...(roleArn !== undefined && { roleArn }),
      distribution: input.distribution ?? 'ByLogStream',
      created: before?.created ?? agenda.now(),
    };
    await checkHealth(groups, filter);
    group.subscriptions.set(name, filter);
  }

  function describeSubscriptionFilters(
    input: Paged & { readonly logGroupName: string; readonly filterNamePrefix?: string },
  ) {
    const group = groups.find(input.logGroupName);
    const all = byName(group.subscriptions, input.filterNamePrefix);
    const { items, nextToken } = page(all, ({ name }) => name, input);
    return {
      subscriptionFilters: items.map(({ name, pattern, destination, roleArn, distribution, created }) => ({
        filterName: name,
        logGroupName: group.name,
        filterPattern: pattern,
        destinationArn: destination,
        ...(roleArn !== undefined && { roleArn }),
        distribution,
        creationTime: created,
      })),
      ...nextToken,
    };
  }

  function putMetricFilter(input: {
    readonly logGroupName: string;
    readonly filterName: string;
    readonly filterPattern: string;
    readonly metricTransformations: readonly unknown[];
  }): void {
    const group = groups.find(input.logGroupName);
    compileFilterPattern(input.filterPattern);
    group.metricFilters.set(input.filterName, {
      name: input.filterName,
      pattern: input.filterPattern,
      transformations: input.metricTransformations,
      created: group.metricFilters.get(input.filterName)?.created ?? agenda.now(),
    });
  }

  function describeMetricFilters(
    input: Paged & { readonly logGroupName?: string; readonly filterNamePrefix?: string },
  ) {
    const asked = input.logGroupName === undefined ? groups.list() : [groups.find(input.logGroupName)];
    const all = asked.flatMap((group) =>
      byName(group.metricFilters, input.filterNamePrefix).map((filter) => ({ ...filter, group })),
    );
    const { items, nextToken } = page(all, ({ name, group }) => `${group.name}/${name}`, input);
    return {
      metricFilters: items.map(({ name, pattern, transformations, created, group }) => ({
        filterName: name,
        filterPattern: pattern,
        metricTransformations: transformations,
        creationTime: created,
        logGroupName: group.name,
      })),
      ...nextToken,
    };
  }

  function testMetricFilter(input: { readonly filterPattern: string; readonly logEventMessages: readonly string[] }) {
    const matches = compileFilterPattern(input.filterPattern);
    return {
      matches: input.logEventMessages.flatMap((eventMessage, index) => {
        const extractedValues = matches(eventMessage);
        return extractedValues === undefined ? [] : [{ eventNumber: index + 1, eventMessage, extractedValues }];
      }),
    };
  }

  function remove(
    kind: 'subscription' | 'metric',
    filters: (group: LogGroup) => Map<string, unknown>,
  ): (input: { readonly logGroupName: string; readonly filterName: string }) => void {
    return ({ logGroupName, filterName }) => {
      if (!filters(groups.find(logGroupName)).delete(filterName)) {
        throw new Fault('ResourceNotFoundException', `The specified ${kind} filter does not exist.`);
      }
    };
  }

  return {
    PutSubscriptionFilter: putSubscriptionFilter,
    DescribeSubscriptionFilters: describeSubscriptionFilters,
    DeleteSubscriptionFilter: remove('subscription', ({ subscriptions }) => subscriptions),
    PutMetricFilter: putMetricFilter,
    DescribeMetricFilters: describeMetricFilters,
    DeleteMetricFilter: remove('metric', ({ metricFilters }) => metricFilters),
    TestMetricFilter: testMetricFilter,
  };
}

function byName<T extends { readonly name: string }>(filters: ReadonlyMap<string, T>, prefix = ''): readonly T[] {
  return [...filters.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
