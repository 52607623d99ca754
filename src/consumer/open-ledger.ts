import type { Instant, Milliseconds } from '../clock.ts';
import type { AwsCall } from '../embedded/aws-call.ts';
import type { Embedded } from '../embedded/embedded.ts';
import type { Guest } from '../embedded/guests.ts';
import type { HttpRequest, HttpResponse } from '../wire/http.ts';
import type { Mishap } from '../scenario/mishap.ts';
import { isAwsHost } from '../embedded/aws-host.ts';
import { Conducted } from './conducted.ts';
import type { Conduct, Refusal } from './consumer.ts';
import { answerElsewhere, type Elsewhere } from './elsewhere.ts';
import type { Ledger, Ledgers } from './ledger.ts';
import { Pages } from './pages.ts';
import type { Stubs } from './stubs.ts';

/** What all ledgers of a consumer have in common. */
export interface Household extends Elsewhere {
  /** Whose it is; nobody's, where that cannot be told any more. */
  readonly consumer?: string;
  readonly ledgers: Ledgers;
  readonly environment: Record<string, string>;
  readonly embedded: Embedded;
  readonly answers?: Readonly<Record<string, unknown>> | undefined;
}

/** By whose time a ledger goes while its code waits for an answer. */
export interface Company {
  readonly guest: Guest;
  now(): Instant;
}

/** What an error belongs to that reached nobody. */
export interface Failing {
  escaped(error: unknown): void;
}

/** Words the trace id of an invocation. */
export type TraceId = (at: Instant) => string;

/**
 * A ledger, as the one who opened it sees it; its calls are answered by the embedded AWS.
 *
 * Most invocations make no call and read no environment, and there can be tens of thousands a second: what only some need is made when it is asked for.
 */
export class OpenLedger implements Ledger {
  readonly pages: Pages;
  readonly #household: Household;
  #mark: string | undefined;
  #traceId: TraceId | undefined;
  readonly #company: Company | undefined;
  #failing: Failing | undefined;
  #offset: number = performance.timeOrigin;
  #started = 0;
  /** Up to when the agenda's time has been counted, while the code waits. */
  #agendaSeen: Instant = 0;
  #waits = 0;
  /** What has passed on the agenda alone. */
  #skipped: Milliseconds = 0;
  /** How many requests are on their way. */
  #errands = 0;
  /** The invocation whose doings are written here. */
  #requestId = '';
  #eventId = '';
  #isClosed = false;
  #conducted: Conducted | undefined;
  #isForgotten = false;
  #closing: PromiseWithResolvers<void> | undefined;

  /** On pages of its own, or on those of another, which it then continues. */
  constructor(household: Household, pages: Pages = new Pages(), company?: Company, traceId?: TraceId) {
    this.#household = household;
    this.pages = pages;
    this.#company = company;
    this.#traceId = traceId;
  }

  get calls(): readonly AwsCall[] {
    return this.pages.calls;
  }

  get refusals(): readonly Refusal[] {
    return this.pages.refusals;
  }

