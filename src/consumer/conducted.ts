import type { Mishap } from '../scenario/mishap.ts';
import type { Conduct } from './consumer.ts';

/** An invocation whose calls go as somebody has planned: who has called how often, and what has befallen them. */
export class Conducted {
  readonly #conduct: Conduct;
  readonly #died: () => void;
  #called = 0;
  #befell: Mishap[] | undefined;

  /** `died` is told when a mishap ends the consumer. */
  constructor(conduct: Conduct, died: () => void) {
    this.#conduct = conduct;
    this.#died = died;
  }

  /** Which call this one is, from 1. */
  call(): number {
    return (this.#called += 1);
  }

  /** Settles when it is the turn of a call; absent where none waits for another. */
  turn(call: number): Promise<void> | undefined {
    return this.#conduct.turn?.(call);
  }

  /** What befalls a call, if anything does. */
  befalls(call: number): Mishap | undefined {
    const mishap = this.#conduct.mishaps.find((each) =>
      'diesAfter' in each ? Math.max(1, each.diesAfter) === call : each.call === call,
    );
    if (mishap !== undefined) (this.#befell ??= []).push(mishap);
    return mishap;
  }

  /** What has befallen its calls until now. */
  get befell(): readonly Mishap[] | undefined {
    return this.#befell;
  }

  died(): void {
    this.#died();
  }
}
