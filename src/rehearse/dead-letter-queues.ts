import type { Setup } from './setup.ts';

/** The names of the queues that take what others give up on, as rules and resources declare them. */
export function deadLetterQueues({ rules, resources = {} }: Pick<Setup, 'rules' | 'resources'>): readonly string[] {
  const { queues = {}, topics = {}, eventSources = [], schedules = {} } = resources;
  const targets = [...rules, ...Object.values(schedules)].flatMap((rule) => rule.targets);
  const names = [
    ...targets.map((target) => (typeof target === 'string' ? undefined : target.deadLetterConfig?.arn)),
    ...Object.values(queues).map(({ redrive }) => redrive?.queue),
    ...Object.values(topics).flatMap(({ subscriptions = [] }) => subscriptions.map((one) => one.deadLetterQueue)),
    ...eventSources.map(({ onFailure }) => onFailure),
  ];
  // A name, or what stands last in an ARN.
  return [...new Set(names.filter((name) => name !== undefined).map((name) => name.slice(name.lastIndexOf(':') + 1)))];
}
