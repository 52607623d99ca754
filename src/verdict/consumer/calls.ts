import type { AwsCall } from '../../consumer/consumer.ts';
import { nearest } from '../../nearest.ts';
import type { ConsumerExpectation, Count } from '../../scenario/expectation.ts';
import { patternAt } from '../closest.ts';
import { AT_LEAST_ONCE } from '../count.ts';
import { judgeCounted } from '../counted.ts';
import type { Claim, Finding, Why } from '../finding.ts';
import { sayNames, sayTimes, sayValue } from '../say.ts';
import { sayCall, type Call } from './invoked.ts';

/** One entry of `calls`: an AWS call that a consumer makes. */
export type CallExpectation = Extract<
  NonNullable<ConsumerExpectation['calls']>[number],
  { readonly operation: string }
>;

interface Made {
  readonly aws: AwsCall;
  readonly call: Call;
}

/** Judges how often a consumer makes an AWS call, over all its invocations. */
export function judgeCall(
  consumer: string,
  wanted: CallExpectation,
  place: Finding['place'],
  calls: readonly Call[],
): Finding {
  const { service, operation, input, times } = wanted;
  const count = times ?? AT_LEAST_ONCE;
  const withInput = input === undefined ? '' : ` with ${sayValue(input, 100)}`;
  const claim: Claim = {
    promise: 'consumer',
    topic: 'calls',
    claim: sayClaim(consumer, `${service}:${operation}${withInput}`, count),
    place,
  };
  const made = calls.flatMap((call) => call.invocation.calls.map((aws) => ({ aws, call })));
  return judgeCounted<Made>(claim, input === undefined ? undefined : patternAt(input, place), count, {
    items: made.filter(({ aws }) => aws.service === service && aws.operation === operation),
    subject: ({ aws }) => aws.input,
    say: sayMade,
    id: ({ call }) => call.invocation.requestId,
    noun: `${service}:${operation}`,
    done: 'called',
    expected: sayValue(wanted),
    trap: () => otherCalls(wanted, made),
  });
}

/** Judges an empty list of calls, which says what it looks like: the consumer makes none. */
export function judgeNoCalls(consumer: string, place: Finding['place'], calls: readonly Call[]): Finding {
  const claim: Claim = { promise: 'consumer', topic: 'calls', claim: `${consumer} makes no AWS call`, place };
  const made = calls.flatMap((call) => call.invocation.calls.map((aws) => ({ aws, call })));
  return judgeCounted<Made>(claim, undefined, 0, {
    items: made,
    subject: ({ aws }) => aws.input,
    say: sayMade,
    id: ({ call }) => call.invocation.requestId,
    noun: 'AWS call',
    done: 'made',
    expected: 'calls: []',
  });
}

function sayClaim(consumer: string, what: string, count: Count): string {
  const never = sayTimes(count) === 'never';
  return never ? `${consumer} never calls ${what}` : `${consumer} calls ${what} ${sayTimes(count)}`;
}

function sayMade({ aws, call }: Made): string {
  const refused = aws.answered === 'refused' ? ' (refused)' : '';
  return `${aws.service}:${aws.operation} ${sayValue(aws.input, 300)}${refused}, ${sayCall(call)}`;
}

/** Says what was called instead when the wanted operation never was. */
function otherCalls({ service, operation }: CallExpectation, made: readonly Made[]): Why | undefined {
  const names = made.map(({ aws }) => `${aws.service}:${aws.operation}`);
  const wanted = `${service}:${operation}`;
  if (names.includes(wanted)) return undefined;
  const meant = nearest(wanted, [...new Set(names)]);
  return {
    nearest: names.length === 0 ? 'it made no AWS call at all' : `it called ${sayNames(names)}`,
    difference: `${wanted} was never called${meant === undefined ? '' : `, did you mean "${meant}"`}`,
  };
}
