import type { BusEvent } from '../../eventbridge/event.ts';
import { ruleSees } from '../../rule/sees.ts';
import { parseArn } from '../arn.ts';
import type { ResourcePolicy } from '../policy/permissions.ts';
import { accountOf, refuseEntry } from './admission.ts';
import { type Dispatch, dispatch, type Ending, type Heard, secondsOf } from './dispatch.ts';
import { type Arrival, type BusRule, type EventBus, matchingRules } from './event-bus.ts';
import type { Neighbours } from './neighbours.ts';
import { PutArrival } from './put-arrival.ts';
import { checkEntries, eventText, type PutEntry, readEntry, type RefusedEntry } from './put-events.ts';
import { invalid, missing, taken, tooMany } from './refusal.ts';
import { partitionOf } from '../partition.ts';

/** What PutEvents answers, entry by entry. */
export interface PutAnswer {
  readonly FailedEntryCount: number;
  readonly Entries: readonly ({ readonly EventId: string } | RefusedEntry)[];
}

/** Who wants to hear of deliveries. */
export interface Listener {
  readonly heard?: Heard;
  readonly ended?: (job: Dispatch, ending: Ending) => void;
}

/** The event buses of one scenario. */
export interface Buses {
  readonly neighbours: Neighbours;
  /** All of them, the default one first. */
  all(): readonly EventBus[];
  /** Finds a bus by its name or ARN. Throws AWS's Fault for one that does not exist. */
  find(nameOrArn: string | undefined): EventBus;
  create(name: string): EventBus;
  delete(name: string): void;
  /** Who may put events onto a bus, by its ARN; `undefined` where there is no such bus. */
  policyOf(arn: string): ResourcePolicy | undefined;
  /**
   * Takes events of a caller's in; they reach their targets soon after, and failures there never show. `authorization` is the header of
   * that name: whoever is of another account reaches a bus by its ARN only, and only if its policy lets them.
   */
  put(entries: readonly PutEntry[], authorization?: string): PutAnswer;
  /**
   * Takes in an event as AWS's own services do, also one whose source begins with `aws.`. Tells which rules it matches, and is
   * `sent` once every target has been tried for the first time.
   */
  accept(
    event: BusEvent,
    how: { readonly reaches: Arrival['reaches']; readonly bus?: string },
  ): { readonly matched: readonly string[]; readonly sent: Promise<unknown> };
  /** Hands an arrival to the rules of a bus. */
  take(bus: EventBus, arrival: Arrival): { readonly matched: readonly BusRule[]; readonly sending: unknown[] };
  /** Hands an arrival to the targets of one rule, whatever its pattern. */
  send(rule: BusRule, arrival: Arrival): unknown[];
  listen(listener: Listener): void;
  /** Takes every tick of every schedule off the agenda, which would otherwise never be empty. */
  stopSchedules(): void;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_BUSES = 100;

/** Opens EventBridge for one scenario, with the default bus. */
export function openBuses(neighbours: Neighbours): Buses {
  const { account, region, random, agenda, permissions, takesSourcesOfAws: isOfAws } = neighbours.scene;
  const buses = new Map<string, EventBus>();
  let listener: Listener = {};

  function create(name: string): EventBus {
    if (buses.has(name)) throw taken(`Event bus ${name} already exists.`);
    if (buses.size >= MOST_BUSES) throw tooMany();
    const bus: EventBus = {
      name,
      arn: `arn:${partitionOf(region)}:events:${region}:${account}:event-bus/${name}`,
      createdAt: agenda.now(),
      modifiedAt: agenda.now(),
      description: undefined,
      kmsKeyIdentifier: undefined,
      deadLetterConfig: undefined,
      policy: [],
      rules: new Map(),
      matcher: undefined,
    };
    buses.set(name, bus);
    return bus;
  }

  /** An ARN is of one account and region: a bus of that name here is another. */
  function at(nameOrArn: string): EventBus | undefined {
    if (!nameOrArn.startsWith('arn:')) return buses.get(nameOrArn);
    const arn = parseArn(nameOrArn);
    return arn?.account === account && arn.region === region ? buses.get(busName(nameOrArn)) : undefined;
  }

  function find(nameOrArn = 'default'): EventBus {
    const bus = at(nameOrArn);
    if (bus === undefined) throw missing(`Event bus ${busName(nameOrArn)} does not exist.`);
    return bus;
  }

  function ended(job: Dispatch, ending: Ending): void {
    listener.ended?.(job, ending);
  }

  function send(rule: BusRule, arrival: Arrival, sending: unknown[] = [], alone = false): unknown[] {
    if (rule.keep !== undefined) {
      rule.keep(arrival);
      return sending;
    }
    const sole = alone && rule.targets.size === 1;
    for (const target of rule.targets.values()) {
      const sent = dispatch({ arrival, rule, target, sole, heard: listener.heard }, neighbours, ended);
      if (sent !== undefined) sending.push(sent);
    }
    return sending;
  }

  function take(bus: EventBus, arrival: Arrival, sending: unknown[] = []): { matched: BusRule[]; sending: unknown[] } {
    const matched = matchingRules(
      bus,
      arrival.event,
      (rule) => ruleSees(rule, arrival) && arrival.only?.has(rule.arn) !== false,
    );
    const alone = matched.length === 1 && arrival.fresh === true;
    for (const rule of matched) send(rule, arrival, sending, alone);
    return { matched, sending };
  }

  function put(entries: readonly PutEntry[], authorization?: string): PutAnswer {
    checkEntries(entries);
    const takenIn = agenda.now();
    const now = secondsOf(takenIn);
    const arrivals: { readonly bus: EventBus; readonly arrival: Arrival }[] = [];
    let FailedEntryCount = 0;
    const Entries = entries.map((entry) => {
      const { EventBusName: name = 'default' } = entry;
      // A bus that does not exist is no error: the event is gone.
      const bus = at(name);
      const from = name.startsWith('arn:') ? (accountOf(authorization) ?? account) : account;
      const refused =
        bus === undefined || (bus.policy.length === 0 && from === account)
          ? undefined
          : refuseEntry(bus, entry, from, permissions);
      const read = refused ?? readEntry(entry, { id: random.uuid(), account: from, region, now, isOfAws });
      if ('ErrorCode' in read) {
        FailedEntryCount += 1;
        return read;
      }
      if (bus !== undefined && bus.rules.size > 0) {
        arrivals.push({ bus, arrival: new PutArrival(entry, read, takenIn) });
      }
      return { EventId: read.id };
    });
    if (arrivals.length > 0) {
      agenda.after(0, () => {
        const sending: unknown[] = [];
        for (const { bus, arrival } of arrivals) take(bus, arrival, sending);
        return allOf(sending);
      });
    }
    return { FailedEntryCount, Entries };
  }

  create('default');
  return {
    neighbours,
    all: () => [...buses.values()],
    find,
    policyOf: (arn) => {
      const bus = at(arn);
      return bus && { statements: bus.policy.length === 0 ? undefined : bus.policy };
    },
    create,
    delete: (name) => {
      if (busName(name) === 'default') throw invalid('Cannot delete event bus default.');
      const bus = at(name);
      if (bus === undefined) return;
      for (const rule of bus.rules.values()) rule.unschedule?.();
      buses.delete(bus.name);
      permissions?.changed();
    },
    put,
    accept: (event, { reaches, bus = 'default' }) => {
      const text = eventText(event, JSON.stringify(event.detail));
      const { matched, sending } = take(find(bus), { event, text, reaches, takenIn: agenda.now(), hops: 0 });
      const own = matched.filter(({ keep }) => keep === undefined);
      return { matched: own.map(({ name }) => name), sent: Promise.all(sending) };
    },
    take,
    send,
    listen: (to) => {
      listener = to;
    },
    stopSchedules: () => {
      for (const { rules } of buses.values()) for (const rule of rules.values()) rule.unschedule?.();
    },
  };
}

/** Waits for deliveries that take time; most take none. */
export function allOf(sending: readonly unknown[]): Promise<void> | undefined {
  return sending.length === 0 ? undefined : Promise.all(sending).then(() => undefined);
}

/** The name of a bus, from its name or its ARN. */
export function busName(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (parseArn(nameOrArn)?.resource ?? '').replace(/^event-bus\//, '') : nameOrArn;
}
