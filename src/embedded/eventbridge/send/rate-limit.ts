import type { Instant } from '../../../clock.ts';

const SECOND = 1_000;

/** Gives out moments to do something at, no more than so many within any second. */
export class RateLimit {
  /** The moments given out, in their order; those that no longer count are forgotten now and then. */
  readonly #given: Instant[] = [];

  /** The first moment from now that is free. It is taken with that, unless it is after `latest`: then there is none. */
  take(perSecond: number, now: Instant, latest: Instant): Instant | undefined {
    const given = this.#given;
    const before = given[given.length - perSecond];
    const free = Math.max(now, given.at(-1) ?? now, before === undefined ? now : before + SECOND);
    if (free > latest) return undefined;
    given.push(free);
    if (given.length > 2 * perSecond + 100) given.splice(0, given.length - perSecond);
    return free;
  }
}
