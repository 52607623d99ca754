import type { Instant, Milliseconds } from '../../clock.ts';
import type { InputContext } from '../../rule/input/input.ts';
import { Fault } from '../../wire/fault.ts';
import { type Failure, Postponed, readFault, Undeliverable } from './failure.ts';
import type { Arrival, BusRule, BusTarget, CarriedEvent } from './event-bus.ts';
import type { Neighbours } from './neighbours.ts';
import { mayBury } from './send/permission.ts';

/** Told of an asynchronous invocation as Lambda takes it on, before the function runs. */
export type Heard = (requestId: string, of: { readonly event: CarriedEvent; readonly rule: string }) => void;

/** One event on its way to one target. */
export interface Dispatch {
  readonly arrival: Arrival;
  readonly rule: BusRule;
  readonly target: BusTarget;
  /** Whether nobody but this target will ever look at the event. */
  readonly sole: boolean;
  readonly heard?: Heard | undefined;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const MOST_RETRIES = 185;
/** Seconds, unless a target's retry policy says less. */
export const LONGEST_AGE = 86_400;

/**
 * AWS says "exponential back-off and jitter" and no numbers. With these, 185 retries take some 23 hours, so that the
 * default policy runs out of attempts just before it runs out of time.
 */
const FIRST_DELAY: Milliseconds = 1_000;
const LAST_DELAY: Milliseconds = 600_000;

/** What came of a delivery in the end. */
export type Ending =
  | { readonly kind: 'delivered'; readonly attempts: number }
  | { readonly kind: 'dead-lettered' | 'dropped'; readonly attempts: number; readonly failure: Failure };

/** Sends an event to a target, again and again if need be. What cannot be delivered goes to the target's dead-letter queue, or is dropped. */
export function dispatch(
  job: Dispatch,
  neighbours: Neighbours,
  ended: (job: Dispatch, ending: Ending) => void,
): unknown {
  const { arrival, target, sole } = job;
  const { hand } = target;
  if (hand !== undefined && sole) {
    try {
      // Most events take this way, and most are delivered at once.
      hand(job, '');
    } catch (error) {
      new Trial(job, undefined, neighbours, ended).fail(error);
      return undefined;
    }
    ended(job, AT_ONCE);
    return undefined;
  }
  const prepared = target.prepare(arrival.event, arrival.text, new RuleContext(job));
  if ('invalid' in prepared) {
    const trial = new Trial(job, '', neighbours, ended);
    trial.fail(new Undeliverable('INVALID_JSON', prepared.invalid));
    return undefined;
  }
  return new Trial(job, prepared.text, neighbours, ended).attempt();
}

const AT_ONCE: Ending = { kind: 'delivered', attempts: 1 };

/** A class, because an object with a getter of its own costs more than all else here. */
class RuleContext implements InputContext {
  readonly #job: Dispatch;

  constructor(job: Dispatch) {
    this.#job = job;
  }

  get ruleArn(): string {
    return this.#job.rule.arn;
  }

  get ruleName(): string {
    return this.#job.rule.name;
  }

  get ingestionTime(): string {
    return secondsOf(this.#job.arrival.takenIn);
  }
}

/** The tries to deliver one event to one target. */
class Trial {
  readonly #job: Dispatch;
  /** `undefined` where the event itself is handed over. */
  readonly #input: string | undefined;
  readonly #neighbours: Neighbours;
  readonly #ended: (job: Dispatch, ending: Ending) => void;
  #retries = 0;

  constructor(
    job: Dispatch,
    input: string | undefined,
    neighbours: Neighbours,
    ended: (job: Dispatch, ending: Ending) => void,
  ) {
    this.#job = job;
    this.#input = input;
    this.#neighbours = neighbours;
    this.#ended = ended;
  }

  attempt(): Promise<void> | undefined {
    try {
      const { send, hand = send } = this.#job.target;
      const sending = this.#input === undefined ? hand(this.#job, '') : send(this.#job, this.#input);
      if (sending instanceof Promise) {
        return sending.then(
          () => this.#succeed(),
          (error: unknown) => this.fail(error),
        );
      }
      this.#succeed();
    } catch (error) {
      this.fail(error);
    }
    return undefined;
  }

  fail(error: unknown): void {
    if (error instanceof Postponed) {
      // No attempt has been made yet, so none is counted.
      this.#neighbours.scene.agenda.after(error.wait, () => this.attempt());
      return;
    }
    const failure = failureOf(error);
    if (!failure.retriable) {
      this.#giveUp(failure);
      return;
    }
    const { arrival, target } = this.#job;
    const { MaximumRetryAttempts: most = MOST_RETRIES, MaximumEventAgeInSeconds: age = LONGEST_AGE } =
      target.definition.RetryPolicy ?? {};
    if (this.#retries >= most) {
      this.#giveUp(failure, 'MaximumRetryAttempts');
      return;
    }
    const { agenda, random } = this.#neighbours.scene;
    const delay = backOff(this.#retries, random);
    if (agenda.now() + delay > arrival.takenIn + age * 1000) {
      this.#giveUp(failure, 'MaximumEventAgeInSeconds');
      return;
    }
    agenda.after(delay, () => {
      this.#retries += 1;
      return this.attempt();
    });
  }

  #succeed(): void {
    this.#ended(this.#job, { kind: 'delivered', attempts: this.#retries + 1 });
  }

  #giveUp(failure: Failure, exhausted?: string): void {
    const buried = bury(this.#job, failure, { retries: this.#retries, exhausted }, this.#neighbours);
    this.#ended(this.#job, { kind: buried ? 'dead-lettered' : 'dropped', attempts: this.#retries + 1, failure });
  }
}

/** Anything else is a defect of ours, and goes up. */
function failureOf(error: unknown): Failure {
  if (error instanceof Fault) return readFault(error);
  if (error instanceof Undeliverable) return error;
  throw error;
}

function backOff(retries: number, random: Neighbours['scene']['random']): Milliseconds {
  const full = Math.min(LAST_DELAY, FIRST_DELAY * 2 ** retries);
  return Math.round(full / 2 + (full / 2) * random());
}

/** Puts an event into its target's dead-letter queue; false where there is none, or it cannot be reached, or lets no rule in. */
function bury(
  { arrival, rule, target: { definition } }: Dispatch,
  { code, message }: Failure,
  { retries, exhausted }: { readonly retries: number; readonly exhausted: string | undefined },
  neighbours: Neighbours,
): boolean {
  const queue = definition.DeadLetterConfig?.Arn;
  if (queue === undefined || !mayBury(queue, rule, neighbours)) return false;
  const text = (value: string): { dataType: string; value: string } => ({ dataType: 'String', value });
  try {
    neighbours.queues.send(queue, {
      // The event as it came, whatever the target was to be given.
      body: arrival.text,
      attributes: {
        RULE_ARN: text(rule.arn),
        TARGET_ARN: text(definition.Arn),
        ERROR_CODE: text(code),
        ERROR_MESSAGE: text(message === '' ? code : message),
        ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: text(exhausted) }),
        RETRY_ATTEMPTS: text(String(retries)),
      },
    });
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** A moment as EventBridge words it, without fractions. */
export function secondsOf(instant: Instant): string {
  const second = Math.floor(instant / 1_000);
  // Thousands of events arrive within one.
  if (second !== last.second) last = { second, text: `${new Date(instant).toISOString().slice(0, 19)}Z` };
  return last.text;
}

let last = { second: Number.NaN, text: '' };
