import type { AwsCall } from '../embedded/aws-call.ts';
import type { Invocation, Refusal, SentRequest } from './consumer.ts';
import { Tail } from './tail.ts';

/** A record that may still learn of a request: a handler may not have waited for it. */
type Recorded = { -readonly [Member in keyof Invocation]: Invocation[Member] };

/** So many requests of an invocation are kept, however many it makes. */
const MOST_REQUESTS = 1_000;

/** What a ledger is written on. Most code sends no request and writes nothing: what holds these is made by the first. */
export class Pages {
  readonly calls: AwsCall[] = [];
  readonly refusals: Refusal[] = [];
  #requests: SentRequest[] | undefined;
  #written: Tail | undefined;
  /** The record of the invocation, once it has ended. */
  #record: Recorded | undefined;

  sent(request: SentRequest): void {
    this.#requests ??= [];
    if (this.#requests.length < MOST_REQUESTS) this.#requests.push(request);
    if (this.#record !== undefined) this.#record.requests = this.#requests;
  }

  wrote(bytes: Buffer): void {
    if (this.#record !== undefined) return;
    this.#written ??= new Tail();
    this.#written.take(bytes);
  }

  /** Puts into the record what most invocations have nothing of. */
  concludes(invocation: Recorded): void {
    if (this.#requests !== undefined) invocation.requests = this.#requests;
    const text = this.#written?.text() ?? '';
    if (text !== '') invocation.logs = text;
    this.#record = invocation;
  }
}
