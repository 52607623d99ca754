import { AsyncLocalStorage } from 'node:async_hooks';
import type { Instant } from '../clock.ts';
import type { AwsCall } from '../embedded/aws-call.ts';
import type { HttpRequest, HttpResponse } from '../wire/http.ts';
import type { Refusal } from './consumer.ts';

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
  readonly now?: () => Instant;
  readonly calls: readonly AwsCall[];
  readonly refusals: readonly Refusal[];
  answer(request: HttpRequest): Promise<HttpResponse>;
  /** Notes a connection that the guard has refused. */
  refused(address: string): void;
  /** Ends the invocation with an error that reached nobody: an unhandled rejection, an uncaught exception, an exit. */
  fail(error: unknown): void;
}

/** The header that says whose request it is. */
export const MARK = 'x-ecreplay-ledger';

/** All ledgers of this process that are still being written, and the one that belongs to the code running now. */
export class Ledgers {
  readonly #storage = new AsyncLocalStorage<Ledger>();
  readonly #running = new Set<Ledger>();
  readonly #kept = new Map<string, Ledger>();
  #marks = 0;

  nextMark(): string {
    this.#marks += 1;
    return String(this.#marks);
  }

  /** Runs code whose doings go to the ledger. It counts as running until its promise settles. */
  async run<Result>(ledger: Ledger, code: () => Promise<Result>): Promise<Result> {
    this.#kept.set(ledger.mark, ledger);
    this.#running.add(ledger);
    try {
      return await this.#storage.run(ledger, code);
    } finally {
      this.#running.delete(ledger);
    }
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
    return this.#running.size === 1 ? this.#running.values().next().value : undefined;
  }

  isRunning(ledger: Ledger): boolean {
    return this.#running.has(ledger);
  }

  marked(mark: string): Ledger | undefined {
    return this.#kept.get(mark);
  }

  forget(ledgers: Iterable<Ledger>): void {
    for (const ledger of ledgers) this.#kept.delete(ledger.mark);
  }
}
