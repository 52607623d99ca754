import { expect, test } from 'vitest';
import type { Account } from './account.ts';
import type { Kept, Ledger } from './place.ts';

/** They mostly wait. */
const MOST_AT_ONCE = 48;

/** What is held to be driven. */
interface Covered {
  /** The operations that are answered, as `service:Operation`. */
  readonly answered: readonly string[];
  /** What AWS has beside them, which is answered with an empty success: nothing is promised of that. */
  readonly beside: readonly string[];
  readonly ledger: Ledger;
  readonly open: () => Promise<Account>;
}

/**
 * Holds the promises to be whole: each operation is sent by one of them and answered, and one of them breaks when the
 * operation does nothing but seem to succeed. Goes by what the clients of AWS really sent, and by really muting them.
 */
export function drivesEveryOperation({ answered, beside, ledger, open }: Covered): void {
  const whole = 'only some of the promises were run';

  test('every operation that is answered is driven by a promise', ({ skip }) => {
    skip(!ledger.isWhole(), whole);
    const driven = new Set(ledger.kept.flatMap(({ calls }) => calls.map(nameOf)));
    expect(answered.filter((operation) => !driven.has(operation))).toEqual([]);
  });

  test('no promise rests on an operation that nobody answers', ({ skip }) => {
    skip(!ledger.isWhole(), whole);
    const strangers = ledger.kept.flatMap(({ promise, calls }) =>
      calls.filter((call) => !answered.includes(nameOf(call))).map((call) => `${nameOf(call)}, in "${promise}"`),
    );
    expect(strangers).toEqual([]);
  });

  test('what every operation is answered in the promises is known', async ({ skip }) => {
    skip(!ledger.isWhole(), whole);
    await expect(table(answered, beside, ledger)).toMatchFileSnapshot('./coverage.txt');
  });

  test('an operation that did nothing would break a promise', { timeout: 300_000 }, async ({ skip }) => {
    skip(!ledger.isWhole(), whole);
    const driven = answered.filter((operation) => ledger.kept.some((kept) => drives(kept, operation)));
    const unnoticed = await eachAtOnce(driven, MOST_AT_ONCE, async (operation) =>
      (await isNoticed(operation, ledger, open)) ? [] : [operation],
    );
    expect(unnoticed.flat()).toEqual([]);
  });
}

function nameOf({ service, operation }: Kept['calls'][number]): string {
  return `${service}:${operation}`;
}

function drives({ calls }: Kept, operation: string): boolean {
  return calls.some((call) => nameOf(call) === operation && call.outcome !== 'lost');
}

/** Whether a promise breaks when an operation is not carried out. Asks those first that are quick to tell. */
async function isNoticed(operation: string, { kept }: Ledger, open: () => Promise<Account>): Promise<boolean> {
  const driving = kept.filter((each) => drives(each, operation)).toSorted((a, b) => a.took - b.took);
  for (const each of driving) {
    await using aws = await open();
    aws.mute(operation);
    // One that waits for what never comes would end by its timeout.
    if (await breaks(each.keep(aws), 5_000 + 3 * each.took)) return true;
  }
  return false;
}

function breaks(promise: Promise<void>, limit: number): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(true), limit);
  const ended = promise.then(
    () => false,
    () => true,
  );
  return Promise.race([ended, tooLate]).finally(() => clearTimeout(timer));
}

async function eachAtOnce<T, R>(
  items: readonly T[],
  most: number,
  carryOut: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const left = items.entries();
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const [n, item] of left) results[n] = await carryOut(item);
    }),
  );
  return results;
}

function table(answered: readonly string[], beside: readonly string[], { kept }: Ledger): string {
  const calls = kept.flatMap((each) => each.calls);
  const rows = answered.map((operation) => {
    const outcomes = new Set(calls.filter((call) => nameOf(call) === operation).map(({ outcome }) => outcome));
    const seen = ['answered', 'refused'].filter((outcome) => outcomes.has(outcome as 'answered'));
    return `${operation}  ${seen.length === 0 ? 'not driven' : seen.join(' and ')}`;
  });
  return `${[...rows, ...beside.map((operation) => `${operation}  empty`)].toSorted().join('\n')}\n`;
}
