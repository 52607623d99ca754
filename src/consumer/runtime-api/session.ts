import type { Invocation, Thrown } from '../consumer.ts';

/** An invocation on its way through a process. */
export interface Task {
  readonly requestId: string;
  /** The event, as JSON. */
  readonly body: string;
  /** What comes with the event; made when it is handed over, because time runs from then on. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Called once, unless it is `missed`. */
  end(outcome: Invocation['outcome']): void;
  /** The process has ended before it asked for this. */
  missed(): void;
}

/** A process that asks for its next event, and waits. */
export interface Waiting {
  hand(task: Task): void;
}

/** What Lambda makes of an answer. */
export type Reception = 'taken' | 'unknown' | 'twice';

/**
 * What Lambda knows of one process that speaks the Runtime API: it asks for an event, answers it, and asks for the next.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class Session {
  readonly #waiting: Waiting[] = [];
  #task: Task | undefined;
  #isHanded = false;
  #last: string | undefined;
  #asked: (() => void)[] = [];
  #isOver = false;
  readonly #ready = Promise.withResolvers<Thrown | undefined>();

  /** Settles when the process first asks for an event, or with why it never will. */
  get ready(): Promise<Thrown | undefined> {
    return this.#ready.promise;
  }

  /** Whether the process waits for an event. */
  get isIdle(): boolean {
    return this.#waiting.length > 0 && this.#task === undefined;
  }

  /** Calls back, once, when the process waits again, or is gone. */
  onceIdle(call: () => void): void {
    if (this.isIdle || this.#isOver) call();
    else this.#asked.push(call);
  }

  /** Takes on what the process is to do next. */
  give(task: Task): void {
    this.#task = task;
    this.#isHanded = false;
    this.#pass();
  }

  /** The process asks for an event; false where it has yet to answer one. */
  ask(waiting: Waiting): boolean {
    if (this.#task !== undefined && this.#isHanded) return false;
    this.#waiting.push(waiting);
    this.#ready.resolve(undefined);
    if (this.#task !== undefined) this.#pass();
    else this.#tell();
    return true;
  }

  /** Whoever asked has hung up. */
  leave(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** Whether an answer to this invocation would be taken. */
  expects(requestId: string): Reception {
    if (this.#task !== undefined && this.#isHanded && this.#task.requestId === requestId) return 'taken';
    return requestId === this.#last ? 'twice' : 'unknown';
  }

  /** Takes the answer that was expected. */
  answer(outcome: Invocation['outcome']): void {
    const task = this.#task;
    this.#task = undefined;
    this.#last = task?.requestId;
    task?.end(outcome);
  }

  /** The process says that it cannot begin. */
  failInit(error: Thrown): void {
    this.#ready.resolve(error);
  }

  /** The process is gone. */
  end(error: Thrown): void {
    this.#isOver = true;
    this.#ready.resolve(error);
    const task = this.#task;
    this.#task = undefined;
    if (task !== undefined && this.#isHanded) task.end({ kind: 'threw', error });
    else task?.missed();
    this.#tell();
  }

  #tell(): void {
    const asked = this.#asked;
    this.#asked = [];
    for (const call of asked) call();
  }

  #pass(): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined || this.#task === undefined) return;
    this.#isHanded = true;
    waiting.hand(this.#task);
  }
}
