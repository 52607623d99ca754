import type { Milliseconds } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Catcher, Retrier } from './definition.ts';
import type { Failure } from './failure.ts';

/** Decides, for one visit of a state, whether and when what has failed is tried again. */
export type Retries = (failure: Failure) => Milliseconds | undefined;

/** https://states-language.net/spec.html#errors: each retrier counts for itself. */
export function openRetries(retriers: readonly Retrier[] = [], random: Random): Retries {
  const counts = new Map<Retrier, number>();
  return (failure) => {
    const retrier = retrierFor(retriers, failure);
    if (retrier === undefined) return undefined;
    const count = counts.get(retrier) ?? 0;
    const delay = delayOf(retrier, count);
    if (delay === undefined) return undefined;
    counts.set(retrier, count + 1);
    return retrier.JitterStrategy === 'FULL' ? Math.floor(random() * delay) : delay;
  };
}

/** Finds the retrier for a failure. */
export function retrierFor(retriers: readonly Retrier[] = [], failure: Failure): Retrier | undefined {
  return retriers.find(({ ErrorEquals }) => names(ErrorEquals, failure));
}

/** How long a retrier waits that has waited `count` times before; `undefined` when it gives up. */
export function delayOf(
  { MaxAttempts = 3, IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity }: Retrier,
  count: number,
): Milliseconds | undefined {
  return count >= MaxAttempts ? undefined : Math.min(IntervalSeconds * BackoffRate ** count, MaxDelaySeconds) * 1000;
}

/** Finds the catcher for a failure. */
export function catcherFor(catchers: readonly Catcher[] = [], failure: Failure): Catcher | undefined {
  return catchers.find(({ ErrorEquals }) => names(ErrorEquals, failure));
}

/** `States.Runtime` cannot be caught by any name; `States.TaskFailed` stands for all but time-outs. */
function names(wanted: readonly string[], { error = '', alias }: Failure): boolean {
  if (error === 'States.Runtime') return false;
  return wanted.some(
    (name) =>
      name === 'States.ALL' ||
      name === error ||
      (alias !== undefined && name === alias) ||
      (name === 'States.TaskFailed' && error !== 'States.Timeout'),
  );
}
