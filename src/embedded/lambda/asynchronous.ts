import { Fault } from '../../wire/fault.ts';
import { attempt, type Attempt } from './attempt.ts';
import { handOn, type Ending, type InvokeEvent } from './destination.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { Surroundings } from './surroundings.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const DEFAULT_RETRIES = 2;
const DEFAULT_EVENT_AGE = 21_600;
const RETRY_DELAYS = [60_000, 120_000];
/** An event that is throttled is tried again after a second, and then ever later, up to five minutes. */
const FIRST_THROTTLE_DELAY = 1_000;
const LAST_THROTTLE_DELAY = 300_000;

/**
 * Takes an event on: it is run soon, again when the code fails, and in the end handed on to whoever is to hear of it.
 *
 * `first` is what the first run is given; later ones read `payload` anew, because code may change what it is given. Answers with the
 * request id, which all runs share.
 */
export function takeOn(
  called: LambdaFunction,
  payload: string,
  first: unknown,
  surroundings: Surroundings,
  invoke: InvokeEvent,
): string {
  const { agenda, random } = surroundings.scene;
  const requestId = random.uuid();
  const accepted = agenda.now();
  let count = 0;
  let throttleDelay = FIRST_THROTTLE_DELAY;

  function end(condition: Ending['condition'], last: Attempt | undefined): void {
    handOn({ called, requestId, payload, condition, count, last }, surroundings, invoke);
  }

  function again(delay: number, last: Attempt | undefined): void {
    const age = (called.eventInvokeConfig?.maximumEventAge ?? DEFAULT_EVENT_AGE) * 1000;
    if (agenda.now() + delay > accepted + age) end('EventAgeExceeded', last);
    else agenda.after(delay, () => run(last));
  }

  async function run(before: Attempt | undefined): Promise<void> {
    if (called.family.reservedConcurrency === 0) {
      end('ZeroReservedConcurrency', before);
      return;
    }
    let last: Attempt;
    try {
      last = await attempt(called, count === 0 ? first : JSON.parse(payload), requestId);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      again(throttleDelay, before);
      throttleDelay = Math.min(throttleDelay * 2, LAST_THROTTLE_DELAY);
      return;
    }
    count += 1;
    if (last.functionError === undefined) end('Success', last);
    else if (count > (called.eventInvokeConfig?.maximumRetryAttempts ?? DEFAULT_RETRIES)) end('RetriesExhausted', last);
    else again(RETRY_DELAYS[count - 1] ?? RETRY_DELAYS.at(-1)!, last);
  }

  agenda.after(0, () => run(undefined));
  return requestId;
}
