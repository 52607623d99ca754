import { isDeepStrictEqual } from 'node:util';
import type { Instant, Milliseconds } from '../../clock.ts';
import type { Invocation } from '../../consumer/consumer.ts';
import { backInside } from '../../embedded/outward.ts';
import { Problem } from '../../problem.ts';
import { prepareInput } from '../../rule/input/input.ts';
import { ruleSees } from '../../rule/sees.ts';
import type { Delivery } from '../../timeline/timeline.ts';
import type { AccountBus, Arrival } from '../account-bus.ts';
import type { Bus, Fate, Receipt } from '../bus.ts';
import { goesByTheClock } from '../by-the-clock.ts';
import type { Staging } from '../open-bus.ts';
import { remoteProblem } from '../remote/failure.ts';
import type { Ledger } from '../remote/ledger.ts';
import type { Sending } from '../remote/put-events.ts';
import type { Flight } from './flight.ts';
import { memberOf, parsed } from './member-of.ts';
import { openOutbox } from './outbox.ts';
import { openSentinels } from './sentinels.ts';
import type { Inlet, Stage, StagedRule } from './stage.ts';

/** How deliveries are made, and what is known of each. */
export interface DeliveryDesk extends Required<Pick<Bus, 'deliver' | 'unprompted' | 'settle'>> {
  readonly fates: ReadonlyMap<Delivery, Fate>;
}

/** What the bus has brought for a consumer. */
interface Parcel {
  readonly flight: Flight;
  readonly staged: StagedRule;
  readonly inlet: Inlet;
  readonly body: string;
  readonly carried: Milliseconds;
}

/** How long something may come after a sentinel that was sent later, in seconds: each event goes its own way through the bus. */
const GRACE = 4;

/**
 * Puts deliveries on the bus one after another, and calls consumers with what comes back.
 *
 * Our own matcher says what to wait for: an event that no consumer is to get is not waited for, and travels with others. What comes all
 * the same is noticed later, and counts: it is what the bus did.
 */
