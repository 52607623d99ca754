import type { Resources } from '../bus/resource/resources.ts';
import type { Setup } from '../rehearse/setup.ts';
import { feedsOf } from '../rehearse/feeds.ts';
import { placeOfTarget, type Rule } from '../rule/rule.ts';
import type { Feeds } from '../verdict/hearing.ts';

/** A setup in which there is one consumer, and what leads to it. */
export interface Alone {
  readonly setup: Setup;
  readonly rules: readonly Rule[];
  readonly feeds: Feeds[string];
}

/** How long messages are waited for that one batch is made of: what fails in a batch shows only where there are several. */
const WINDOW = 30;

/** Takes all other consumers out of a setup, with all that leads to nobody then. */
export function alone(setup: Setup, consumer: string): Alone {
  const feeds = feedsOf(setup.resources, setup.consumers)[consumer] ?? [];
  // A state machine may call any of them, and so what is behind one is left as it is.
  const isWoven = feeds.some(({ kind }) => kind === 'stateMachine');
  const rules = setup.rules.map((rule) => ({
    ...rule,
    targets: rule.targets.filter((target) => isWoven || target.consumer === undefined || target.consumer === consumer),
  }));
  const ways = waysTo(feeds, setup.resources ?? {});
  const kept = rules.filter(({ targets }) => targets.some((target) => isWoven || leads(target, consumer, ways)));
  const resources =
    isWoven || setup.resources === undefined ? setup.resources : without(setup.resources, consumer, ways);
  const spec = setup.consumers[consumer]!;
  return {
    feeds,
    rules: kept,
    setup: {
      ...setup,
      rules: kept,
      consumers: isWoven ? setup.consumers : { [consumer]: spec },
      ...(resources !== undefined && { resources }),
    },
  };
}

/** A place on the way to a consumer. */
interface Way {
  readonly kind: string;
  readonly name: string;
}

/** All places from which it goes on to what feeds a consumer: a topic before its queue, a bucket before its topic. */
function waysTo(feeds: readonly Way[], { topics = {}, logGroups = {}, buckets = {} }: Resources): readonly Way[] {
  const ways: Way[] = [...feeds];
  const isOne = (kind: string, name: string | undefined): boolean =>
    ways.some((way) => way.kind === kind && way.name === name);
  for (let known = -1; known < ways.length;) {
    known = ways.length;
    const add = (kind: string, name: string, leads: boolean): void => {
      if (leads && !isOne(kind, name)) ways.push({ kind, name });
    };
    for (const [name, { subscriptions = [] }] of Object.entries(topics))
      add(
        'topic',
        name,
        subscriptions.some(
          ({ queue, deliveryStream }) => isOne('queue', queue) || isOne('deliveryStream', deliveryStream),
        ),
      );
    for (const [name, { subscriptionFilters = [] }] of Object.entries(logGroups))
      add(
        'logGroup',
        name,
        subscriptionFilters.some(({ stream }) => isOne('stream', stream)),
      );
    for (const [name, { notifications = [] }] of Object.entries(buckets))
      add(
        'bucket',
        name,
        notifications.some(({ queue, topic }) => isOne('queue', queue) || isOne('topic', topic)),
      );
  }
  return ways;
}

/** Where it ends that begins there cannot be told: another bus, a function that is no consumer. */
const OPEN: readonly string[] = ['bus', 'arn', 'stateMachine', 'deliveryStream'];

function leads(target: Rule['targets'][number], consumer: string, ways: readonly Way[]): boolean {
  if (target.consumer === consumer) return true;
  const place = placeOfTarget(target);
  if (place === undefined) return false;
  return (
    ways.length > 0 &&
    (OPEN.includes(place.kind) || ways.some(({ kind, name }) => kind === place.kind && name === place.name))
  );
}

function without(resources: Resources, consumer: string, ways: readonly Way[]): Resources {
  const its = (one: { readonly consumer?: string }): boolean => one.consumer === undefined || one.consumer === consumer;
  const { eventSources = [], topics = {}, logGroups = {}, buckets = {}, trails, ...left } = resources;
  // What goes by the clock has nothing to do with what a registry says.
  const { schedules: _schedules, ...others } = left;
  const isWritten = ways.some(({ kind }) => kind === 'bucket' || kind === 'logGroup' || kind === 'topic');
  return {
    ...others,
    eventSources: eventSources
      .filter(its)
      .map((source) =>
        source.reportBatchItemFailures === true && source.queue !== undefined
          ? { ...source, maximumBatchingWindowInSeconds: Math.max(source.maximumBatchingWindowInSeconds ?? 0, WINDOW) }
          : source,
      ),
    topics: each(topics, (topic) => ({ ...topic, subscriptions: (topic.subscriptions ?? []).filter(its) })),
    logGroups: each(logGroups, (group) => ({
      ...group,
      subscriptionFilters: (group.subscriptionFilters ?? []).filter(its),
    })),
    buckets: each(buckets, (bucket) => ({ ...bucket, notifications: (bucket.notifications ?? []).filter(its) })),
    // Files that nobody reads take time to write.
    ...(trails !== undefined && isWritten && { trails }),
  };
}

function each<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
