import type { Milliseconds } from '../../clock.ts';
import { parseObject } from './read.ts';

const LONG_PHASE = 100_000;

/**
 * How long SNS waits before the retry of that number, counted from 0; `undefined` when it gives up: three at once, two a second apart, ten
 * that back off to 20 seconds, and a hundred thousand every 20 seconds.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export function managedDelay(retry: number): Milliseconds | undefined {
  if (retry < 3) return 0;
  if (retry < 5) return 1000;
  if (retry < 15) return Math.round(1000 * 20 ** ((retry - 5) / 9));
  return retry < 15 + LONG_PHASE ? 20_000 : undefined;
}

/** The same for HTTP endpoints, which can have a policy of their own; without one, three retries 20 seconds apart. */
export function httpDelay(retry: number, policyText: string | undefined): Milliseconds | undefined {
  const policy = policyText === undefined ? {} : (parseObject(policyText) ?? {});
  const given = (policy['healthyRetryPolicy'] ?? {}) as Readonly<Record<string, unknown>>;
  const number = (name: string, other: number): number => (typeof given[name] === 'number' ? given[name] : other);
  const retries = number('numRetries', 3);
  const least = number('minDelayTarget', 20) * 1000;
  const most = number('maxDelayTarget', 20) * 1000;
  const atOnce = number('numNoDelayRetries', 0);
  const early = atOnce + number('numMinDelayRetries', 0);
  const late = retries - number('numMaxDelayRetries', 0);
  if (retry >= retries) return undefined;
  if (retry < atOnce) return 0;
  if (retry < early) return least;
  if (retry >= late) return most;
  const share = late - early <= 1 ? 0 : (retry - early) / (late - early - 1);
  const isSteep = given['backoffFunction'] === 'exponential' || given['backoffFunction'] === 'geometric';
  return isSteep && least > 0
    ? Math.round(least * (most / least) ** share)
    : least + Math.round((most - least) * share);
}
