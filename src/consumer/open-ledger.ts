import type { Instant, Milliseconds } from '../clock.ts';
import type { AwsCall } from '../embedded/aws-call.ts';
import type { Embedded } from '../embedded/embedded.ts';
import type { Guest } from '../embedded/guests.ts';
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
  /** Lets the code see a time that begins with this instant and goes on as real time does, and as the agenda's where the code waits for that. */
  startAt(at: Instant): void;
  /** How long it is since then, to the code. */
  elapsed(): Milliseconds;
}

/** By whose time a ledger goes while its code waits for an answer. */
export interface Company {
  readonly guest: Guest;
  now(): Instant;
}

/** Opens a ledger whose calls the embedded AWS answers; on pages of its own, or on those of another, which it then continues. */
export function openLedger(
  mark: string,
  environment: Record<string, string>,
  embedded: Embedded,
  answers: Readonly<Record<string, unknown>> | undefined,
  pages: Pages = { calls: [], refusals: [] },
  company?: Company,
): OpenLedger {
  const { calls, refusals } = pages;
  let closed = false;
  let offset: number | undefined;
  let started: Milliseconds = performance.now();
  let agendaStarted: Instant = company?.now() ?? 0;
  /** What has passed on the agenda alone. */
  let skipped: Milliseconds = 0;
  let fail: (error: unknown) => void = () => {};
  const now = (): Instant => Math.floor(performance.now() + skipped + (offset ?? performance.timeOrigin));
  const elapsed = (): Milliseconds => performance.now() - started + skipped;
  const record = (call: AwsCall): void => void calls.push(call);
  const caller = company === undefined ? { answers, record } : { answers, record, awaiting: waitIn(company) };

  function waitIn({ guest, now: agendaNow }: Company) {
    return async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
      try {
        return await guest.awaiting(answer);
      } finally {
        skipped += Math.max(0, agendaNow() - agendaStarted - elapsed());
      }
    };
  }

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
      started = performance.now();
      offset = at - started;
      skipped = 0;
      agendaStarted = company?.now() ?? 0;
    },
    now,
    elapsed,
    ...(company !== undefined && { errand: (change: 1 | -1) => company.guest.errand(change) }),
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
