import { isDeepStrictEqual } from 'node:util';
import type { Milliseconds } from '../../clock.ts';
import type { Invocation } from '../../consumer/consumer.ts';
import { backInside } from '../../embedded/outward.ts';
import { Problem } from '../../problem.ts';
import { prepareInput } from '../../rule/input/input.ts';
import { ruleSees } from '../../rule/sees.ts';
import type { Delivery } from '../../timeline/timeline.ts';
import type { AccountBus, Arrival } from '../account-bus.ts';
import type { Bus, Fate, Receipt } from '../bus.ts';
import type { Staging } from '../open-bus.ts';
import { remoteProblem } from '../remote/failure.ts';
import type { Ledger } from '../remote/ledger.ts';
import { putEvents, type Sending } from '../remote/put-events.ts';
import { toEntry } from './entry.ts';
import type { Inlet, Stage, StagedRule } from './stage.ts';

/** How deliveries are made, and what is known of each. */
export interface DeliveryDesk extends Pick<Bus, 'deliver' | 'settle'> {
  readonly fates: ReadonlyMap<Delivery, Fate>;
}

/** One delivery on its way. */
interface Flight {
  readonly delivery: Delivery;
  readonly matched: string[];
  readonly misled: string[];
  readonly arrival: Arrival;
  sentAt: Milliseconds;
}

/** What the bus has brought for a consumer. */
interface Parcel {
  readonly flight: Flight;
  readonly staged: StagedRule;
  readonly inlet: Inlet;
  readonly body: string;
  readonly carried: Milliseconds;
}

