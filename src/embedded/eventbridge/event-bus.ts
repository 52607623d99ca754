import type { Instant } from '../../clock.ts';
import type { BusEvent } from '../../eventbridge/event.ts';
import { compileRules, type RuleSet } from '../../pattern/index.ts';
import type { PrepareInput } from '../../rule/input/input.ts';
import type { Rule } from '../../rule/rule.ts';
import type { Dispatch } from './dispatch.ts';
import type { TargetDefinition } from './target-definition.ts';

/** An event that may have come out of an archive; the name then stands behind the region. */
export type CarriedEvent = BusEvent & { readonly 'replay-name'?: string };

/** What a bus takes in, and what it knows of it. */
export interface Arrival {
  readonly event: CarriedEvent;
  /** The event as compact JSON. */
  readonly text: string;
  /** No more bytes than this are in the text; without it they have to be counted. */
  readonly atMost?: number;
  /** See `EventEmission.reaches`. */
  readonly reaches: 'enabled' | 'all';
  readonly takenIn: Instant;
  /** How many buses have passed it on. */
  readonly hops: number;
  readonly traceHeader?: string | undefined;
  /** Whether the event was read for this arrival, and nobody else holds it. */
  readonly fresh?: boolean;
  /** Of a replay that names its rules: their ARNs. */
  readonly only?: ReadonlySet<string> | undefined;
}

/** A rule, with its targets by id. */
export interface BusRule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  pattern: string | undefined;
  schedule: string | undefined;
  state: NonNullable<Rule['state']>;
  description: string | undefined;
  roleArn: string | undefined;
  /** The service that keeps it, when it is not the account's own. */
  readonly managedBy: string | undefined;
  /** What a managed rule does with its events; it has no targets that could be told. */
  readonly keep: ((arrival: Arrival) => void) | undefined;
  readonly targets: Map<string, BusTarget>;
  /** Takes the next tick of its schedule off the agenda. */
  unschedule: (() => void) | undefined;
}

/** Where a rule sends what it matches. */
export interface BusTarget {
  readonly definition: TargetDefinition;
  readonly prepare: PrepareInput;
  /** Sends once. Throws a `Fault`, or an `Undeliverable`. */
  readonly send: (dispatch: Dispatch, input: string) => unknown;
  /** Of a target that is given events as they are, and needs no text of one that nobody else holds: hands it over. */
  readonly hand?: BusTarget['send'] | undefined;
}

/** A bus, with its rules by name. */
export interface EventBus {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Instant;
  modifiedAt: Instant;
  description: string | undefined;
  kmsKeyIdentifier: string | undefined;
  deadLetterConfig: { readonly Arn?: string } | undefined;
  policy: readonly Readonly<Record<string, unknown>>[];
  readonly rules: Map<string, BusRule>;
  /** The patterns of all its rules, compiled together; `undefined` since a rule has changed. */
  matcher: { readonly set: RuleSet; readonly rules: ReadonlyMap<string, BusRule> } | undefined;
}

/** The rules of a bus whose patterns an event satisfies, in the order they were made, as far as they are let. */
export function matchingRules(bus: EventBus, event: unknown, isLet: (rule: BusRule) => boolean): BusRule[] {
  bus.matcher ??= compile(bus);
  const { set, rules } = bus.matcher;
  const matching: BusRule[] = [];
  for (const key of set.match(event)) {
    const rule = rules.get(key)!;
    if (isLet(rule)) matching.push(rule);
  }
  return matching;
}

function compile({ rules }: EventBus): NonNullable<EventBus['matcher']> {
  // Not by name: the keys of an object that look like numbers come first, whenever they were added.
  const keyed = [...rules.values()].map((rule, index): [string, BusRule] => [`r${index}`, rule]);
  const patterns = keyed.flatMap(([key, { pattern }]) => (pattern === undefined ? [] : [[key, pattern]]));
  return { set: compileRules(Object.fromEntries(patterns) as Record<string, string>), rules: new Map(keyed) };
}
