import { toMilliseconds } from '../../scenario/duration.ts';
import type { Finding } from '../finding.ts';
import { sayDuration } from '../say.ts';
import { judgeEvery } from './every.ts';
import type { Call } from './invoked.ts';
import { sayWay } from './outcome.ts';

/** Judges how soon after its event was emitted every invocation ends. */
export function judgeWithin(
  consumer: string,
  within: string,
  place: Finding['place'],
  calls: readonly Call[],
): Finding {
  const most = toMilliseconds(within);
  const claim = `every invocation of ${consumer} ends within ${within} of its event`;
  // The slowest first, because it is the one to show.
  const slowest = calls.toSorted((a, b) => lasted(b) - lasted(a));
  return judgeEvery({ promise: 'consumer', topic: 'within', claim, place }, `within: ${within}`, slowest, (call) => {
    const over = lasted(call) - most;
    if (over <= 0) return undefined;
    return {
      nearest: `ended ${sayDuration(lasted(call))} after its event: ${sayWay(call.invocation)}`,
      difference: `${sayDuration(over)} too late`,
    };
  });
}

function lasted({ invocation: { at, emittedAt, carried = 0, took } }: Call): number {
  return at - emittedAt + carried + took;
}
