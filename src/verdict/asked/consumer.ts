import { Problem } from '../../problem.ts';
import type { ConsumerExpectation, Count } from '../../scenario/expectation.ts';
import { placeOf } from '../../scenario/scenario.ts';
import { type CallExpectation, judgeCall } from '../consumer/calls.ts';
import { judgeConsumer } from '../consumer/consumer.ts';
import { type Call, callsOf, sayCall } from '../consumer/invoked.ts';
import { sayFailure, sayOutcome } from '../consumer/outcome.ts';
import { whyUnreached } from '../consumer/unreached.ts';
import { allows } from '../count.ts';
import { judgeCounted } from '../counted.ts';
import { kept, type Finding } from '../finding.ts';
import { plural, sayDone, sayValue } from '../say.ts';
import { type Asked, checkConsumer, checkCount, NO_EXPECTATION } from './asked.ts';

/** Which calls, of whom, and how often. */
export interface AskedCalls {
  /** At least once unless told. */
  readonly times?: Count;
  /** The consumer that makes them; any unless told. */
  readonly by?: string;
}

/** Whether a consumer has been invoked, and how often: at least once unless told. */
export function askInvoked(asked: Asked, consumer: string, times: Count = { atLeast: 1 }): Finding {
  return judged(asked, { consumer, invoked: checkCount(times) }, 'whether it was invoked');
}

/** Whether every invocation of a consumer has returned a value: one that is equal as JSON, or matches `{ pattern }`. */
export function askAnswered(asked: Asked, consumer: string, value: unknown): Finding {
  return judged(asked, { consumer, returned: value }, 'what it returned');
}

/** Whether an invocation of a consumer has failed: thrown, or run out of time; with an error that holds the words, where there are any. */
export function askFailed(
  asked: Asked,
  consumer: string,
  words?: string,
  { times = { atLeast: 1 } }: { readonly times?: Count } = {},
): Finding {
  checkConsumer('whether it failed', consumer, asked);
  const all = callsOf(consumer, asked);
  const holds = words === undefined ? '' : ` with "${words}"`;
  return judgeCounted<Call>(
    {
      promise: 'consumer',
      topic: 'threw',
      claim: `${consumer} is ${sayDone('seen to fail', checkCount(times))}${holds}`,
      place: place(asked),
    },
    undefined,
    times,
    {
      items: all.filter(
        ({ invocation: { outcome } }) => outcome.kind !== 'returned' && sayFailure(outcome).includes(words ?? ''),
      ),
      subject: ({ invocation }) => invocation,
      say: (call) => `${sayCall(call)}\n${sayOutcome(call.invocation)}`,
      id: ({ invocation }) => invocation.requestId,
      noun: 'failure',
      done: 'seen to fail',
      expected: `threw: ${sayValue(words ?? true)}`,
      trap: () =>
        all.length === 0
          ? whyUnreached(consumer, asked)
          : {
              nearest: sayOutcome(all.at(-1)!.invocation),
              difference: `so ended ${sayCall(all.at(-1)!)}, and none of ${plural(all.length, 'invocation')} failed${holds}`,
            },
    },
  );
}

/** Whether an AWS call was made, by its name `service:Operation`, with an input that matches a pattern where one is given. */
export function askCalled(
  asked: Asked,
  name: string,
  input?: Readonly<Record<string, unknown>>,
  { times = { atLeast: 1 }, by }: AskedCalls = {},
): Finding {
  const wanted = { ...nameOf(name), ...(input !== undefined && { input }), times: checkCount(times) };
  const [only, ...others] = asked.consumers;
  const consumer = by ?? (others.length === 0 ? only : undefined);
  if (consumer === undefined) return calledByAny(asked, wanted);
  checkConsumer(`who calls ${name}`, consumer, asked);
  // Nobody who was never reached makes calls; in a test, that is what "not called" says.
  if (callsOf(consumer, asked).length === 0 && allows(times, 0)) {
    return kept({
      promise: 'consumer',
      topic: 'calls',
      claim: `${consumer} ${sayDone('calls', 0)} ${name}`,
      place: place(asked),
    });
  }
  return judged(asked, { consumer, calls: [wanted] }, `who calls ${name}`);
}

function calledByAny(asked: Asked, wanted: CallExpectation): Finding {
  const calls = asked.consumers.flatMap((consumer) => callsOf(consumer, asked));
  return judgeCall('some consumer', wanted, place(asked), calls);
}

function judged(asked: Asked, expectation: ConsumerExpectation, attempt: string): Finding {
  checkConsumer(attempt, expectation.consumer, asked);
  return judgeConsumer(expectation, NO_EXPECTATION, asked)[0]!;
}

function place({ scenario }: Asked): Finding['place'] {
  return placeOf(scenario, NO_EXPECTATION);
}

function nameOf(name: string): Pick<CallExpectation, 'service' | 'operation'> {
  const [, service, operation] = /^([a-z][a-z0-9-]*):([A-Z][A-Za-z0-9]*)$/.exec(name) ?? [];
  if (service !== undefined && operation !== undefined) return { service, operation };
  throw new Problem(
    'USAGE',
    `Cannot look for the call "${name}": wanted "service:Operation", such as "ecs:UpdateService"`,
  );
}
