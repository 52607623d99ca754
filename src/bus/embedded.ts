import type { Consumer, Invocation } from '../consumer/consumer.ts';
import type { Pattern } from '../pattern/index.ts';
import { unknownConsumer } from '../rule/unknown-consumer.ts';
import { rulePattern } from '../rule/compile.ts';
import type { Rule } from '../rule/rule.ts';
import { ruleSees } from '../rule/sees.ts';
import type { Bus } from './bus.ts';

interface Route {
  readonly rule: Rule;
  readonly pattern: Pattern;
  readonly consumers: readonly Consumer[];
}

/** EventBridge in this process: matches every rule and calls the consumers it targets, one after another. */
export function embeddedBus(rules: readonly Rule[], consumers: ReadonlyMap<string, Consumer>): Bus {
  const routes = rules.map((rule) => toRoute(rule, consumers));
  return {
    name: 'embedded',
    cannot: {
      retry: "calls a consumer once an arrival: Lambda's retries of a failed asynchronous invocation are not acted out",
    },
    deliver: async ({ at, emittedAt, event, reaches }) => {
      const matching = routes.filter(({ rule, pattern }) => ruleSees(rule, { reaches }) && pattern.matches(event));
      const invocations: Invocation[] = [];
      for (const { rule, consumers: targets } of matching) {
        for (const consumer of targets) {
          // One after another, so that the same seed always gives the same order of side effects.
          invocations.push(await consumer.invoke(event, { at, emittedAt, rule: rule.name, eventId: event.id }));
        }
      }
      return { matched: matching.map(({ rule }) => rule.name), invocations };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function toRoute(rule: Rule, consumers: ReadonlyMap<string, Consumer>): Route {
  const targets = rule.targets.map(({ consumer: name }) => {
    const consumer = consumers.get(name);
    if (consumer === undefined)
      throw unknownConsumer(`Cannot send what rule "${rule.name}" matches`, name, [...consumers.keys()], undefined);
    return consumer;
  });
  return { rule, pattern: rulePattern(rule), consumers: targets };
}
