import type { Instant } from '../clock.ts';
import type { AwsCall } from '../embedded/aws-call.ts';
import type { Embedded } from '../embedded/embedded.ts';
import type { HttpResponse } from '../wire/http.ts';
import type { Refusal } from './consumer.ts';
import type { Ledger } from './ledger.ts';

/** What a ledger is written on. */
export interface Pages {
  readonly calls: AwsCall[];
  readonly refusals: Refusal[];
}

/** A ledger, as the one who opened it sees it. */
export interface OpenLedger extends Ledger {
  readonly pages: Pages;
  /** Says what is to happen when the code fails in a way that reaches nobody. */
  onFailure(fail: (error: unknown) => void): void;
  /** From here on nothing is answered or written: Lambda ends a function that has run out of time. */
  close(): void;
  /** Lets the code see a time that begins with this instant and goes on as real time does. */
  startAt(at: Instant): void;
}

/** Opens a ledger whose calls the embedded AWS answers; on pages of its own, or on those of another, which it then continues. */
export function openLedger(
  mark: string,
  environment: Record<string, string>,
  embedded: Embedded,
  answers: Readonly<Record<string, unknown>> | undefined,
  pages: Pages = { calls: [], refusals: [] },
): OpenLedger {
  const { calls, refusals } = pages;
  let closed = false;
  let offset: number | undefined;
  let fail: (error: unknown) => void = () => {};
  const now = (): Instant => Math.floor(performance.now() + (offset ?? performance.timeOrigin));
  const caller = { answers, record: (call: AwsCall) => void calls.push(call) };
  return {
    mark,
    environment,
    pages,
    calls,
    refusals,
    answer: async (request) => {
      if (closed) return OVER;
      const answer = await embedded(request, caller);
      // SDK clients compare it with their own clock, and take an error for one of skew where the two differ.
      return { ...answer, headers: { ...answer.headers, date: new Date(now()).toUTCString() } };
    },
    refused: (address) => {
      if (!closed) refusals.push({ address });
    },
    fail: (error) => fail(error),
    onFailure: (how) => {
      fail = how;
    },
    startAt: (at) => {
      offset = at - performance.now();
    },
    now,
    close: () => {
      closed = true;
    },
  };
}

const OVER: HttpResponse = {
  status: 400,
  headers: { 'content-type': 'text/plain', 'x-amzn-errortype': 'Runtime.Ended' },
  body: 'The invocation is over',
};
