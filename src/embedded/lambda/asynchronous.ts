import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import { attempt, type Attempt, attemptApart } from './attempt.ts';
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

/** An event as a function is given it: read, for the first run, which may change it; and as the JSON text that later ones read anew. */
export interface GivenEvent {
  readonly event: unknown;
  /** Asked for only when somebody needs it. */
  readonly text: string;
}

/**
 * Takes an event on: it is run soon, again when the code fails, and in the end handed on to whoever is to hear of it. Answers with the
 * request id, which all runs share.
 */
export function takeOn(
  called: LambdaFunction,
  given: GivenEvent,
  surroundings: Surroundings,
  invoke: InvokeEvent,
): string {
  const taken = new Taken(called, given, surroundings, invoke);
  surroundings.scene.agenda.after(0, () => taken.run());
  return taken.requestId;
}

/** An event that a function has taken on; in the end, how that came out. A class, because there can be tens of thousands a second. */
class Taken implements Ending {
  readonly called: LambdaFunction;
  readonly requestId: string;
  condition: Ending['condition'] = 'Success';
  count = 0;
  last: Attempt | undefined;
  readonly #given: GivenEvent;
  readonly #surroundings: Surroundings;
  readonly #invoke: InvokeEvent;
  readonly #accepted: Instant;
  #throttleDelay = FIRST_THROTTLE_DELAY;

  constructor(called: LambdaFunction, given: GivenEvent, surroundings: Surroundings, invoke: InvokeEvent) {
    const { agenda, random } = surroundings.scene;
    this.called = called;
    this.requestId = random.uuid();
    this.#given = given;
    this.#surroundings = surroundings;
    this.#invoke = invoke;
    this.#accepted = agenda.now();
  }

  get payload(): string {
    return this.#given.text;
  }

  run(): Promise<void> | undefined {
    const { called, requestId } = this;
    if (called.family.reservedConcurrency === 0) {
      this.#end('ZeroReservedConcurrency');
      return undefined;
    }
    const event: unknown = this.count === 0 ? this.#given.event : JSON.parse(this.payload);
    try {
      const { failed } = this.#surroundings.scene.agenda;
      const wish = { called, event, requestId, by: undefined };
      if (failed === undefined) return attempt(wish, (last) => this.#judge(last));
      attemptApart(wish, (last) => this.#judge(last), failed);
      return undefined;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#again(this.#throttleDelay);
      this.#throttleDelay = Math.min(this.#throttleDelay * 2, LAST_THROTTLE_DELAY);
      return undefined;
    }
  }

  #judge(last: Attempt): void {
    this.count += 1;
    this.last = last;
    const { count } = this;
    if (last.functionError === undefined) this.#end('Success');
    else if (count > (this.called.eventInvokeConfig?.maximumRetryAttempts ?? DEFAULT_RETRIES)) {
      this.#end('RetriesExhausted');
    } else this.#again(RETRY_DELAYS[count - 1] ?? RETRY_DELAYS.at(-1)!);
  }

  #again(delay: number): void {
    const { agenda } = this.#surroundings.scene;
    const age = (this.called.eventInvokeConfig?.maximumEventAge ?? DEFAULT_EVENT_AGE) * 1000;
    if (agenda.now() + delay > this.#accepted + age) this.#end('EventAgeExceeded');
    else agenda.after(delay, () => this.run());
  }

  #end(condition: Ending['condition']): void {
    this.condition = condition;
    handOn(this, this.#surroundings, this.#invoke);
  }
}