export function openDelivery({
  stage,
  staging,
  sending,
  endpoint,
  ledger,
}: {
  readonly stage: Stage;
  readonly staging: Staging;
  readonly sending: Sending;
  readonly endpoint: string;
  readonly ledger: Pick<Ledger, 'sending' | 'sent'>;
}): DeliveryDesk {
  const order = new Map(stage.rules.map(({ rule }, index) => [rule.name, index]));
  const outbox = openOutbox({ bus: stage.bus, sending, endpoint, ledger });
  const sentinels = openSentinels(stage, sending, endpoint, (rule, id) => {
    notes.seen += 1;
    const flight = flightOf(id);
    if (flight !== undefined) note(flight, rule);
  });
  let account: Promise<AccountBus> | undefined;
  const notes = { due: 0, seen: 0 };
  let current: Flight | undefined;
  let unprompted: readonly Invocation[] = [];

  function opened(): Promise<AccountBus> {
    // Loaded late: most of the embedded AWS is of no use to a scenario that has no consumer.
    account ??= import('../account-bus.ts').then(({ openAccountBus }) =>
      openAccountBus(staging.rules, staging.consumers, staging.account),
    );
    return account;
  }

  async function arrive(delivery: Delivery): Promise<Arrival> {
    if (staging.consumers.size === 0 && staging.account === undefined) return NOBODY;
    return backInside(async () => (await opened()).arrive(delivery));
  }

  /** The delivery that something is about, by the id that the bus has given the event. */
  function flightOf(id: unknown): Flight | undefined {
    const same = typeof id === 'string' ? outbox.withId(id) : [];
    return current !== undefined && same.includes(current) ? current : same.at(-1);
  }

  function note(flight: Flight, rule: string): void {
    if (flight.matched.includes(rule)) return;
    flight.matched.push(rule);
    flight.matched.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  }

  function toParcel(staged: StagedRule, inlet: Inlet, body: string): Parcel | undefined {
    const flight = flightOf(memberOf(body, 'id')) ?? current ?? outbox.latest();
    if (flight === undefined) return undefined;
    note(flight, staged.rule.name);
    return { flight, staged, inlet, body, carried: Math.round(10 * (performance.now() - flight.sentAt)) / 10 };
  }

  async function takeFrom(staged: StagedRule, inlet: Inlet, seconds: number): Promise<Parcel[]> {
    const messages = await inlet.mailbox.take(seconds);
    return messages.flatMap(({ Body = '' }) => toParcel(staged, inlet, Body) ?? []);
  }

  /** Takes what a rule that matches has for a consumer; gives up when a sentinel that was sent later is back and nothing has come. */
  async function awaitFor(staged: StagedRule, inlet: Inlet): Promise<Parcel[]> {
    const parcels = await takeFrom(staged, inlet, 1);
    if (parcels.length > 0) return parcels;
    await sentinels.pass();
    for (let tries = 0; tries < GRACE; tries += 1) {
      const late = await takeFrom(staged, inlet, 1);
      if (late.length > 0) return late;
    }
    return [];
  }

  /** Notes who is given something else than AWS would give: what a consumer makes of that says nothing of it. */
  function compare(
    { delivery, misled }: Flight,
    { rule }: StagedRule,
    { index }: Inlet,
    [parcel]: readonly Parcel[],
  ): void {
    const target = rule.targets[index]!;
    const { event, at } = delivery;
    const wanted = prepareInput(target)(event, JSON.stringify(event), {
      ruleArn: `arn:aws:events:${event.region}:${event.account}:rule/${rule.name}`,
      ruleName: rule.name,
      ingestionTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    });
    if (!('text' in wanted) || target.consumer === undefined || isSame(wanted.text, parcel?.body)) return;
    misled.push(target.consumer);
  }

  async function hand(parcels: readonly Parcel[]): Promise<void> {
    for (const { flight, staged, inlet, body, carried } of parcels.toSorted(byRule)) {
      await backInside(() => flight.arrival.hand(staged.rule, inlet.index, body, carried));
    }
  }

  function byRule(a: Parcel, b: Parcel): number {
    return order.get(a.staged.rule.name)! - order.get(b.staged.rule.name)!;
  }

  async function told<Result>(code: () => Promise<Result>): Promise<Result> {
    outbox.check();
    try {
      return await code();
    } catch (error) {
      throw outbox.fail(() => (error instanceof Problem ? error : remoteProblem('go on', error, endpoint)));
    }
  }

  async function deliver(delivery: Delivery): Promise<Receipt> {
    outbox.fates.set(delivery, 'unsent');
    const arrival = await arrive(delivery);
    const flight: Flight = { delivery, matched: [], misled: [], arrival, sentAt: 0 };
    // Rules on another bus see what is forwarded there, which nobody waits for.
    const matching = stage.rules.filter(
      ({ rule, pattern }) =>
        (rule.bus ?? 'default') === 'default' && ruleSees(rule, delivery) && pattern.matches(delivery.event),
    );
    const inlets = matching.flatMap((staged) => staged.inlets.map((inlet) => ({ staged, inlet })));
    notes.due += matching.filter(({ isObserved }) => isObserved).length;
    const receipt = { matched: flight.matched, invocations: arrival.invocations, misled: flight.misled };
    await outbox.add(flight);
    if (inlets.length === 0) {
      await outbox.soon();
      return receipt;
    }
    await outbox.flush();
    current = flight;
    const parcels = await Promise.all(inlets.map(({ staged, inlet }) => awaitFor(staged, inlet)));
    for (const [index, { staged, inlet }] of inlets.entries()) compare(flight, staged, inlet, parcels[index]!);
    await hand(parcels.flat());
    return receipt;
  }

  async function settle(ended: Instant | undefined): Promise<void> {
    await outbox.flush();
    await outbox.landed();
    current = undefined;
    await sentinels.pass();
    // Each event goes its own way through the bus, so the sentinel may have overtaken what was sent right before it.
    for (let idle = 0; notes.seen < notes.due && idle < GRACE;) idle += (await sentinels.read()) ? 0 : 1;
    const late: Parcel[] = [];
    await Promise.all(
      stage.rules.flatMap((staged) =>
        staged.inlets.map(async (inlet) => {
          for (;;) {
            const parcels = await takeFrom(staged, inlet, 0);
            if (parcels.length === 0) return;
            late.push(...parcels);
          }
        }),
      ),
    );
    await hand(late);
    const its = goesByTheClock(staging.account) ? opened() : account;
    if (its === undefined) return;
    await backInside(async () => (await its).settle(ended));
    ({ unprompted } = await its);
  }

  return {
    fates: outbox.fates,
    deliver: (delivery) => told(() => deliver(delivery)),
    unprompted: () => unprompted,
    settle: (ended) => told(() => settle(ended)),
  };
}

/** Nobody is called, so nobody keeps a list. */
const NOBODY: Arrival = { invocations: [] as Invocation[], hand: () => Promise.resolve() };

/** Whether two texts are the same JSON; of a text that is none, whether they are the same. */
function isSame(wanted: string, found: string | undefined): boolean {
  if (found === undefined) return false;
  return wanted === found || isDeepStrictEqual(parsed(wanted) ?? wanted, parsed(found) ?? found);
}
