import type { Handler } from '../consumer/call-handler.ts';
import type { ConsumerSpec, HandlerSpec } from '../consumer/consumer.ts';

/** A handler that a test has at hand, as any Lambda handler is typed. */
// Parameters of functions are compared strictly: every handler takes less than `unknown` of them.
export type HandlerFunction = (...given: never[]) => unknown;

/** A consumer whose handler is a function at hand, with what a configuration could say of it besides. */
export interface FunctionSpec extends Omit<HandlerSpec, 'handler' | 'start'> {
  readonly handler: HandlerFunction;
}

/** A consumer as a test may name it: a function, a function with its settings, or as a configuration does. */
export type ConsumerSource = HandlerFunction | FunctionSpec | ConsumerSpec;

/** Consumers as data, and the functions among them apart. */
export interface TakenConsumers {
  readonly consumers: Readonly<Record<string, ConsumerSpec>>;
  readonly handlers: ReadonlyMap<string, Handler>;
}

/** Takes functions out of what a test names as its consumers; what is left is what a configuration would say. */
export function takeHandlers(sources: Readonly<Record<string, ConsumerSource>>): TakenConsumers {
  const handlers = new Map<string, Handler>();
  const consumers = Object.entries(sources).map(([name, source]): readonly [string, ConsumerSpec] => {
    const spec = typeof source === 'function' ? { handler: source } : source;
    if (!isOfFunction(spec)) return [name, spec];
    handlers.set(name, spec.handler as Handler);
    return [name, { ...spec, handler: `${name}#${spec.handler.name || 'handler'}` }];
  });
  return { consumers: Object.fromEntries(consumers), handlers };
}

function isOfFunction(spec: FunctionSpec | ConsumerSpec): spec is FunctionSpec {
  return typeof spec === 'object' && spec !== null && 'handler' in spec && typeof spec.handler === 'function';
}