/** PutEvents takes no more at once. */
const MOST_AT_ONCE = 10;
/** How long events that nobody waits for may wait for company. */
const COMPANY: Milliseconds = 5;
/** How many such requests are under way at most: a timeline may be long. */
const MOST_UNDER_WAY = 4;
/** How long something may come after a sentinel that was sent later, in seconds: each event goes its own way through the bus. */
const GRACE = 4;
/** How long a sentinel may take before the bus counts as lost, in seconds. */
const PATIENCE = 20;

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
  const fates = new Map<Delivery, Fate>();
  const order = new Map(stage.rules.map(({ rule }, index) => [rule.name, index]));
  const byName = new Map(stage.rules.map((staged) => [staged.rule.name, staged]));
  /** By the id that the bus has given it; the same event may come twice, under one id. */
  const flights = new Map<string, Flight[]>();
  const underWay = new Set<Promise<void>>();
  let waiting: Flight[] = [];
  let timer: NodeJS.Timeout | undefined;
  let account: Promise<AccountBus> | undefined;
  let failed: unknown;
  let sentinels = 0;
  let notesDue = 0;
  let notesSeen = 0;
  let current: Flight | undefined;

  async function arrive(delivery: Delivery): Promise<Arrival> {
    if (staging.consumers.size === 0 && staging.account === undefined) return NOBODY;
    // Loaded late: most of the embedded AWS is of no use to a scenario that has no consumer.
    account ??= import('../account-bus.ts').then(({ openAccountBus }) =>
      openAccountBus(staging.rules, staging.consumers, staging.account),
    );
    return backInside(async () => (await account!).arrive(delivery));
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return Promise.resolve();
    const going = put(waiting);
    waiting = [];
    underWay.add(going);
    const land = (): void => void underWay.delete(going);
    // What goes wrong is kept, and told to whoever delivers next.
    going.then(land, land);
    return going;
  }

  async function put(batch: readonly Flight[]): Promise<void> {
    const now = performance.now();
    for (const flight of batch) {
      flight.sentAt = now;
      fates.set(flight.delivery, 'unknown');
    }
    const ids = batch.map(({ delivery }) => delivery.event.id);
    ledger.sending(ids);
    const sent = await putEvents(
      batch.map(({ delivery }) => toEntry(delivery.event, stage.bus)),
      sending,
    );
    const known = sent.flatMap(({ kind }, index) => (kind === 'unknown' ? [] : [ids[index]!]));
    ledger.sent(known, sent.filter(({ kind }) => kind === 'accepted').length);
    for (const [index, fate] of sent.entries()) {
      const flight = batch[index]!;
      fates.set(flight.delivery, fate.kind);
      if (fate.kind === 'accepted') {
        const same = flights.get(fate.eventId) ?? [];
        flights.set(fate.eventId, [...same, flight]);
      } else {
        failed ??=
          fate.kind === 'refused'
            ? new Problem(
                'CONFIG_INVALID',
                `Cannot deliver an event: the bus refuses it: ${fate.message} (${fate.code})`,
              )
            : remoteProblem('deliver all events', fate.error, endpoint);
      }
    }
    if (failed !== undefined) throw failed;
  }

  /** The delivery that something is about, by the id that the bus has given the event. */
  function flightOf(id: unknown): Flight | undefined {
    const same = typeof id === 'string' ? flights.get(id) : undefined;
    if (same === undefined) return undefined;
    return current !== undefined && same.includes(current) ? current : same.at(-1);
  }

  function note(flight: Flight, rule: string): void {
    if (flight.matched.includes(rule)) return;
    flight.matched.push(rule);
    flight.matched.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  }

  function toParcel(staged: StagedRule, inlet: Inlet, body: string): Parcel | undefined {
    const flight = flightOf(memberOf(body, 'id')) ?? current ?? [...flights.values()].at(-1)?.at(-1);
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
    await awaitSentinel();
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

  /** Reads notes of observed rules, and tells whether the sentinel with a number is among what came. */
  async function readControl(
    seconds: number,
    wanted: number,
  ): Promise<{ readonly isBack: boolean; readonly many: number }> {
    const messages = await stage.mailbox.take(seconds);
    let isBack = false;
    for (const { Body = '' } of messages) {
      const rule = memberOf(Body, 'rule');
      if (typeof rule === 'string' && byName.has(rule)) {
        notesSeen += 1;
        const flight = flightOf(memberOf(Body, 'id'));
        if (flight !== undefined) note(flight, rule);
      } else if (Number(memberOf(memberOf(Body, 'detail'), 'number')) >= wanted) isBack = true;
    }
    return { isBack, many: messages.length };
  }

  async function awaitSentinel(): Promise<void> {
    sentinels += 1;
    const number = sentinels;
    const Entry = {
      EventBusName: stage.control,
      Source: 'ecreplay',
      DetailType: 'ecreplay sentinel',
      Detail: JSON.stringify({ number }),
    };
    const [sent] = await putEvents([Entry], sending);
    if (sent !== undefined && 'error' in sent) throw remoteProblem('deliver all events', sent.error, endpoint);
    for (let tries = 0; tries < PATIENCE; tries += 1) {
      if ((await readControl(1, number)).isBack) return;
    }
    throw new Problem(
      'ENVIRONMENT_MISSING',
      `Cannot go on: the bus at ${endpoint} has delivered nothing for ${PATIENCE} s`,
    );
  }

  async function told<Result>(code: () => Promise<Result>): Promise<Result> {
    if (failed !== undefined) throw failed;
    try {
      return await code();
    } catch (error) {
      failed ??= error instanceof Problem ? error : remoteProblem('go on', error, endpoint);
      throw failed;
    }
  }

  async function deliver(delivery: Delivery): Promise<Receipt> {
    fates.set(delivery, 'unsent');
    const arrival = await arrive(delivery);
    const flight: Flight = { delivery, matched: [], misled: [], arrival, sentAt: 0 };
    // Rules on another bus see what is forwarded there, which nobody waits for.
    const matching = stage.rules.filter(
      ({ rule, pattern }) =>
        (rule.bus ?? 'default') === 'default' && ruleSees(rule, delivery) && pattern.matches(delivery.event),
    );
    const inlets = matching.flatMap((staged) => staged.inlets.map((inlet) => ({ staged, inlet })));
    notesDue += matching.filter(({ isObserved }) => isObserved).length;
    const receipt = { matched: flight.matched, invocations: arrival.invocations, misled: flight.misled };
    // Two of one id would not be told apart while both are on their way.
    const isTwin = waiting.some(({ delivery: { event } }) => event.id === delivery.event.id);
    if (isTwin) await flush();
    waiting.push(flight);
    if (inlets.length === 0) {
      if (waiting.length === MOST_AT_ONCE) void flush().catch(() => undefined);
      else timer ??= setTimeout(() => void flush().catch(() => undefined), COMPANY);
      if (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay);
      return receipt;
    }
    await flush();
    current = flight;
    const parcels = await Promise.all(inlets.map(({ staged, inlet }) => awaitFor(staged, inlet)));
    for (const [index, { staged, inlet }] of inlets.entries()) compare(flight, staged, inlet, parcels[index]!);
    await hand(parcels.flat());
    return receipt;
  }

  async function settle(): Promise<void> {
    await flush();
    await Promise.all(underWay);
    current = undefined;
    if (failed !== undefined) throw failed;
    await awaitSentinel();
    // Each event goes its own way through the bus, so the sentinel may have overtaken what was sent right before it.
    for (let idle = 0; notesSeen < notesDue && idle < GRACE;) idle += (await readControl(1, 0)).many === 0 ? 1 : 0;
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
    const opened = account;
    if (opened !== undefined) await backInside(async () => (await opened).settle());
  }

  return {
    fates,
    deliver: (delivery) => told(() => deliver(delivery)),
    settle: () => told(settle),
  };
}

/** Nobody is called, so nobody keeps a list. */
const NOBODY: Arrival = { invocations: [] as Invocation[], hand: () => Promise.resolve() };

/** Whether two texts are the same JSON; of a text that is none, whether they are the same. */
function isSame(wanted: string, found: string | undefined): boolean {
  if (found === undefined) return false;
  return wanted === found || isDeepStrictEqual(parsed(wanted) ?? wanted, parsed(found) ?? found);
}

function memberOf(value: unknown, name: string): unknown {
  const object = typeof value === 'string' ? parsed(value) : value;
  return typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
