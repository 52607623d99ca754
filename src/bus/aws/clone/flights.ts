import type { Milliseconds } from '../../../clock.ts';
import type { Invocation } from '../../../consumer/consumer.ts';
import type { Delivery } from '../../../timeline/timeline.ts';
import { inTime } from '../../remote/patience.ts';

/** One delivery under way, from the moment it is put until all that is known to follow has arrived. */
export interface Flight {
  readonly number: string;
  readonly delivery: Delivery;
  /** When it was put, by a clock that only counts. */
  readonly putAt: Milliseconds;
  /** The rules that are known to have matched, in their own order. */
  readonly matched: readonly string[];
  match(rule: string): void;
  readonly invocations: Invocation[];
  /** To be called for whatever has arrived; names that nobody waits for are no matter. */
  land(name: string): void;
  /** Waits for one thing more, from now on. */
  await(name: string): void;
  /** Waits until everything has landed that is waited for; tells whether it did in time. */
  landed(limit: number): Promise<boolean>;
}

/** What is on its way, by the number it was given. */
export interface Flights {
  begin(delivery: Delivery, waitFor: readonly string[]): Flight;
  /** Waits for one thing more of the last flight; there is nothing to wait for where there was none. */
  await(name: string): Pick<Flight, 'number' | 'landed'> | undefined;
  /** Finds the flight that a message belongs to, by all that it may say of itself. */
  find(said: { readonly number?: string | undefined; readonly eventId?: unknown }): Flight | undefined;
}

/** Opens an account of what is on its way to these rules. Those that have landed are kept: something may come late, or twice. */
export function openFlights(rules: readonly string[]): Flights {
  const flights: Flight[] = [];
  return {
    begin: (delivery, waitFor) => {
      const flight = begin(String(flights.length), delivery, waitFor, rules);
      flights.push(flight);
      return flight;
    },
    await: (name) => {
      const last = flights.at(-1);
      if (last === undefined) return undefined;
      last.await(name);
      return last;
    },
    find: ({ number, eventId }) =>
      (number === undefined ? undefined : flights[Number(number)]) ??
      flights.findLast(({ delivery }) => delivery.event.id === eventId) ??
      flights.at(-1),
  };
}

function begin(number: string, delivery: Delivery, waitFor: readonly string[], rules: readonly string[]): Flight {
  const matched: string[] = [];
  const waiting = new Set<string>();
  let all: () => void = () => {};
  let done = Promise.resolve();
  function wait(name: string): void {
    if (waiting.size === 0) done = new Promise((resolve) => (all = resolve));
    waiting.add(name);
  }
  for (const name of waitFor) wait(name);
  return {
    number,
    delivery,
    putAt: performance.now(),
    matched,
    match: (rule) => {
      if (matched.includes(rule)) return;
      matched.push(rule);
      matched.sort((a, b) => rules.indexOf(a) - rules.indexOf(b));
    },
    invocations: [],
    land: (name) => {
      if (waiting.delete(name) && waiting.size === 0) all();
    },
    await: wait,
    landed: (limit) => inTime(done, limit),
  };
}
