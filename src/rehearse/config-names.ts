import type { Resources } from '../bus/resource/resources.ts';
import type { Target } from '../rule/rule.ts';
import { type ConfigFault, meant } from './config-checks.ts';
import { inlineRules } from './inline-rules.ts';
import type { Config } from './setup.ts';

/** Places of targets that are more than a name, each with the member of the configuration that says the rest. */
const DECLARED = { stateMachine: 'stateMachines', apiDestination: 'apiDestinations' } as const satisfies Partial<
  Record<keyof Target, keyof Resources>
>;

/**
 * What a sound configuration names that it declares nowhere: state machines, API destinations and connections cannot be made of a
 * name alone, and consumers are code. Targets of rules that are consumers are `rule/`'s to judge.
 */
export function nameFaults(config: Config): readonly ConfigFault[] {
  const { schedules = {}, topics = {}, logGroups = {}, eventSources = [], apiDestinations = {} } = config;
  const { buckets = {} } = config;
  const consumer = unknownIn(config, 'consumers');
  return [
    ...Object.entries(inlineRules(config)).flatMap(([name, { targets }]) =>
      targets.flatMap((target, index) => notInvoked(config, target, `rules.${name}.targets[${index}]`)),
    ),
    ...Object.entries(inlineRules(config)).flatMap(([name, { targets }]) =>
      undeclared(config, targets, `rules.${name}.targets`),
    ),
    ...Object.entries(schedules).flatMap(([name, { targets }]) => [
      ...undeclared(config, targets, `schedules.${name}.targets`),
      ...targets.flatMap((target, index) =>
        consumer(typeof target === 'string' ? target : target.consumer, `schedules.${name}.targets[${index}]`),
      ),
    ]),
    ...Object.entries(topics).flatMap(([name, { subscriptions = [] }]) =>
      subscriptions.flatMap((one, index) => consumer(one.consumer, `topics.${name}.subscriptions[${index}].consumer`)),
    ),
    ...Object.entries(logGroups).flatMap(([name, { subscriptionFilters = [] }]) =>
      subscriptionFilters.flatMap((one, index) =>
        consumer(one.consumer, `logGroups.${name}.subscriptionFilters[${index}].consumer`),
      ),
    ),
    ...Object.entries(buckets).flatMap(([name, { notifications = [] }]) =>
      notifications.flatMap((one, index) => consumer(one.consumer, `buckets.${name}.notifications[${index}].consumer`)),
    ),
    ...eventSources.flatMap((source, index) => consumer(source.consumer, `eventSources[${index}].consumer`)),
    ...Object.entries(apiDestinations).flatMap(([name, { connection }]) =>
      unknownIn(config, 'connections')(connection, `apiDestinations.${name}.connection`),
    ),
  ];
}

/** Who fetches its own work is sent nothing; its queue is. */
function notInvoked({ consumers = {} }: Config, target: string | Target, path: string): readonly ConfigFault[] {
  const name = typeof target === 'string' ? target : target.consumer;
  const spec = name === undefined || !Object.hasOwn(consumers, name) ? undefined : consumers[name];
  if (spec === undefined || !('queue' in spec)) return [];
  return [{ path, words: `is "${name}", which polls queue "${spec.queue}" itself, wanted { queue: '${spec.queue}' }` }];
}

function undeclared(config: Config, targets: readonly (string | Target)[], path: string): readonly ConfigFault[] {
  return targets.flatMap((target, index) =>
    Object.entries(DECLARED).flatMap(([place, member]) =>
      typeof target === 'string'
        ? []
        : unknownIn(config, member)(target[place as keyof typeof DECLARED], `${path}[${index}].${place}`),
    ),
  );
}

function unknownIn(config: Config, member: keyof Config) {
  const known = Object.keys(config[member] ?? {});
  return (name: string | undefined, path: string): readonly ConfigFault[] =>
    // Whatever has an ARN may be anybody's.
    name === undefined || name.startsWith('arn:') || known.includes(name)
      ? []
      : [{ path, words: `is "${name}", which "${member}" does not declare${meant(name, known)}` }];
}
