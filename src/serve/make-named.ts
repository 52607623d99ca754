import type { Estate } from '../embedded/assemble.ts';
import { placeOfTarget, type Rule, type Target } from '../rule/rule.ts';

type Kind = NonNullable<ReturnType<typeof placeOfTarget>>['kind'];

/** How what a rule names is made. What is not here cannot be made of a name alone. */
const MAKERS: Readonly<Partial<Record<Kind, (estate: Estate, name: string) => unknown>>> = {
  queue: ({ queues }, name) =>
    queues.create(name, name.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {}, {}),
  topic: ({ topics }, name) => topics.create(name, {}, {}),
  logGroup: ({ logGroups }, name) => logGroups.create(name),
  stream: ({ streams }, name) => streams.create(name, { shards: 1 }),
  bus: ({ buses }, name) => (name === 'default' ? undefined : buses.create(name)),
};

/** Makes the queues, topics, log groups, streams and buses that the rules of a configuration name. */
export function makeNamed(rules: readonly Rule[], estate: Estate): void {
  const made = new Set<string>();
  for (const target of rules.flatMap(({ targets }) => targets)) {
    for (const { kind, name } of namedBy(target)) {
      // Whatever has an ARN may be anybody's.
      if (made.has(`${kind}/${name}`) || name.startsWith('arn:')) continue;
      made.add(`${kind}/${name}`);
      MAKERS[kind]?.(estate, name);
    }
  }
}

function namedBy(target: Target): readonly { readonly kind: Kind; readonly name: string }[] {
  const place = placeOfTarget(target);
  const letters = target.deadLetterConfig?.arn;
  return [
    ...(place === undefined ? [] : [place]),
    ...(letters === undefined ? [] : [{ kind: 'queue' as const, name: letters }]),
  ];
}
