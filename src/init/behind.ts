import type { Rule } from '../rule/rule.ts';

/** What lies between rules and consumers, as a configuration has it. */
export interface Wiring {
  readonly rules: readonly Rule[];
  readonly eventSources: readonly {
    readonly queue?: string;
    readonly stream?: string;
    readonly consumer: string;
    readonly enabled?: boolean;
  }[];
  readonly topics: Readonly<
    Record<
      string,
      {
        readonly subscriptions?: readonly {
          readonly consumer?: string;
          readonly queue?: string;
          readonly filterPolicy?: object;
        }[];
      }
    >
  >;
}

/** The consumers that an event reaches by a rule: its targets, and whoever is told by the queues, streams and topics among them. */
export function consumersBehind(rule: Rule, { eventSources, topics }: Wiring): readonly string[] {
  const fed = (kind: 'queue' | 'stream', name: string): readonly string[] =>
    eventSources.flatMap((source) => (source[kind] === name && source.enabled !== false ? [source.consumer] : []));
  const told = (topic: string): readonly string[] =>
    (Object.hasOwn(topics, topic) ? (topics[topic]!.subscriptions ?? []) : []).flatMap(
      ({ consumer, queue, filterPolicy }) => {
        // Whom a filter lets through is for the scenario's own author to say.
        if (filterPolicy !== undefined) return [];
        return consumer === undefined ? fed('queue', queue ?? '') : [consumer];
      },
    );
  const all = rule.targets.flatMap(({ consumer, queue, stream, topic }) => [
    ...(consumer === undefined ? [] : [consumer]),
    ...(queue === undefined ? [] : fed('queue', queue)),
    ...(stream === undefined ? [] : fed('stream', stream)),
    ...(topic === undefined ? [] : told(topic)),
  ]);
  return [...new Set(all)];
}
