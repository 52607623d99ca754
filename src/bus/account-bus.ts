import type { Instant, Milliseconds } from '../clock.ts';
import type { Conduct, Consumer, Invocation } from '../consumer/consumer.ts';
import { returned } from '../consumer/outcome.ts';
import { virtualAgenda, type VirtualAgenda } from '../embedded/agenda.ts';
import type { Estate } from '../embedded/assemble.ts';
import { dispatch } from '../embedded/eventbridge/dispatch.ts';
import type { Runner } from '../embedded/lambda/runner.ts';
import { openLeanEstate } from '../embedded/lean-estate.ts';
import { openScene } from '../embedded/scene.ts';
import { Problem } from '../problem.ts';
import { seeded } from '../random.ts';
import type { Rule } from '../rule/rule.ts';
import type { Delivery } from '../timeline/timeline.ts';
import type { Bus, CausedArrival, LeftMessage, Receipt } from './bus.ts';
import { MOST_TURNS, TURN, turnsOf } from './turns.ts';
import { functionName } from './function-name.ts';
import { invokedBy } from './invoked-by.ts';
import { leftMessages } from './left-messages.ts';
import { addRule } from './add-rule.ts';
import type { Declared } from './resource/set-up.ts';

/** The embedded AWS that a bus belongs to, and the agenda that all of it goes by. */
export interface Account {
  readonly estate: Estate;
  readonly agenda: VirtualAgenda;
  /** What is to be there besides rules and consumers. */
  readonly declared?: Declared;
}

/** The default event bus of an account, as a timeline is delivered to it. */
export interface AccountBus extends Pick<Bus, 'deliver' | 'settle'>, Required<Pick<Bus, 'deliverTogether'>> {
  left(): readonly LeftMessage[];
  /** What has been set off before the first arrival. */
  readonly unprompted: readonly Invocation[];
  /** What has arrived of what consumers have caused themselves. */
  caused(): readonly CausedArrival[];
  /** Takes an arrival on another bus for one on this: the clock is moved on to it, and nothing is matched. */
  arrive(delivery: Delivery): Promise<Arrival>;
}

/** An arrival on another bus, whose consumers are functions of this account all the same. */
export interface Arrival {
  /** Grows as those of a receipt do. */
  readonly invocations: readonly Invocation[];
  /** Hands a target of a rule, by its position, what the other bus has brought, `carried` milliseconds after it was sent there. */
  hand(rule: Pick<Rule, 'name' | 'bus'>, index: number, input: string, carried: Milliseconds): Promise<void>;
}

/** EventBridge tries for a day, and Lambda for six hours after that. */
const EVERYTHING: Milliseconds = 31 * 3_600_000;

/** No event of a registry leads to so many; a rule that matches what its own consumer puts does. */
const MOST_SINCE_AN_ARRIVAL = 10_000;

/** What an invocation is about. */
interface About {
  readonly page: Page;
  readonly rule: string;
  readonly eventId: string;
  /** Of what a schedule says: when it was due. What came of an arrival counts from that. */
  readonly due?: Instant;
  /** Of an event that another bus has brought: how long that took. */
  readonly carried?: Milliseconds;
}

/** One arrival, as its receipt is written. */
interface Page {
  readonly invocations: Invocation[];
  readonly emittedAt: Instant;
  /** What befalls the first invocation of each consumer. */
  readonly conduct?: Conduct | undefined;
  /** The consumers that have been invoked, where something befalls them. */
  readonly met: Set<string>;
  /** How many invocations have not come to their end. */
  open: number;
}

