import type { ConsumerSpec } from '../consumer/consumer.ts';
import type { Resources } from '../bus/resource/resources.ts';
import type { Feeds } from '../verdict/hearing.ts';

/** What consumers are given their events by, besides the rules that target them. */
export function feedsOf(resources: Resources = {}, specs: Readonly<Record<string, ConsumerSpec>> = {}): Feeds {
  const consumers = Object.keys(specs);
  const { eventSources = [], topics = {}, logGroups = {}, stateMachines = {}, buckets = {} } = resources;
  const feeds: Record<string, Feeds[string][number][]> = {};
  const note = (consumer: string | undefined, feed: Feeds[string][number]): void => {
    if (consumer !== undefined) (feeds[consumer] ??= []).push(feed);
  };
  for (const [name, spec] of Object.entries(specs))
    if ('queue' in spec) note(name, { kind: 'queue', name: spec.queue });
  for (const { consumer, queue, stream } of eventSources) {
    if (queue !== undefined) note(consumer, { kind: 'queue', name: queue });
    if (stream !== undefined) note(consumer, { kind: 'stream', name: stream });
  }
  for (const [name, { subscriptions = [] }] of Object.entries(topics)) {
    for (const { consumer } of subscriptions) note(consumer, { kind: 'topic', name });
  }
  for (const [name, { subscriptionFilters = [] }] of Object.entries(logGroups)) {
    for (const { consumer } of subscriptionFilters) note(consumer, { kind: 'logGroup', name });
  }
  for (const [name, { notifications = [] }] of Object.entries(buckets)) {
    for (const { consumer } of notifications) note(consumer, { kind: 'bucket', name });
  }
  for (const [name, { definition }] of Object.entries(stateMachines)) {
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
    // A task names its function by a text of its own, bare or at the end of an ARN.
    for (const consumer of consumers) {
      if (text.includes(`"${consumer}"`) || text.includes(`:function:${consumer}"`)) {
        note(consumer, { kind: 'stateMachine', name });
      }
    }
  }
  return feeds;
}