  get mark(): string {
    if (this.#mark === undefined) {
      const { ledgers } = this.#household;
      this.#mark = ledgers.nextMark();
      if (!this.#isForgotten) ledgers.keep(this.#mark, this);
    }
    return this.#mark;
  }

  get environment(): Record<string, string> {
    const { environment } = this.#household;
    if (this.#traceId !== undefined) {
      environment['_X_AMZN_TRACE_ID'] = this.#traceId(this.now());
      this.#traceId = undefined;
    }
    return environment;
  }

  /** Says which invocation it is that is written about. */
  isAbout(requestId: string, eventId: string): void {
    this.#requestId = requestId;
    this.#eventId = eventId;
  }

  now(): Instant {
    return Math.floor(performance.now() + this.#skipped + this.#offset);
  }

  /** How long it is since it was started, to the code. */
  elapsed(): Milliseconds {
    return performance.now() - this.#started + this.#skipped;
  }

  /** Notes that a request goes out (1), or that its answer is in (-1); of no interest where time waits for nobody. */
  get errand(): ((change: 1 | -1) => void) | undefined {
    const { guest } = this.#company ?? {};
    if (guest === undefined) return undefined;
    return (change) => {
      this.#errands += change;
      guest.errand(change);
    };
  }

  /** Whether a request of the code has yet to be answered, and not by the agenda. */
  get isBusy(): boolean {
    return this.#errands > this.#waits;
  }

  async answer(request: HttpRequest, url?: string): Promise<HttpResponse> {
    if (this.#isClosed) return OVER;
    const elsewhere = url === undefined ? undefined : answerElsewhere(request, url, this.#household, this.pages);
    if (elsewhere !== undefined) {
      if (elsewhere.lost === 'silence') await this.#untilClosed();
      return elsewhere;
    }
    if (this.#conducted !== undefined) return await this.#answerIn(this.#conducted, request);
    return await this.#answer(request);
  }

  /** Answers when it is the turn of the call, and lets befall it what is to. */
  async #answerIn(conducted: Conducted, request: HttpRequest): Promise<HttpResponse> {
    const call = conducted.call();
    const company = this.#company;
    const turn = company === undefined ? undefined : conducted.turn(call);
    if (company !== undefined && turn !== undefined) await this.#wait(turn, company);
    if (this.#isClosed) return OVER;
    const mishap = conducted.befalls(call);
    if (mishap === undefined || !('diesAfter' in mishap)) return await this.#answer(request, mishap);
    if (mishap.diesAfter > 0) await this.#answer(request);
    conducted.died();
    this.#failing?.escaped(new ExitError());
    this.close();
    return OVER;
  }

  get stubs(): Stubs | undefined {
    return this.#household.stubs;
  }

  /** What is answered is noted then; what never will be, now. */
  asks(method: string, url: string): void {
    if (this.#isClosed || this.stubs?.has(method, url) === true || isAwsHost(new URL(url).hostname)) return;
    this.pages.sent({ method, url, after: this.pages.calls.length, refused: true });
  }

  wrote(bytes: Buffer): void {
    if (!this.#isClosed) this.pages.wrote(bytes);
  }

  async #answer(request: HttpRequest, failed?: Exclude<Mishap, { diesAfter: number }>): Promise<HttpResponse> {
    const { embedded, answers, consumer } = this.#household;
    const client =
      consumer === undefined ? undefined : { consumer, requestId: this.#requestId, eventId: this.#eventId };
    const record = (call: AwsCall): void => void this.pages.calls.push(call);
    const company = this.#company;
    const answer = await embedded(
      request,
      company === undefined
        ? { answers, client, record, failed }
        : { answers, client, record, failed, awaiting: (waited) => this.#wait(waited, company) },
    );
    if (answer.lost === 'silence') await this.#untilClosed();
    // SDK clients compare it with their own clock, and take an error for one of skew where the two differ.
    return { ...answer, headers: { ...answer.headers, date: new Date(this.now()).toUTCString() } };
  }

  async #wait<Answer>(answer: Promise<Answer>, company: Company): Promise<Answer> {
    if (this.#waits === 0) this.#agendaSeen = company.now();
    this.#waits += 1;
    try {
      return await company.guest.awaiting(answer);
    } finally {
      this.#waits -= 1;
      this.#skipped += company.now() - this.#agendaSeen;
      this.#agendaSeen = company.now();
    }
  }

  refused(address: string): void {
    if (!this.#isClosed) this.pages.refusals.push({ address });
  }

  fail(error: unknown): void {
    // Of a function that has run out of time nothing is left on Lambda.
    if (!this.#isClosed) this.#failing?.escaped(error);
  }

  /** Says what is to happen when the code fails in a way that reaches nobody. */
  onFailure(failing: Failing): void {
    this.#failing = failing;
  }

  /**
   * Lets the code see a time that begins with this instant and goes on as real time does, and as the agenda's where the code waits for
   * that. `now` is the moment by `performance.now()`.
   */
  startAt(at: Instant, now = performance.now()): void {
    this.#started = now;
    this.#offset = at - now;
    this.#skipped = 0;
  }

  /** Lets calls go as they are conducted; `died` is told when that ends the consumer. */
  conductedBy(conduct: Conduct, died: () => void): void {
    this.#conducted = new Conducted(conduct, died);
  }

  /** What has befallen its calls by its conduct. */
  get befell(): readonly Mishap[] | undefined {
    return this.#conducted?.befell;
  }

  /** What is never answered stays open as long as somebody may wait for it. */
  #untilClosed(): Promise<void> {
    this.#closing ??= Promise.withResolvers();
    return this.#closing.promise;
  }

  /** From here on nothing is answered or written: Lambda ends a function that has run out of time. */
  close(): void {
    this.#isClosed = true;
    this.#closing?.resolve();
  }

  /** From here on nobody finds it by its mark. */
  forget(): void {
    this.#isForgotten = true;
    this.#closing?.resolve();
    if (this.#mark !== undefined) this.#household.ledgers.forget(this.#mark);
  }
}

/** As Lambda words it when the process of a function is gone. */
class ExitError extends Error {
  override readonly name = 'Runtime.ExitError';

  constructor() {
    super('Runtime exited with error: signal: killed');
  }
}

const OVER: HttpResponse = {
  status: 400,
  headers: { 'content-type': 'text/plain', 'x-amzn-errortype': 'Runtime.Ended' },
  body: 'The invocation is over',
};
