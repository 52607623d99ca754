import type { Milliseconds } from '../../clock.ts';
import type { Reach } from './reach.ts';
import type { Source } from './source.ts';
import { openTemporaryRule } from './temporary-rule.ts';
import { unwrap } from './unwrap.ts';

/** How a bus is listened on. */
export interface ListenWish {
  /** What is wanted; every event of the account unless told. */
  readonly pattern?: string;
  /** How long; until it is interrupted unless told. */
  readonly duration?: Milliseconds;
}

const PAUSE = 1_000;

/** Listens on a bus without taking anything from anybody: by a rule and a queue of its own. */
export function eventBus(bus: string, { pattern, duration = Infinity }: ListenWish, reach: Reach): Source {
  const { where, clock } = reach;
  return {
    names: { kind: 'bus', bus, account: where.account, region: where.region },
    isEndless: true,
    async *read({ signal, note }) {
      const rule = await openTemporaryRule(bus, () => pattern ?? JSON.stringify({ account: [where.account] }), reach);
      try {
        note(`Listening on the bus "${bus}" by the rule "${rule.prefix}", which may take a minute to hold`);
        const until = clock.now() + duration;
        for (let left = duration; left > 0 && !signal.aborted; left = until - clock.now()) {
          const messages = await rule.take(Math.min(left, PAUSE));
          if (messages.length === 0) continue;
          yield {
            found: messages.flatMap((message) => unwrap(message)),
            ...(Number.isFinite(duration) && { part: 1 - Math.max(0, until - clock.now()) / duration }),
          };
        }
      } finally {
        await rule[Symbol.asyncDispose]();
      }
    },
  };
}
