import { relative, resolve } from 'node:path';
import type { Rule, Target } from '../rule.ts';
import type { FoundFunction, FoundRule, FoundTarget, Note, Reading } from './reading.ts';

/** What a configuration has already that rules may send to. */
export interface Known {
  /** The folder that handlers are relative to. */
  readonly root: string;
  /** Consumers by their names, with what they run where that is a handler. */
  readonly consumers: Readonly<Record<string, object>>;
  readonly stateMachines: readonly string[];
  readonly apiDestinations: readonly string[];
  /** Names of rules that the configuration writes itself: they stand for those that are read. */
  readonly rules: readonly string[];
}

/** A handler that was found, as a configuration words it. */
interface FoundConsumer {
  readonly handler: string;
  readonly timeout?: string;
  readonly memorySize?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What readings add to a configuration. */
export interface Wired {
  readonly rules: readonly { readonly rule: Rule; readonly found: FoundRule }[];
  readonly consumers: Readonly<Record<string, FoundConsumer>>;
  readonly stateMachines: Readonly<Record<string, { readonly definition: Readonly<Record<string, unknown>> }>>;
  readonly eventSources: readonly {
    readonly queue?: string;
    readonly stream?: string;
    readonly consumer: string;
    readonly batchSize?: number;
    readonly reportBatchItemFailures?: boolean;
    readonly enabled?: boolean;
  }[];
  readonly topics: Readonly<Record<string, { readonly subscriptions: readonly FoundSubscription[] }>>;
  readonly queues: Readonly<
    Record<string, { readonly redrive: { readonly queue: string; readonly maxReceiveCount: number } }>
  >;
  readonly notes: readonly Note[];
}

/** Whom a topic tells, as a configuration words it. */
interface FoundSubscription {
  readonly consumer?: string;
  readonly queue?: string;
  readonly rawMessageDelivery?: boolean;
  readonly filterPolicy?: Readonly<Record<string, unknown>>;
  readonly filterPolicyScope?: 'MessageAttributes' | 'MessageBody';
}

/** EventBridge takes no longer name. */
const LONGEST_NAME = 64;

/**
 * Makes what was read part of a configuration. A function is the consumer that runs the same handler, or that has its name; where the
 * configuration has neither, and the handler is there, it becomes a consumer.
 */
export function wire(readings: readonly Reading[], known: Known): Wired {
  const consumers: Record<string, FoundConsumer> = {};
  const stateMachines: Record<string, { readonly definition: Readonly<Record<string, unknown>> }> = {};
  const notes: Note[] = [];
  const names = new Set(known.rules);
  const rules: { readonly rule: Rule; readonly found: FoundRule }[] = [];

  for (const found of readings.flatMap((reading) => reading.rules)) {
    if (known.rules.includes(found.name)) continue;
    const { pattern, state, bus } = found;
    const targets = found.targets.flatMap((target) => targetOf(found, target) ?? []);
    const name = unique(found.name);
    rules.push({ found, rule: { name, pattern, state, ...(bus !== 'default' && { bus }), targets } });
  }
  const eventSources = readings
    .flatMap((reading) => reading.feeds)
    .flatMap(({ from, name, function: run, batchSize, reportBatchItemFailures, enabled, place }) => {
      const consumer = consumerOf(run, run.name ?? run.id);
      if (consumer === undefined) {
        tell(`Nothing is fed from ${from} "${name}": ${whyNot(run)}`, 'HANDLER_NOT_FOUND', place);
        return [];
      }
      return [
        {
          [from]: name,
          consumer,
          ...(batchSize !== undefined && { batchSize }),
          ...(reportBatchItemFailures && { reportBatchItemFailures }),
          ...(!enabled && { enabled }),
        },
      ];
    });
  const topics: Record<string, { readonly subscriptions: FoundSubscription[] }> = {};
  for (const { topic, to, name, function: run, place, ...options } of readings.flatMap((reading) => reading.links)) {
    const consumer = to === 'function' ? consumerOf(run, name) : undefined;
    if (to === 'function' && consumer === undefined) {
      tell(`Nothing is told by topic "${topic}": ${whyNot(run, name)}`, 'HANDLER_NOT_FOUND', place);
      continue;
    }
    topics[topic] ??= { subscriptions: [] };
    topics[topic].subscriptions.push({ ...(consumer === undefined ? { queue: name } : { consumer }), ...options });
  }
  const redrives = readings.flatMap((reading) => reading.redrives);
  const queues = Object.fromEntries(
    redrives.map(({ queue, deadLetters, maxReceiveCount }) => [
      queue,
      { redrive: { queue: deadLetters, maxReceiveCount } },
    ]),
  );
  return { rules, consumers, stateMachines, eventSources, topics, queues, notes };

  function tell(message: string, code: Note['code'], place: Note['place']): void {
    notes.push({ severity: 'warning', code, message, place });
  }

  function unique(written: string): string {
    const name = written.slice(0, LONGEST_NAME);
    let free = name;
    for (let copy = 2; names.has(free); copy += 1) free = `${name.slice(0, LONGEST_NAME - 3)}-${copy}`;
    names.add(free);
    return free;
  }

  function targetOf(rule: FoundRule, target: FoundTarget): Target | undefined {
    const { kind, name, options, place } = target;
    const left = `Target "${target.id}" of rule "${rule.name}" is left out:`;
    switch (kind) {
      case 'function': {
        const consumer = consumerOf(target.function, name);
        if (consumer !== undefined) return { consumer, ...options };
        tell(`${left} ${whyNot(target.function, name)}`, 'HANDLER_NOT_FOUND', place);
        return undefined;
      }
      case 'stateMachine': {
        const definition = parsed(target.definition);
        if (definition !== undefined) stateMachines[name] ??= { definition };
        else if (!known.stateMachines.includes(name)) {
          const how = target.definition === undefined ? 'is not here' : 'is not JSON';
          tell(
            `${left} the definition of state machine "${name}" ${how}, wanted it in "stateMachines"`,
            'TARGET_UNKNOWN',
            place,
          );
          return undefined;
        }
        return { stateMachine: name, ...options };
      }
      case 'apiDestination':
        if (known.apiDestinations.includes(name)) return { apiDestination: name, ...options };
        tell(`${left} "apiDestinations" of the configuration has no "${name}"`, 'TARGET_UNKNOWN', place);
        return undefined;
      case 'other':
        // What is not known has been told where it was read.
        if (target.unresolved === undefined)
          tell(`${left} ecreplay acts out no ${target.arn}`, 'TARGET_UNKNOWN', place);
        return undefined;
      default:
        return { [kind]: name, ...options };
    }
  }

  function consumerOf(run: FoundFunction | undefined, name: string): string | undefined {
    const own = Object.entries(known.consumers);
    const same = own.find(([, spec]) => run?.consumer !== undefined && runs(spec, run.consumer));
    const called = [name, run?.name, run?.id].flatMap((one) => (one === undefined ? [] : [bare(one)]));
    const consumer = (same ?? own.find(([one]) => called.includes(bare(one))))?.[0];
    if (consumer !== undefined || run?.consumer === undefined) return consumer;
    consumers[name] ??= {
      handler: relativeHandler(run.consumer),
      ...(run.timeout !== undefined && { timeout: `${run.timeout}s` }),
      ...(run.memorySize !== undefined && { memorySize: run.memorySize }),
      ...(Object.keys(run.environment).length > 0 && { environment: run.environment }),
    };
    return name;
  }

  function runs(spec: object, consumer: string): boolean {
    const handler: unknown = 'handler' in spec ? spec.handler : undefined;
    if (typeof handler !== 'string') return false;
    const [path = '', exported = 'handler'] = handler.split('#');
    const [file = '', wanted] = consumer.split('#');
    return exported === wanted && [file, file.replace(/\.[cm]?[jt]s$/, '')].includes(resolve(known.root, path));
  }

  function relativeHandler(consumer: string): string {
    const path = relative(known.root, consumer);
    return path.startsWith('.') ? path : `./${path}`;
  }
}

/** A definition that is an object; nothing where there is none, or it is something else. */
function parsed(definition: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = definition === undefined ? undefined : JSON.parse(definition);
    return typeof read === 'object' && read !== null ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}

/** `DeployerFunction`, `deployer-function` and `deployer` are one name. */
function bare(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return plain.replace(/(?:lambda)?(?:function|lambda|handler)$/, '') || plain;
}

function whyNot(run: FoundFunction | undefined, name = run?.id ?? ''): string {
  const wanted = 'wanted a consumer of that name in the configuration';
  if (run === undefined) return `function "${name}" is not made by this code, ${wanted}`;
  const code = run.codeElsewhere ?? (run.code === undefined ? 'nowhere' : `"${relative(process.cwd(), run.code)}"`);
  const runtime = run.runtime === undefined ? '' : ` of ${run.runtime}`;
  return `the handler "${run.handler ?? ''}"${runtime} of function "${name}", whose code is in ${code}, is no file of Node's that is there, ${wanted}`;
}
