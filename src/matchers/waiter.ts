import { AssertionError } from 'node:assert';
import type { AwsCall, Invocation } from '../consumer/consumer.ts';
import type { Rehearsal } from '../rehearse/rehearse.ts';
import { showAsked } from '../report/text.ts';
import { compileAsked } from '../verdict/asked/asked.ts';
import { askCalled, askFailed, askInvoked } from '../verdict/asked/consumer.ts';
import type { Finding } from '../verdict/finding.ts';
import { isSameSight, type Sight } from './sights.ts';

/**
 * What a consumer is waited for to do, in a chain: each waits for what comes after the one before it, and the whole is awaited once.
 *
 * It resolves with what has come, also where that was before, and rejects with what came nearest when everything is over without it.
 */
export interface Waiter {
  /** Until it was invoked so often; resolves with the last of these invocations. */
  invoked(times?: number): Waiting<Invocation>;
  /** Until it has made an AWS call, `ecs:UpdateService`, with an input that matches a pattern where one is given. */
  called(name: string, input?: Readonly<Record<string, unknown>>): Waiting<AwsCall>;
  /** Until an invocation has thrown or run out of time; with an error that holds these words, where there are any. */
  failed(words?: string): Waiting<Invocation>;
}

/** What is waited for, and what may be waited for after it. */
export type Waiting<Come> = Promise<Come> & Waiter;

/** Something that somebody waits for. */
export interface Wait {
  /** Told of everything so far; true when there is nothing more to wait for. */
  look(sights: readonly Sight[]): boolean;
  /** Told that everything is over, or why it never came to that. */
  over(ended: Promise<Rehearsal>): void;
}

/** What is looked for, and what is said when it never comes. */
interface Wanted<Come> {
  readonly what: (sight: Sight) => Come | undefined;
  readonly times: number;
  readonly ask: (rehearsal: Rehearsal) => Finding;
}

/** Opens what one consumer can be waited for by; `add` takes what is waited for. `after` is what came of the wait before, in a chain. */
export function openWaiter(consumer: string, add: (wait: Wait) => void, after?: Promise<Sight>): Waiter {
  function wait<Come>(wanted: Wanted<Come>): Waiting<Come> {
    const found = (async () => {
      const cursor = await after;
      return look(wanted, cursor, add);
    })();
    const come = found.then(({ come }) => come);
    // Of a chain only the end is awaited.
    come.catch(() => undefined);
    const last = found.then(({ sight }) => sight);
    last.catch(() => undefined);
    return Object.assign(come, openWaiter(consumer, add, last));
  }

  return {
    invoked: (times = 1) =>
      wait({
        what: (sight) => (sight.kind === 'invoked' && isIts(sight) ? sight.invocation : undefined),
        times,
        ask: (rehearsal) => askInvoked(rehearsal, consumer, { atLeast: times }),
      }),
    called: (name, input) => {
      const pattern = input === undefined ? undefined : compileAsked(input);
      return wait({
        what: (sight) =>
          sight.kind === 'called' &&
          isIts(sight) &&
          `${sight.call.service}:${sight.call.operation}` === name &&
          pattern?.matches(sight.call.input) !== false
            ? sight.call
            : undefined,
        times: 1,
        ask: (rehearsal) => askCalled(rehearsal, name, input, { by: consumer }),
      });
    },
    failed: (words) =>
      wait({
        what: (sight) =>
          sight.kind === 'invoked' && isIts(sight) && isFailure(sight, words) ? sight.invocation : undefined,
        times: 1,
        ask: (rehearsal) => askFailed(rehearsal, consumer, words),
      }),
  };

  function isIts({ invocation }: Exclude<Sight, { readonly kind: 'delivered' }>): boolean {
    return invocation.consumer === consumer;
  }
}

function isFailure({ invocation: { outcome } }: Extract<Sight, { readonly kind: 'invoked' }>, words = ''): boolean {
  if (outcome.kind === 'returned') return false;
  return (
    words === '' || (outcome.kind === 'threw' && `${outcome.error.name}: ${outcome.error.message}`.includes(words))
  );
}

function look<Come>(
  { what, times, ask }: Wanted<Come>,
  cursor: Sight | undefined,
  add: (wait: Wait) => void,
): Promise<{ readonly come: Come; readonly sight: Sight }> {
  return new Promise((resolve, reject) => {
    add({
      look: (sights) => {
        const from = cursor === undefined ? 0 : sights.findIndex((sight) => isSameSight(sight, cursor)) + 1;
        let seen = 0;
        for (const sight of sights.slice(from)) {
          const come = what(sight);
          if (come === undefined || (seen += 1) < times) continue;
          resolve({ come, sight });
          return true;
        }
        return false;
      },
      over: (ended) => {
        ended.then((rehearsal) => reject(neverCame(ask(rehearsal), cursor))).catch(reject);
      },
    });
  });
}

function neverCame(finding: Finding, cursor: Sight | undefined): Error {
  const message =
    finding.kind === 'kept' && cursor !== undefined
      ? `${finding.claim}, but not after what was waited for before it`
      : showAsked(finding);
  return new AssertionError({ message, operator: 'until' });
}
