import { broken, type Invariant } from '../rehearse/invariants.ts';
import type { Expectation } from '../scenario/expectation.ts';
import type { Played } from './player.ts';
import type { Breach } from './search.ts';
import { topFrame } from './frames.ts';
import { unsound } from './sound.ts';

/** What a consumer is held to: that it is sound, and the invariants that a user has for every run. */
export interface Promises {
  judge(played: Played): Promise<Breach | undefined>;
  /** The same as a scenario file says it. */
  readonly expect: readonly Expectation[];
}

/** Makes promises of consumers and of invariants by their names, `path#export`. */
export function promisesOf(consumers: readonly string[], invariants: ReadonlyMap<string, Invariant>): Promises {
  return {
    judge: async (played) => {
      const breach = unsound(played);
      if (breach !== undefined) return breach;
      for (const [named, invariant] of invariants) {
        const reason = await broken(invariant, played.run);
        if (reason !== undefined) return breachOf(named, reason);
      }
      return undefined;
    },
    expect: [
      ...consumers.map((consumer): Expectation => ({ consumer, invoked: { atLeast: 0 }, threw: false })),
      ...[...invariants.keys()].map((invariant): Expectation => ({ invariant })),
    ],
  };
}

function breachOf(named: string, reason: Error): Breach {
  const words = reason.message.split('\n');
  const place = topFrame(reason.stack);
  return {
    key: `invariant ${named} ${place ?? ''}`,
    sentence: `the invariant ${named} does not hold: ${words[0]}`,
    evidence: [...words.slice(1), ...(place === undefined ? [] : [`at ${place}`])],
  };
}
