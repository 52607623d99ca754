import type { Invocation, Orphan } from '../consumer/consumer.ts';

/** What one consumer has done, in numbers. */
export interface ConsumerTally {
  readonly invoked: number;
  readonly returned: number;
  readonly threw: number;
  readonly timedOut: number;
}

/** A way in which a consumer failed, and how often. */
export interface FailureTally {
  readonly consumer: string;
  readonly error: string;
  readonly message: string;
  /** Where in the consumer's code, as its stack says first. */
  readonly frame?: string;
  readonly times: number;
  /** The event with which it failed first, and the rule that sent it. */
  readonly eventId: string;
  readonly rule: string;
}

/** What consumers made of very many deliveries. */
export interface Conduct {
  readonly consumers: Readonly<Record<string, ConsumerTally>>;
  readonly failures: readonly FailureTally[];
  /** Kinds of failures beyond those that are told. */
  readonly otherFailures: number;
  /** Connections that would have left this machine's rehearsal. */
  readonly refusals: readonly { readonly consumer: string; readonly address: string; readonly times: number }[];
  /** Consumers of which nothing was heard, and why. */
  readonly unheard: Readonly<Record<string, string>>;
}

/** Counts what consumers do, in memory that does not grow with it. */
export interface Tally {
  invoked(invocation: Invocation): void;
  orphaned(orphan: Orphan): void;
  refused(consumer: string, address: string): void;
  unheard(consumer: string, why: string): void;
  conduct(): Conduct;
}

/** Nobody reads more; who throws a new message each time would fill the memory with them. */
const MOST_KINDS = 100;

/** Opens a tally. */
export function openTally(): Tally {
  const consumers = new Map<string, { invoked: number; returned: number; threw: number; timedOut: number }>();
  const failures = new Map<string, { times: number } & Omit<FailureTally, 'times'>>();
  const refusals = new Map<string, { consumer: string; address: string; times: number }>();
  const unheard: Record<string, string> = {};
  let otherFailures = 0;

  function failed(failure: Omit<FailureTally, 'times'>): void {
    const kind = `${failure.consumer}\n${failure.error}\n${failure.frame ?? failure.message}`;
    const known = failures.get(kind);
    if (known !== undefined) known.times += 1;
    else if (failures.size < MOST_KINDS) failures.set(kind, { ...failure, times: 1 });
    else otherFailures += 1;
  }

  function refused(consumer: string, address: string): void {
    const known = refusals.get(`${consumer} ${address}`);
    if (known !== undefined) known.times += 1;
    else if (refusals.size < MOST_KINDS) refusals.set(`${consumer} ${address}`, { consumer, address, times: 1 });
  }

  return {
    invoked: ({ consumer, rule, eventId, outcome, refusals: addresses }) => {
      let its = consumers.get(consumer);
      if (its === undefined) consumers.set(consumer, (its = { invoked: 0, returned: 0, threw: 0, timedOut: 0 }));
      its.invoked += 1;
      for (const { address } of addresses) refused(consumer, address);
      if (outcome.kind === 'returned') {
        its.returned += 1;
      } else if (outcome.kind === 'threw') {
        its.threw += 1;
        const { name, message, stack } = outcome.error;
        failed({ consumer, error: name, message, ...frameOf(stack), eventId, rule });
      } else {
        its.timedOut += 1;
        const message = `it was not done after ${outcome.after / 1_000} s`;
        failed({ consumer, error: 'Sandbox.Timedout', message, eventId, rule });
      }
    },
    orphaned: ({ consumer, error: { name, message, stack } }) =>
      failed({
        consumer,
        error: name,
        message: `${message}, after it had returned`,
        ...frameOf(stack),
        eventId: '',
        rule: '',
      }),
    refused,
    unheard: (consumer, why) => {
      unheard[consumer] = why;
    },
    conduct: () => ({
      consumers: Object.fromEntries(consumers),
      failures: [...failures.values()].toSorted((a, b) => b.times - a.times),
      otherFailures,
      refusals: [...refusals.values()],
      unheard,
    }),
  };
}

function frameOf(stack = ''): { readonly frame?: string } {
  const frame = /^\s*at (.*)$/m.exec(stack)?.[1];
  return frame === undefined ? {} : { frame };
}
