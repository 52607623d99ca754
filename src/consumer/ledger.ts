import { AsyncLocalStorage } from 'node:async_hooks';
import type { Instant } from '../clock.ts';
import type { AwsCall } from '../embedded/aws-call.ts';
import type { HttpRequest, HttpResponse } from '../wire/http.ts';
import type { Refusal } from './consumer.ts';
import type { Stubs } from './stubs.ts';

/**
 * What one stretch of a consumer's code has done to the world: one invocation, or the import of its module.
 *
 * Everything that the code starts inherits its ledger through `AsyncLocalStorage`, so that overlapping invocations never mix.
 */
export interface Ledger {
  /** Unlike any other of this process; rides along with each request as the header `MARK`. */
  readonly mark: string;
  /** What the code sees as `process.env`. */
  readonly environment: Record<string, string>;
  /** What the code sees as the time: the scenario's own. */
  now(): Instant;
  readonly calls: readonly AwsCall[];
  readonly refusals: readonly Refusal[];
  /** Answers a request; `url` is the whole of it where it was not sent to AWS's endpoint of this process. */
  answer(request: HttpRequest, url?: string): Promise<HttpResponse>;
  /** What HTTP requests are answered; none are, where that is absent. */
  readonly stubs?: Stubs | undefined;
  /** Notes an HTTP request before it is sent. */
  asks?(method: string, url: string): void;
  /** Notes what the code writes to an output of this process. */
  wrote?(bytes: Buffer): void;
  /** Notes a connection that the guard has refused. */
  refused(address: string): void;
  /** Notes that a request goes out (1), or that its answer is in (-1). */
  readonly errand?: ((change: 1 | -1) => void) | undefined;
  /** Ends the invocation with an error that reached nobody: an unhandled rejection, an uncaught exception, an exit. */
  fail(error: unknown): void;
}

/** The header that says whose request it is. */
export const MARK = 'x-ecreplay-ledger';

/** A ledger among those that are being written. */
export interface Running {
  readonly ledger: Ledger;
  before: Running | undefined;
  behind: Running | undefined;
}

/** All ledgers of this process that are still being written, and the one that belongs to the code running now. */
export class Ledgers {
  readonly #storage = new AsyncLocalStorage<Ledger>();
  /** Those whose mark has gone out with a request. */
  readonly #marked = new Map<string, Ledger>();
  #marks = 0;
  // Not a Set: its tables know those that replace them, so one that has grown old keeps what came later from being collected.
  #first: Running | undefined;
  #last: Running | undefined;

  nextMark(): string {
    this.#marks += 1;
    return String(this.#marks);
  }

  /** Runs code whose doings go to the ledger. It counts as running until its promise settles. */
  async run<Result>(ledger: Ledger, code: () => Promise<Result>): Promise<Result> {
    const running = this.begin(ledger);
    try {
      return await this.within(ledger, code);
    } finally {
      this.end(running);
    }
  }

  /** From here on the ledger is being written. */
  begin(ledger: Ledger): Running {
    const running: Running = { ledger, before: this.#last, behind: undefined };
    if (this.#last === undefined) this.#first = running;
    else this.#last.behind = running;
    this.#last = running;
    return running;
  }

  end(running: Running): void {
    const { before, behind } = running;
    if (before === undefined) this.#first = behind;
    else before.behind = behind;
    if (behind === undefined) this.#last = before;
    else behind.before = before;
    running.before = undefined;
    running.behind = undefined;
  }

  /** Calls code that inherits the ledger. */
  within<Result>(ledger: Ledger, code: () => Result): Result {
    return this.#storage.run(ledger, code);
  }

  /** The ledger that the calling code inherited, even if its invocation has ended since. */
  inherited(): Ledger | undefined {
    return this.#storage.getStore();
  }

  /** The inherited ledger; for code that has lost its inheritance (a shared pool, a native callback), the only one running. */
  current(): Ledger | undefined {
    return this.inherited() ?? this.sole();
  }

  /** The ledger that is being written, when there is but one. */
  sole(): Ledger | undefined {
    return this.#first === this.#last ? this.#first?.ledger : undefined;
  }

  marked(mark: string): Ledger | undefined {
    return this.#marked.get(mark);
  }

  keep(mark: string, ledger: Ledger): void {
    this.#marked.set(mark, ledger);
  }

  forget(mark: string): void {
    this.#marked.delete(mark);
  }
}
