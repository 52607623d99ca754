import type { Instant, Milliseconds } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import { type Failure, readFault, Undeliverable } from './failure.ts';
import type { Arrival, BusRule, BusTarget, CarriedEvent } from './event-bus.ts';
import type { Neighbours } from './neighbours.ts';

/** Told of an asynchronous invocation as Lambda takes it on, before the function runs. */
export type Heard = (requestId: string, of: { readonly event: CarriedEvent; readonly rule: string }) => void;

/** One event on its way to one target. */
export interface Dispatch {
  readonly arrival: Arrival;
  readonly rule: BusRule;
  readonly target: BusTarget;
  readonly heard?: Heard | undefined;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const MOST_RETRIES = 185;
const LONGEST_AGE = 86_400;

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
  const { arrival, rule, target } = job;
  const prepared = target.prepare(arrival.event, arrival.text, {
    ruleArn: rule.arn,
    ruleName: rule.name,
    ingestionTime: secondsOf(arrival.takenIn),
  });
  const { MaximumRetryAttempts: most = MOST_RETRIES, MaximumEventAgeInSeconds: age = LONGEST_AGE } =
    target.definition.RetryPolicy ?? {};
  let retries = 0;

  function giveUp(failure: Failure, exhausted?: string): void {
    const buried = bury(job, failure, { retries, exhausted }, neighbours);
    ended(job, { kind: buried ? 'dead-lettered' : 'dropped', attempts: retries + 1, failure });
  }

  function fail(error: unknown): void {
    const failure = failureOf(error);
    if (!failure.retriable) {
      giveUp(failure);
      return;
    }
    if (retries >= most) {
      giveUp(failure, 'MaximumRetryAttempts');
      return;
    }
    const delay = backOff(retries, neighbours);
    if (neighbours.scene.agenda.now() + delay > arrival.takenIn + age * 1000) {
      giveUp(failure, 'MaximumEventAgeInSeconds');
      return;
    }
    neighbours.scene.agenda.after(delay, async () => {
      retries += 1;
      await attempt();
    });
  }

  function attempt(): unknown {
    try {
      if ('invalid' in prepared) throw new Undeliverable('INVALID_JSON', prepared.invalid);
      const sending = target.send(job, prepared.text);
      if (sending instanceof Promise) return sending.then(succeed, fail);
      succeed();
    } catch (error) {
      fail(error);
    }
    return undefined;
  }

  function succeed(): void {
    ended(job, { kind: 'delivered', attempts: retries + 1 });
  }

  return attempt();
}

/** Anything else is a defect of ours, and goes up. */
function failureOf(error: unknown): Failure {
  if (error instanceof Fault) return readFault(error);
  if (error instanceof Undeliverable) return error;
  throw error;
}

function backOff(retries: number, { scene: { random } }: Neighbours): Milliseconds {
  const full = Math.min(LAST_DELAY, FIRST_DELAY * 2 ** retries);
  return Math.round(full / 2 + (full / 2) * random());
}

/** Puts an event into its target's dead-letter queue; false where there is none, or it cannot be reached. */
function bury(
  { arrival, rule, target: { definition } }: Dispatch,
  { code, message }: Failure,
  { retries, exhausted }: { readonly retries: number; readonly exhausted: string | undefined },
  { queues }: Neighbours,
): boolean {
  const queue = definition.DeadLetterConfig?.Arn;
  if (queue === undefined) return false;
  const text = (value: string): { dataType: string; value: string } => ({ dataType: 'String', value });
  try {
    queues.send(queue, {
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
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
