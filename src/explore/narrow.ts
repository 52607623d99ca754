import type { Resources } from '../bus/resource/resources.ts';
import type { Setup } from '../rehearse/setup.ts';
import type { Rule } from '../rule/rule.ts';
import { unknownConsumer } from '../rule/unknown-consumer.ts';

/**
 * A setup with one of its consumers alone, and with what leads to it: others neither run nor are to blame. Throws the `Problem` of a name
 * that is no consumer's.
 */
export function narrowed(setup: Setup, consumer: string, attempt: string): Setup {
  const spec = setup.consumers[consumer];
  if (spec === undefined) throw unknownConsumer(attempt, consumer, Object.keys(setup.consumers), undefined);
  const { resources } = setup;
  return {
    ...setup,
    consumers: { [consumer]: spec },
    rules: setup.rules.flatMap((rule): Rule[] => {
      const targets = rule.targets.filter((target) => target.consumer === undefined || target.consumer === consumer);
      return targets.length === 0 ? [] : [{ ...rule, targets }];
    }),
    ...(resources !== undefined && { resources: narrowedResources(resources, consumer) }),
  };
}

function narrowedResources(resources: Resources, name: string): Resources {
  const isOf = (one: { readonly consumer?: string | undefined }): boolean =>
    one.consumer === undefined || one.consumer === name;
  const { eventSources, topics, logGroups, buckets, schedules } = resources;
  return {
    ...resources,
    ...(eventSources && { eventSources: eventSources.filter(isOf) }),
    ...(topics && {
      topics: each(topics, (topic) => ({ ...topic, ...listOf('subscriptions', topic.subscriptions?.filter(isOf)) })),
    }),
    ...(logGroups && {
      logGroups: each(logGroups, (group) => ({
        ...group,
        ...listOf('subscriptionFilters', group.subscriptionFilters?.filter(isOf)),
      })),
    }),
    ...(buckets && {
      buckets: each(buckets, (bucket) => ({
        ...bucket,
        ...listOf('notifications', bucket.notifications?.filter(isOf)),
      })),
    }),
    ...(schedules && {
      schedules: Object.fromEntries(
        Object.entries(schedules).flatMap(([key, schedule]) => {
          const targets = schedule.targets.filter((target) =>
            typeof target === 'string' ? target === name : isOf(target),
          );
          return targets.length === 0 ? [] : [[key, { ...schedule, targets }]];
        }),
      ),
    }),
  };
}

function each<Value, Result>(of: Readonly<Record<string, Value>>, change: (value: Value) => Result) {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)])) as Readonly<
    Record<string, Result>
  >;
}

function listOf<Name extends string, Member>(name: Name, list: readonly Member[] | undefined) {
  return (list === undefined ? {} : { [name]: list }) as { readonly [Key in Name]?: readonly Member[] };
}
