import type { Consumer, Invocation } from '../consumer/consumer.ts';
import { ruleSees } from '../rule/sees.ts';
import { rulePattern } from '../rule/compile.ts';
import type { Rule } from '../rule/rule.ts';
import { unknownConsumer } from '../rule/unknown-consumer.ts';
import type { Account, AccountBus } from './account-bus.ts';
import type { Bus, CausedArrival, LeftMessage } from './bus.ts';
import { goesByTheClock } from './by-the-clock.ts';

/**
 * EventBridge in this process: matches every rule and sends to its targets. Consumers are Lambda functions of the account: one
 * is called after another, and again, as Lambda does, when it fails.
 *
 * The account is the one that consumers make their AWS calls to; without it the bus has one of its own. Throws the `Problem` of a
 * rule that EventBridge would refuse, or whose consumer there is not.
 */
export function embeddedBus(rules: readonly Rule[], consumers: ReadonlyMap<string, Consumer>, account?: Account): Bus {
  const patterns = rules.map((rule) => ({ rule, pattern: checked(rule, consumers) }));
  const isSilent = rules.every(({ targets }) => targets.length === 0);
  if (isSilent && account?.declared === undefined) return matchingBus(patterns);
  let opening: Promise<AccountBus> | undefined;
  let unprompted: readonly Invocation[] = [];
  let left: readonly LeftMessage[] = [];
  let caused: readonly CausedArrival[] = [];
  // Loaded late: what has no target needs no AWS, and there is much of it.
  const open = (): Promise<AccountBus> =>
    (opening ??= import('./account-bus.ts').then(({ openAccountBus }) => openAccountBus(rules, consumers, account)));
  return {
    name: 'embedded',
    cannot: {},
    ready: async () => void (await open()),
    deliver: async (delivery) => (await open()).deliver(delivery),
    deliverTogether: async (deliveries) => (await open()).deliverTogether(deliveries),
    unprompted: () => unprompted,
    left: () => left,
    caused: () => caused,
    settle: async (ended) => {
      const opened = await (goesByTheClock(account) ? open() : opening);
      if (opened === undefined) return;
      await opened.settle(ended);
      ({ unprompted } = opened);
      caused = opened.caused();
      left = opened.left();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** A bus whose rules have no targets: all there is to know is which of them match. */
function matchingBus(rules: readonly { readonly rule: Rule; readonly pattern: ReturnType<typeof rulePattern> }[]): Bus {
  return {
    name: 'embedded',
    cannot: {},
    deliver: ({ event, reaches }) => {
      const matching = rules.filter(({ rule, pattern }) => ruleSees(rule, { reaches }) && pattern.matches(event));
      return Promise.resolve({ matched: matching.map(({ rule }) => rule.name), invocations: [] });
    },
    left: () => [],
    settle: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function checked(rule: Rule, consumers: ReadonlyMap<string, Consumer>): ReturnType<typeof rulePattern> {
  for (const { consumer } of rule.targets) {
    if (consumer === undefined || consumers.get(consumer) !== undefined) continue;
    throw unknownConsumer(`Cannot send what rule "${rule.name}" matches`, consumer, [...consumers.keys()], undefined);
  }
  return rulePattern(rule);
}
