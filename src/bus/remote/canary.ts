import type { Milliseconds } from '../../clock.ts';
import { Problem } from '../../problem.ts';
import { inTime } from './patience.ts';

/** An event that only shows whether the way is open. */
export interface Canary {
  /** Sends one more, `tries` having been sent before. */
  readonly send: (tries: number) => Promise<unknown>;
  /** Settles once one has arrived wherever it has to. */
  readonly arrived: PromiseLike<unknown>;
  /** What the canaries are sent through, to follow "Cannot use". */
  readonly through: string;
  readonly within?: Milliseconds;
}

const FIRST_PAUSE: Milliseconds = 400;
const LONGEST_PAUSE: Milliseconds = 5_000;
const PATIENCE: Milliseconds = 90_000;

/**
 * Sends canaries until one is delivered: AWS says of new rules and targets only that they "might not take effect immediately", so no
 * fixed pause will do. Tells how many it took.
 */
export async function untilDelivered({ send, arrived, through, within = PATIENCE }: Canary): Promise<number> {
  let left = within;
  let pause = FIRST_PAUSE;
  for (let tries = 0; ; tries += 1) {
    await send(tries);
    if (await inTime(arrived, Math.min(pause, left))) return tries + 1;
    left -= pause;
    pause = Math.min(LONGEST_PAUSE, pause * 1.6);
    if (left <= 0) {
      throw new Problem(
        'ENVIRONMENT_MISSING',
        `Cannot use ${through}: none of ${tries + 1} canaries was delivered within ${within / 1000} s`,
      );
    }
  }
}
