import type { Delivery } from '../../timeline/timeline.ts';
import type { Invocation } from '../../consumer/consumer.ts';
import type { Count } from '../../scenario/expectation.ts';
import { allows, isTooMany, sayShortfall } from '../count.ts';
import { listed } from '../counted.ts';
import { broken, kept, type Claim, type Finding } from '../finding.ts';
import type { Hearing } from '../hearing.ts';
import { sayOutcome } from './outcome.ts';
import { plural, sayDone, sayEvent, sayInstant, sayValue, times } from '../say.ts';
import { whyUnreached } from './unreached.ts';

/** An invocation together with the arrival that caused it; of what a schedule set off where nothing arrived, alone. */
export interface Call {
  readonly invocation: Invocation;
  readonly delivery?: Delivery;
  /** Whether the event is its own; not of what a queue, a state machine or a schedule has set off after the arrival. */
  readonly isDirect: boolean;
}

/** Every invocation of a consumer, in order. */
export function callsOf(consumer: string, { run }: Pick<Hearing, 'run'>): readonly Call[] {
  const isIts = (invocation: Invocation): boolean => invocation.consumer === consumer;
  return [
    ...(run.unprompted ?? []).filter(isIts).map((invocation) => ({ invocation, isDirect: false })),
    ...run.arrivals.flatMap(({ delivery, matched, invocations }) =>
      invocations
        .filter(isIts)
        .map((invocation) => ({ invocation, delivery, isDirect: matched.includes(invocation.rule) })),
    ),
  ];
}

/** An invocation in a line: when, by which rule, with what, and which faults had touched it. */
export function sayCall({ invocation, delivery, isDirect }: Call): string {
  const done = `${sayInstant(invocation.at)} by ${sayInvoker(invocation)}`;
  if (delivery === undefined) return done;
  const touched = delivery.faults.length === 0 ? '' : ` (${delivery.faults.join(', ')})`;
  return `${done}${isDirect ? ':' : ', after'} ${sayEvent(delivery.event)}${touched}`;
}

/** Who invoked it: a rule, or what else it was. */
export function sayInvoker({ rule, by = 'something else' }: Invocation): string {
  return rule === '' ? by : `rule "${rule}"`;
}

/** Judges how often a consumer is invoked. */
export function judgeInvoked(consumer: string, count: Count, place: Finding['place'], hearing: Hearing): Finding {
  const calls = callsOf(consumer, hearing);
  const claim: Claim = {
    promise: 'consumer',
    topic: 'invoked',
    claim: `${consumer} is ${sayDone('invoked', count)}`,
    place,
  };
  if (allows(count, calls.length)) return kept(claim);
  const evidence = {
    outcome: `it was invoked ${times(calls.length)}`,
    expected: `invoked: ${sayValue(count)}`,
  };
  if (isTooMany(count, calls.length)) {
    return broken(claim, {
      ...evidence,
      nearest: listed(calls, sayCall),
      difference: saySurplus(count, calls),
      about: calls.at(-1)!.invocation.requestId,
    });
  }
  const why = whyUnreached(consumer, hearing);
  if (calls.length === 0) return broken(claim, { ...evidence, ...why });
  return broken(claim, {
    ...evidence,
    nearest: [listed(calls, sayCall), why.nearest].join('\n'),
    difference: [`${sayShortfall(count, calls.length)}; what came nearest besides:`, why.difference].join('\n'),
    ...(why.about !== undefined && { about: why.about }),
  });
}

/** Too many: because an event arrived again, because several rules match it, or because there are so many events. */
function saySurplus(count: Count, calls: readonly Call[]): string {
  const lines = [sayShortfall(count, calls.length)];
  const again = calls.filter(({ delivery }) => delivery?.faults.includes('duplicate')).length;
  if (again > 0)
    lines.push(
      `${plural(again, 'invocation')} came of an event delivered again (fault duplicate): the id of the event is the same`,
    );
  const rules = Map.groupBy(calls, ({ delivery }) => delivery);
  const twice = [...rules].find(([delivery, same]) => delivery !== undefined && same.length > 1)?.[1];
  if (twice !== undefined) {
    const names = [...new Set(twice.map(({ invocation }) => sayInvoker(invocation)))];
    const isOfRules = twice.every(({ invocation }) => invocation.rule !== '');
    const each = isOfRules
      ? `rules ${names.map((name) => name.slice('rule '.length)).join(' and ')} match and target it`
      : `${names.join(' and ')} invoke it`;
    const why = names.length > 1 ? each : (sayRetry(twice) ?? `each by ${names[0]}`);
    lines.push(`one arrival invokes it ${times(twice.length)}: ${why}`);
  }
  return lines.join('\n');
}

/** That it is tried again, and what it failed with; a schedule or a state machine invokes it again though it does not fail. */
function sayRetry(calls: readonly Call[]): string | undefined {
  const failed = calls.find(({ invocation }) => invocation.outcome.kind !== 'returned');
  return failed && `it fails, and is tried again: ${sayOutcome(failed.invocation)}`;
}
