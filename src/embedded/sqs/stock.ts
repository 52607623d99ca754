import type { Instant, Milliseconds } from '../../clock.ts';
import { fifoShelf } from './fifo-shelf.ts';
import { Heap } from './heap.ts';
import type { Message } from './message.ts';
import type { Counts } from './receiving.ts';
import { standardShelf, type Shelf } from './shelf.ts';

/** The messages of a queue, and what time makes of them: those that wait become ready, those past their retention are gone. */
export class Stock {
  readonly #shelf: Shelf;
  readonly #messages = new Map<string, Message>();
  /** Messages that will be ready later. An entry whose message has another date by now is void. */
  readonly #waiting = new Heap<{ readonly at: Instant; readonly message: Message }>((a, b) => a.at < b.at);
  readonly #counts = { ready: 0, delayed: 0, 'in flight': 0, gone: 0 };
  #oldest = Number.POSITIVE_INFINITY;

  constructor(fifo: boolean) {
    this.#shelf = fifo ? fifoShelf() : standardShelf();
  }

  get ready(): number {
    return this.#counts.ready;
  }

  get inFlight(): number {
    return this.#counts['in flight'];
  }

  /** When the next message becomes ready by time alone. */
  get next(): Instant | undefined {
    return this.#waiting.top()?.at;
  }

  counts(): Counts {
    return { ready: this.#counts.ready, delayed: this.#counts.delayed, inFlight: this.#counts['in flight'] };
  }

  find(messageId: string): Message | undefined {
    return this.#messages.get(messageId);
  }

  all(): readonly Message[] {
    return [...this.#messages.values()];
  }

  delayed(): readonly Message[] {
    return [...this.#messages.values()].filter(({ state }) => state === 'delayed');
  }

  put(message: Message, now: Instant): void {
    this.#messages.set(message.messageId, message);
    this.#oldest = Math.min(this.#oldest, message.sentAt);
    if (message.visibleAt > now) {
      message.state = 'delayed';
      this.#waiting.push({ at: message.visibleAt, message });
    }
    this.#counts[message.state] += 1;
    this.#shelf.put(message);
  }

  /** Takes up to that many ready messages off the shelf; it is for the caller to say what becomes of them. */
  take(most: number): readonly Message[] {
    return this.#shelf.take(most);
  }

  become(message: Message, state: Message['state']): void {
    this.#counts[message.state] -= 1;
    this.#counts[state] += 1;
    message.state = state;
  }

  later(message: Message, state: 'delayed' | 'in flight', at: Instant): void {
    if (message.state !== state) this.become(message, state);
    message.visibleAt = at;
    this.#waiting.push({ at, message });
  }

  remove(message: Message): void {
    const wasInFlight = message.state === 'in flight';
    this.become(message, 'gone');
    this.#messages.delete(message.messageId);
    this.#shelf.drop(message, wasInFlight);
  }

  /** Does what time has brought: delays and time-outs that are over, messages past their retention. */
  settle(now: Instant, retention: Milliseconds): void {
    for (let top = this.#waiting.top(); top !== undefined && top.at <= now; top = this.#waiting.top()) {
      this.#waiting.pop();
      const { at, message } = top;
      const was = message.state;
      if (message.visibleAt !== at || (was !== 'delayed' && was !== 'in flight')) continue;
      this.become(message, 'ready');
      this.#shelf.ready(message, was);
    }
    if (now < this.#oldest + retention) return;
    this.#oldest = Number.POSITIVE_INFINITY;
    for (const message of this.#messages.values()) {
      if (now >= message.sentAt + retention) this.remove(message);
      else this.#oldest = Math.min(this.#oldest, message.sentAt);
    }
  }

  clear(): void {
    for (const message of this.#messages.values()) this.become(message, 'gone');
    this.#messages.clear();
    this.#waiting.clear();
    this.#shelf.clear();
    this.#oldest = Number.POSITIVE_INFINITY;
  }
}
