import type { Milliseconds } from '../clock.ts';
import { Settling } from './call-handler.ts';
import type { Consumer, Invocation } from './consumer.ts';
import { type Deadline, deadline } from './deadline.ts';
import type { Ledgers, Running } from './ledger.ts';
import type { Company, OpenLedger } from './open-ledger.ts';

/** What an invocation is about. */
export type Moment = Parameters<Consumer['invoke']>[1];

/** What all invocations of a consumer have in common. */
export interface Role {
  readonly consumer: string;
  readonly timeout: Milliseconds;
  /** See `World.endless`. */
  readonly endless: boolean;
  /** See `World.ended`. */
  readonly ended: ((invocation: Invocation) => void) | undefined;
  readonly ledgers: Ledgers;
  /** Told of what has failed after its invocation was over. */
  orphaned(consumer: string, error: unknown): void;
}

/** What one invocation is opened with. */
export interface Cast {
  readonly moment: Moment;
  readonly requestId: string;
  readonly ledger: OpenLedger;
  readonly company: Company | undefined;
  /** Given the record of the invocation when it has ended. */
  readonly record: (invocation: Invocation) => void;
  /** Told when the handler's code has come to an end, where somebody has to tidy up after it. */
  readonly left: (() => void) | undefined;
}

/** The course of one invocation, from its beginning to its record. One object with methods: there can be tens of thousands a second. */
export class Course extends Settling {
  readonly #role: Role;
  readonly #cast: Cast;
  readonly #running: Running;
  readonly #deadline: Deadline;

  /** Begins: its time runs from now on. */
  constructor(role: Role, cast: Cast) {
    super();
    this.#role = role;
    this.#cast = cast;
    const { ledger, moment } = cast;
    const began = performance.now();
    ledger.startAt(moment.at, began);
    ledger.onFailure(this);
    this.#running = role.ledgers.begin(ledger);
    this.#deadline = deadline(role.timeout, began, this);
  }

  expire(): void {
    this.timeOut(this.#role.timeout);
  }

  /** Takes an error that reached nobody. */
  escaped(error: unknown): void {
    if (this.isOver) this.#role.orphaned(this.#role.consumer, error);
    else this.fail(error);
  }

  protected override leave(): void {
    this.#cast.left?.();
  }

  protected override end(outcome: Invocation['outcome']): void {
    const { consumer, timeout, endless, ended, ledgers } = this.#role;
    const { ledger, company, moment, requestId, record } = this.#cast;
    this.#deadline.cancel();
    ledgers.end(this.#running);
    company?.guest.leave();
    const took = outcome.kind === 'timed-out' ? Math.max(ledger.elapsed(), timeout) : ledger.elapsed();
    if (outcome.kind === 'timed-out') ledger.close();
    if (endless) ledger.forget();
    const invocation: Invocation = {
      consumer,
      rule: moment.rule,
      eventId: moment.eventId,
      requestId,
      at: moment.at,
      emittedAt: moment.emittedAt,
      took,
      outcome,
      // The lists themselves: what a handler does after it has returned is still seen.
      calls: ledger.calls,
      refusals: ledger.refusals,
      ...(ledger.befell !== undefined && { befell: ledger.befell }),
    };
    ledger.pages.concludes(invocation);
    ended?.(invocation);
    record(invocation);
  }
}
