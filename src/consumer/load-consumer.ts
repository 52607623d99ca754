import type { VirtualAgenda } from '../embedded/agenda.ts';
import type { Embedded } from '../embedded/embedded.ts';
import type { Random } from '../random.ts';
import { toMilliseconds } from '../scenario/duration.ts';
import { callHandler, type Handler } from './call-handler.ts';
import type { Consumer, ConsumerSpec, Invocation } from './consumer.ts';
import type { ContextFacts } from './context.ts';
import { DEFAULT_MEMORY, lambdaEnvironment } from './environment.ts';
import type { Ground } from './ground.ts';
import type { Ledger } from './ledger.ts';
import { loadHandler, type ImportModule } from './load-handler.ts';
import { openLedger, type OpenLedger } from './open-ledger.ts';

/** Lambda's own default. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const DEFAULT_TIMEOUT = '3s';

/** How many invocations of a consumer can be stopped when they block: a handler that blocks does so early, and each costs time. */
const MOST_STOPPABLE = 50;

/** Where a consumer is loaded into. */
export interface Surroundings {
  /** The folder that handler paths are relative to. */
  readonly root: string;
  readonly importModule: ImportModule;
  readonly embedded: Embedded;
  readonly ground: Ground;
  readonly account: string;
  readonly region: string;
  readonly random: Random;
  /** The scenario's time, which an invocation moves on to its own. */
  readonly agenda: Pick<VirtualAgenda, 'now' | 'runUntil'>;
  /** See `World.endless`. */
  readonly endless?: boolean;
}

/** A consumer whose module can be loaded ahead of its first event. */
export interface LoadableConsumer extends Consumer {
  /** Imports the module unless that has been done. Rejects with the `Problem` that is in the way, as every invocation then does. */
  load(): Promise<void>;
  /** All that its import and its invocations have opened. */
  readonly ledgers: readonly Ledger[];
  /** What its import has done, as long as no invocation has taken it over. */
  unclaimed(): Ledger | undefined;
}

/** What a loaded module needs to be called. What the import did is the first invocation's, as a cold start's is with the event that caused it. */
interface Loaded {
  readonly handler: Handler;
  readonly environment: Record<string, string>;
  readonly facts: Omit<ContextFacts, 'awsRequestId'>;
}

/** Makes a consumer of a Lambda handler; its module is imported by `load`, or else by the first invocation. */
export function loadConsumer(name: string, spec: ConsumerSpec, surroundings: Surroundings): LoadableConsumer {
  const { ground, embedded, agenda } = surroundings;
  const random = surroundings.random.fork(`consumer/${name}`);
  const ledgers: OpenLedger[] = [];
  let invocations = 0;
  let loading: Promise<Loaded> | undefined;
  let unclaimed: OpenLedger | undefined;

  function open(environment: Record<string, string>, continued?: OpenLedger): OpenLedger {
    const ledger = openLedger(ground.ledgers.nextMark(), environment, embedded, spec.answers, continued?.pages);
    if (surroundings.endless !== true) ledgers.push(ledger);
    return ledger;
  }

  async function load(): Promise<Loaded> {
    const facts = functionFacts(name, spec, surroundings, random);
    const environment = lambdaEnvironment(
      { ...facts, name, spec, ...surroundings, endpoint: ground.listener.url },
      ground.outside(),
    );
    const init = open(environment);
    unclaimed = init;
    init.startAt(agenda.now());
    const handler = await ground.ledgers.run(init, () => loadHandler(name, spec, surroundings));
    return { handler, environment, facts };
  }

  return {
    name,
    ledgers,
    unclaimed: () => unclaimed,
    load: async () => {
      await (loading ??= load());
    },
    invoke: async (event, moment) => {
      // Not from within the agenda itself, where it is that late already.
      if (moment.at > agenda.now()) await agenda.runUntil(moment.at);
      const { handler, environment, facts } = await (loading ??= load());
      // What the module has set going goes on: it stays with the event that started it.
      const ledger = open(environment, unclaimed);
      unclaimed = undefined;
      const drawn = random.uuid();
      const awsRequestId = moment.requestId ?? drawn;
      environment['_X_AMZN_TRACE_ID'] =
        `Root=1-${Math.floor(moment.at / 1000).toString(16)}-${random.hex(24)};Parent=${random.hex(16)};Sampled=0`;
      // A handler that changes its event must not change it for others.
      const own = moment.owned === true ? event : structuredClone(event);
      invocations += 1;
      const stops = surroundings.endless !== true && invocations <= MOST_STOPPABLE;
      ledger.startAt(moment.at);
      const start = performance.now();
      const outcome = await ground.ledgers.run(ledger, () => {
        const settling = callHandler(handler, own, { ...facts, awsRequestId }, stops);
        ledger.onFailure(settling.fail);
        return settling.outcome;
      });
      const took = performance.now() - start;
      if (outcome.kind === 'timed-out') ledger.close();
      if (surroundings.endless === true) ground.ledgers.forget([ledger]);
      return {
        consumer: name,
        rule: moment.rule,
        eventId: moment.eventId,
        requestId: awsRequestId,
        at: moment.at,
        emittedAt: moment.emittedAt,
        took,
        outcome,
        // The lists themselves: what a handler does after it has returned is still seen.
        calls: ledger.calls,
        refusals: ledger.refusals,
      } satisfies Invocation;
    },
  };
}

function functionFacts(
  name: string,
  spec: ConsumerSpec,
  { account, region, agenda }: Surroundings,
  random: Random,
): Omit<ContextFacts, 'awsRequestId'> {
  const day = new Date(agenda.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    functionName: name,
    memorySize: spec.memorySize ?? DEFAULT_MEMORY,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: `${day}/[$LATEST]${random.hex(32)}`,
    invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:${name}`,
    timeout: toMilliseconds(spec.timeout ?? DEFAULT_TIMEOUT),
  };
}
