import { compilePattern } from '../../pattern/index.ts';
import { Problem } from '../../problem.ts';
import { Fault } from '../../wire/fault.ts';
import { allOf, type Buses } from './buses.ts';
import { secondsOf } from './dispatch.ts';
import type { BusRule, CarriedEvent, EventBus } from './event-bus.ts';
import { eventText } from './put-events.ts';
import { invalid, missing, tooMany } from './refusal.ts';
import { readSchedule } from './schedule.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_RULES = 300;
const MOST_WILDCARD_RULES = 30;

/** What a rule is to be. */
export interface RuleWish {
  readonly name: string;
  readonly pattern?: string | undefined;
  readonly schedule?: string | undefined;
  readonly state?: BusRule['state'] | undefined;
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly managedBy?: string;
  readonly keep?: BusRule['keep'];
}

/** Makes a rule, or makes one anew: what is not wished for then is gone, but its targets stay. */
export function putRule(buses: Buses, bus: EventBus, wish: RuleWish): BusRule {
  const { name, pattern, schedule, state = 'ENABLED', description, roleArn, managedBy, keep } = wish;
  checkRule(buses, bus, wish);
  const known = bus.rules.get(name);
  if (known === undefined && bus.rules.size >= MOST_RULES) throw tooMany();
  const rule = known ?? {
    name,
    arn: ruleArn(bus, name),
    busName: bus.name,
    managedBy,
    keep,
    targets: new Map(),
    pattern,
    schedule,
    state,
    description,
    roleArn,
    unschedule: undefined,
  };
  Object.assign(rule, { pattern, schedule, state, description, roleArn });
  bus.rules.set(name, rule);
  bus.matcher = undefined;
  plan(buses, rule);
  return rule;
}

/** Finds a rule, or throws AWS's Fault. */
export function findRule(bus: EventBus, name: string): BusRule {
  const rule = bus.rules.get(name);
  if (rule === undefined) throw missing(`Rule ${name} does not exist on EventBus ${bus.name}.`);
  return rule;
}

/** Takes a rule away, unless it has targets; one that does not exist is no matter. */
export function deleteRule(bus: EventBus, name: string, { force = false } = {}): void {
  const rule = bus.rules.get(name);
  if (rule === undefined) return;
  refuseManaged(rule, force);
  if (rule.targets.size > 0) throw invalid("Rule can't be deleted since it has targets.");
  rule.unschedule?.();
  bus.rules.delete(name);
  bus.matcher = undefined;
}

/** Switches a rule on or off. */
export function setState(buses: Buses, bus: EventBus, name: string, state: BusRule['state']): void {
  const rule = findRule(bus, name);
  refuseManaged(rule, false);
  rule.state = state;
  plan(buses, rule);
}

/** Keeps the account's hands off what a service keeps. */
export function refuseManaged(rule: BusRule, force: boolean): void {
  if (rule.managedBy === undefined || force) return;
  throw new Fault(
    'ManagedRuleException',
    `Rule '${rule.name}' is managed by an AWS service can only be modified if force is True.`,
  );
}

/** The ARN of a rule: that of the default bus does not name it. */
export function ruleArn({ name: bus, arn }: EventBus, name: string): string {
  return arn.replace(/:event-bus\/.*/, `:rule/${bus === 'default' ? '' : `${bus}/`}${name}`);
}

function checkRule({ neighbours }: Buses, bus: EventBus, { name, pattern, schedule }: RuleWish): void {
  if (pattern === undefined && schedule === undefined) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (schedule !== undefined) {
    if (bus.name !== 'default') throw invalid('ScheduleExpression is supported only on the default event bus.');
    if (readSchedule(schedule, neighbours.scene.agenda.now()) === undefined) {
      throw invalid('Parameter ScheduleExpression is not valid.');
    }
  }
  if (pattern === undefined) return;
  checkPattern(pattern);
  if (!hasWildcard(pattern)) return;
  const others = [...bus.rules.values()].filter((rule) => rule.name !== name && hasWildcard(rule.pattern));
  if (others.length >= MOST_WILDCARD_RULES) throw tooMany();
}

/** Throws AWS's Fault for a pattern that it refuses. */
export function checkPattern(pattern: string): void {
  try {
    compilePattern(pattern);
  } catch (error) {
    if (error instanceof Problem) throw new Fault('InvalidEventPatternException', error.message);
    throw error;
  }
}

function hasWildcard(pattern: string | undefined): boolean {
  return pattern?.includes('"wildcard"') === true;
}

/** Puts the next tick of a rule's schedule on the agenda, in place of any other. */
function plan(buses: Buses, rule: BusRule): void {
  rule.unschedule?.();
  rule.unschedule = undefined;
  if (rule.schedule === undefined || rule.state === 'DISABLED') return;
  const { agenda } = buses.neighbours.scene;
  const next = readSchedule(rule.schedule, agenda.now());
  const due = next?.(agenda.now());
  if (next === undefined || due === undefined) return;

  function at(moment: number): void {
    rule.unschedule = agenda.after(moment - agenda.now(), () => {
      const following = next?.(moment);
      if (following !== undefined) at(following);
      return tick(buses, rule);
    });
  }
  at(due);
}

/** A scheduled event goes to the targets of its own rule and to no other. */
function tick(buses: Buses, rule: BusRule): Promise<void> | undefined {
  const { account, region, random, agenda } = buses.neighbours.scene;
  const event: CarriedEvent = {
    version: '0',
    id: random.uuid(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: secondsOf(agenda.now()),
    region,
    resources: [rule.arn],
    detail: {},
  };
  const text = eventText(event, '{}');
  return allOf(buses.send(rule, { event, text, reaches: 'enabled', takenIn: agenda.now(), hops: 0 }));
}
