import { showAsked } from '../report/text.ts';
import type { Count } from '../scenario/expectation.ts';
import type { Asked, AskedPattern } from '../verdict/asked/asked.ts';
import { askAnswered, askCalled, type AskedCalls, askFailed, askInvoked } from '../verdict/asked/consumer.ts';
import { askDeadLettered, type AskedDeadLetters } from '../verdict/asked/dead-letter.ts';
import { askDelivered, askEmitted, askRecorded, type AskedEvents } from '../verdict/asked/event.ts';
import { askKept } from '../verdict/asked/kept.ts';
import type { Finding } from '../verdict/finding.ts';
import { askedOf } from './asked-of.ts';

/** What a rehearsal can be asked in a test. `Result` is what the runner's own matchers return. */
export interface RunMatchers<Result = void> {
  /** Events that match an event pattern (a text is a detail type) have arrived on the bus: at least one unless `times` says otherwise. */
  toHaveDelivered(pattern: AskedPattern, options?: AskedEvents): Result;
  /** Such events were emitted, whether or not they arrived. */
  toHaveEmitted(pattern: AskedPattern, options?: AskedEvents): Result;
  /** CloudTrail has recorded calls that match a pattern over the record; a text is the name of an operation. */
  toHaveRecorded(pattern: AskedPattern, options?: Pick<AskedEvents, 'times'>): Result;
  /** A consumer was invoked: at least once unless told how often. */
  toHaveInvoked(consumer: string, times?: Count): Result;
  /** An AWS call was made, `ecs:UpdateService`, with an input that matches a pattern where one is given. */
  toHaveCalled(name: string, input?: Readonly<Record<string, unknown>>, options?: AskedCalls): Result;
  /** Every invocation of a consumer has returned this: equal as JSON, or matching `{ pattern }`. */
  toHaveAnswered(consumer: string, value: unknown): Result;
  /** An invocation of a consumer has thrown or run out of time; with an error that holds these words, where there are any. */
  toHaveFailed(consumer: string, words?: string, options?: { readonly times?: Count }): Result;
  /** Something lies in a dead-letter queue when everything is over: an event that matches a pattern, where one is given. */
  toHaveDeadLettered(pattern?: AskedPattern, options?: AskedDeadLetters): Result;
  /** Every promise of the scenario itself is kept. */
  toHaveKept(): Result;
}

/** What `expect.extend` of Vitest and Jest takes from a matcher. */
export interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What a runner tells a matcher. */
interface Asking {
  readonly isNot?: boolean;
}

/** Asked with `not` and no number of its own, a matcher asks for none at all, and can say what there was. */
const NEVER: Count = 0;

/** The matchers, for `expect.extend` of any runner that has it. */
export const matchers = {
  toHaveDelivered: counting(askDelivered),
  toHaveEmitted: counting(askEmitted),
  toHaveRecorded: counting(askRecorded),
  toHaveInvoked(this: Asking | void, received: unknown, consumer: string, times?: Count): Verdict {
    const { isNot, asked } = opened(this, received, 'toHaveInvoked');
    const never = isNot && times === undefined;
    return toVerdict(askInvoked(asked, consumer, never ? NEVER : times), isNot, never);
  },
  toHaveCalled(
    this: Asking | void,
    received: unknown,
    name: string,
    input?: Readonly<Record<string, unknown>>,
    options: AskedCalls = {},
  ): Verdict {
    const { isNot, asked } = opened(this, received, 'toHaveCalled');
    const never = isNot && options.times === undefined;
    return toVerdict(askCalled(asked, name, input, never ? { ...options, times: NEVER } : options), isNot, never);
  },
  toHaveAnswered(this: Asking | void, received: unknown, consumer: string, value: unknown): Verdict {
    const { isNot, asked } = opened(this, received, 'toHaveAnswered');
    return toVerdict(askAnswered(asked, consumer, value), isNot, false);
  },
  toHaveFailed(
    this: Asking | void,
    received: unknown,
    consumer: string,
    words?: string,
    options: { readonly times?: Count } = {},
  ): Verdict {
    const { isNot, asked } = opened(this, received, 'toHaveFailed');
    const never = isNot && options.times === undefined;
    return toVerdict(askFailed(asked, consumer, words, never ? { times: NEVER } : options), isNot, never);
  },
  toHaveDeadLettered(
    this: Asking | void,
    received: unknown,
    pattern?: AskedPattern,
    options: AskedDeadLetters = {},
  ): Verdict {
    const { isNot, asked } = opened(this, received, 'toHaveDeadLettered');
    const never = isNot && options.times === undefined;
    return toVerdict(askDeadLettered(asked, pattern, never ? { ...options, times: NEVER } : options), isNot, never);
  },
  toHaveKept(this: Asking | void, received: unknown): Verdict {
    const { isNot, asked } = opened(this, received, 'toHaveKept');
    return toVerdict(askKept(asked), isNot, false);
  },
};

type AskEvents = (asked: Asked, pattern: AskedPattern, options?: AskedEvents) => Finding;

function counting(ask: AskEvents) {
  return function judge(
    this: Asking | void,
    received: unknown,
    pattern: AskedPattern,
    options: AskedEvents = {},
  ): Verdict {
    const { isNot, asked } = opened(this, received, ask.name.replace('ask', 'toHave'));
    const never = isNot && options.times === undefined;
    return toVerdict(ask(asked, pattern, never ? { ...options, times: NEVER } : options), isNot, never);
  };
}

function opened(asking: Asking | void, received: unknown, matcher: string) {
  return { isNot: asking?.isNot === true, asked: askedOf(received, matcher) };
}

/** What cannot be told on a bus fails either way: a test that says nothing must not be green. */
function toVerdict(finding: Finding, isNot: boolean, isOpposite: boolean): Verdict {
  if (finding.kind === 'unchecked') return { pass: isNot, message: () => showAsked(finding) };
  const holds = finding.kind === 'kept';
  return {
    pass: isOpposite ? !holds : holds,
    message: () => (holds ? `${showAsked(finding)}, and is not to be` : showAsked(finding)),
  };
}
