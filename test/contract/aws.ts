import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Keep, Kept, Ledger, Place } from './aws/place.ts';
import { PROMISES } from './aws/promises.ts';

/** Milliseconds. */
const LONGEST = 30_000;

/**
 * Holds a place to what AWS promises, with AWS's own clients, and gives what was put to the test. What it is known to
 * do differently must still differ, and in the same way.
 */
export function keepsThePromisesOfAws({ absent, lacks, deviations, open }: Place): Ledger {
  const ledger: Kept[] = [];

  async function judge(service: string, promise: string, keep: Keep): Promise<void> {
    await using aws = await open();
    const began = performance.now();
    const deviation = deviations[`${service}: ${promise}`];
    if (deviation === undefined) await keep(aws);
    else {
      const said = await keep(aws).then(() => 'It is kept.', whole);
      expect(said, `breaks otherwise than known: ${deviation.how}`).toContain(deviation.says);
    }
    ledger.push({ promise: `${service}: ${promise}`, keep, calls: aws.calls, took: performance.now() - began });
  }

  describe.each(Object.entries(PROMISES))('%s', (service, promises) => {
    const lacking = absent ?? lacks[service];
    const { kept = [], broken = [] } = Object.groupBy(Object.entries(promises), ([promise]) =>
      deviations[`${service}: ${promise}`] === undefined ? 'kept' : 'broken',
    );

    test.concurrent.for(kept)('%s', { timeout: LONGEST }, async ([promise, keep], { skip }) => {
      skip(lacking !== undefined, lacking);
      await judge(service, promise, keep);
    });

    // One after another: of those that run at once Vitest (5.1) may take the last to have begun for the one that rejects. It also
    // writes into the options it is given, so that each list has its own.
    test.for(broken)('%s', { timeout: LONGEST }, async ([promise, keep], { skip }) => {
      skip(lacking !== undefined, lacking);
      await judge(service, promise, keep);
    });
  });

  const made = Object.entries(PROMISES).flatMap(([service, promises]) =>
    Object.keys(promises).map((promise) => `${service}: ${promise}`),
  );

  test('every known deviation is from a promise that is made', () => {
    expect(made).toEqual(expect.arrayContaining(Object.keys(deviations)));
    // Any failure contains the empty text.
    expect(Object.entries(deviations).filter(([, { says }]) => says === '')).toEqual([]);
  });

  return { kept: ledger, isWhole: () => ledger.length === made.length };
}

/** All that a broken promise says: its message, and what was received instead. */
function whole(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error);
  const received = 'actual' in error ? inspect(error.actual, { depth: 8, breakLength: Infinity }) : '';
  return `${error.name}: ${error.message}\n${received}`;
}