/** Makes functions of the consumers and rules of the rules. Throws the `Problem` of a rule that EventBridge refuses. */
export async function openAccountBus(
  rules: readonly Rule[],
  consumers: ReadonlyMap<string, Consumer>,
  { estate, agenda, declared = NOTHING }: Account = ownAccount(),
): Promise<AccountBus> {
  const isPlain =
    isOfConsumersAlone(rules) && Object.keys(declared.resources).length === 0 && !consumers.values().some(fetches);
  // Functions are at hand; a queue or a topic has to be loaded before an event can be sent there.
  if (!isPlain) await estate.furnish();
  const { buses } = estate.eventBridge;
  /** What each invocation is about, by its request id, which retries share. */
  const about = new Map<string, About>();
  /** Weak: a recording may be longer than what can be held of it. */
  const pages = new WeakMap<object, Page>();
  // What a schedule has set off before the first arrival is told with that.
  const early: Invocation[] = [];
  let page: Page = { invocations: early, emittedAt: agenda.now(), met: new Set(), open: 0 };
  /** How many invocations there have been since the last arrival, or since a schedule was due. */
  let since = 0;

  for (const [name, consumer] of consumers) {
    if (fetches(consumer)) continue;
    const run: Runner = async (event, { requestId, by }) => {
      // Without a rule: something else has invoked it, a queue or a state machine or another consumer.
      const { page: its, rule, eventId, due, carried }: About = about.get(requestId) ?? { page, rule: '', eventId: '' };
      const conduct = its.conduct === undefined || its.met.has(name) ? undefined : its.conduct;
      its.met.add(name);
      refuseEndlessness((since += 1), name);
      // Lambda has read it from a text of its own.
      const moment = {
        at: agenda.now(),
        emittedAt: due ?? its.emittedAt,
        rule,
        eventId,
        requestId,
        owned: true,
        conduct,
      };
      // Asked now, because the handler may change its event.
      const source = rule === '' ? { by: by ?? invokedBy(event) } : undefined;
      its.open += 1;
      const invocation = await consumer.invoke(event, moment).finally(() => (its.open -= 1));
      its.invocations.push(
        carried === undefined && source === undefined
          ? invocation
          : { ...invocation, ...source, ...(carried !== undefined && { carried }) },
      );
      const { outcome } = invocation;
      // What is no JSON fails in Lambda, whoever says that it was returned.
      const ran = outcome.kind === 'returned' ? returned(outcome.value) : outcome;
      // It is not run again, and there may be more of them than can be held.
      if (ran.kind === 'returned') about.delete(requestId);
      return ran;
    };
    estate.functions.define(functionName(name), run);
    if (consumer.isEndpoint === true) {
      (await import('./add-endpoint.ts')).addEndpoint(estate, functionName(name), run);
    }
  }
  if (isPlain) for (const rule of rules) addRule(rule, estate);
  // Loaded late: most configurations have consumers and nothing else.
  else await (await import('./resource/set-up.ts')).setUp(rules, declared, estate);
  buses.listen({
    heard: (requestId, { event, rule }) => {
      // A schedule comes back by the clock, not by what anybody does. No consumer can put an event of this source.
      const isDue = event.source === 'aws.events';
      if (isDue) since = 0;
      const its = { page: pages.get(event) ?? page, rule, eventId: event.id };
      about.set(requestId, isDue ? { ...its, due: Date.parse(event.time) } : its);
    },
  });

  /** Arrivals by the ids of their events, for those who fetch their work and are told of no arrival. */
  const arrived = new Map<string, Page>();
  const isFetched = consumers.values().some(fetches);
  if (isFetched) {
    const { putToWork } = await import('./put-to-work.ts');
    await putToWork(
      consumers.values(),
      estate,
      (eventId) => {
        const its = arrived.get(eventId);
        return its && { eventId, emittedAt: its.emittedAt };
      },
      (invocation, eventId) => {
        refuseEndlessness((since += 1), invocation.consumer);
        (arrived.get(eventId ?? '') ?? page).invocations.push(invocation);
      },
    );
  }

  const echo = estate.scene.enacted?.echo;
  const caused: CausedArrival[] = [];
  if (echo !== undefined) {
    echo.arrive = async (delivery) => {
      const { event, reaches, emittedAt } = delivery;
      page = { invocations: [], emittedAt, met: new Set(), open: 0 };
      pages.set(event, page);
      const { invocations } = page;
      const { matched, sent } = buses.accept(event, { reaches });
      caused.push({ matched, invocations, delivery });
      await sent;
    };
  }

  let isFirst = true;
  async function turnTo({ at, emittedAt, mishaps }: Delivery, together?: Partial<Conduct>): Promise<Page> {
    await agenda.runUntil(at);
    since = 0;
    if (echo !== undefined) echo.generation = 0;
    const conduct =
      mishaps === undefined && together === undefined ? undefined : { mishaps: mishaps ?? [], ...together };
    page = { invocations: isFirst ? early : [], emittedAt, conduct, met: new Set(), open: 0 };
    isFirst = false;
    return page;
  }

  /** Hands events over one after another in the same moment, and lets time go on, a turn after a turn, until none is being handled. */
  async function deliverTogether(deliveries: readonly Delivery[]): Promise<Receipt[]> {
    const takeTurns = turnsOf(deliveries, agenda);
    const opened: { readonly page: Page; readonly matched: readonly string[]; readonly sent: Promise<unknown> }[] = [];
    for (const delivery of deliveries) {
      const { position = 1 } = delivery.together ?? {};
      const turn = (call: number): Promise<void> => takeTurns(position, call);
      const its = await turnTo(delivery, { turn, ...(position > 1 && { isBeside: true }) });
      // Each its own, though a duplicate is the same event.
      const event = { ...delivery.event };
      pages.set(event, its);
      opened.push({ page: its, ...buses.accept(event, { reaches: delivery.reaches }) });
    }
    await Promise.all(opened.map(({ sent }) => sent));
    await agenda.settle(0);
    for (let turn = 0; turn < MOST_TURNS && opened.some((one) => one.page.open > 0); turn += 1) {
      await agenda.runUntil(agenda.now() + TURN);
    }
    return opened.map(({ page: { invocations }, matched }) => ({ matched, invocations }));
  }

  return {
    deliverTogether,
    unprompted: early,
    left: () => leftMessages(estate),
    caused: () => caused,
    deliver: async (delivery) => {
      const { event, reaches } = delivery;
      const its = await turnTo(delivery);
      pages.set(event, its);
      // Where nobody fetches there may be more of them than can be held.
      if (isFetched) arrived.set(event.id, its);
      const { matched, sent } = buses.accept(event, { reaches });
      await sent;
      await agenda.settle(0);
      return { matched, invocations: its.invocations };
    },
    arrive: async (delivery) => {
      const its = await turnTo(delivery);
      return {
        invocations: its.invocations,
        hand: async ({ name, bus }, index, input, carried) => {
          const { event, reaches } = delivery;
          const rule = buses.find(bus).rules.get(name)!;
          const target = { ...rule.targets.get(`Target${index}`)!, prepare: () => ({ text: input }) };
          const arrival = { event, text: JSON.stringify(event), reaches, takenIn: agenda.now(), hops: 0 };
          const heard = (requestId: string): void => {
            about.set(requestId, { page: its, rule: name, eventId: event.id, carried });
          };
          await dispatch({ arrival, rule, target, sole: false, heard }, buses.neighbours, () => undefined);
          await agenda.settle(0);
        },
      };
    },
    settle: async (ended) => {
      if (ended !== undefined) await agenda.runUntil(ended);
      buses.stopSchedules();
      await agenda.settle(EVERYTHING);
    },
  };
}

const NOTHING: Declared = { resources: {} };

/** Whether a consumer fetches its own work. */
function fetches(consumer: Consumer): boolean {
  return consumer.work !== undefined;
}

function isOfConsumersAlone(rules: readonly Rule[]): boolean {
  return rules.every(
    ({ targets, bus }) =>
      bus === undefined && targets.every((target) => Object.keys(target).every((key) => key === 'consumer')),
  );
}

/** Consumers that set each other off would go on for ever, and on AWS they do. */
function refuseEndlessness(since: number, name: string): void {
  if (since <= MOST_SINCE_AN_ARRIVAL) return;
  throw new Problem(
    'CONFIG_INVALID',
    `Cannot rehearse to an end: since the last event arrived there have been ${MOST_SINCE_AN_ARRIVAL} invocations, and "${name}" or what it calls sets off more`,
  );
}

/** An account in which there is nothing but the rules of its bus. */
function ownAccount(): Account {
  const agenda = virtualAgenda(0);
  const setting = { account: '123456789012', region: 'us-east-1', random: seeded('bus'), takesNamedAsGiven: true };
  return { agenda, estate: openLeanEstate(openScene({ ...setting, agenda })) };
}
