import type { Milliseconds } from '../../../clock.ts';
import type { Agenda } from '../../agenda.ts';
import type { Pacer } from './pacer.ts';

/** Thrown into whatever an execution does when it is stopped, or when a branch beside it has failed. Nothing catches it on the way. */
export class Halted extends Error {
  override readonly name = 'Halted';
}

/** A part of an execution that can be halted as a whole: all of it, one Parallel or Map state, one task. */
export interface Scope {
  readonly halted: boolean;
  /** Waits for a moment on the agenda. */
  pause(delay: Milliseconds): Promise<void>;
  /** Waits until somebody calls what `begin` is given; `limits` are moments at which it fails instead. */
  hold<T>(begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T>;
  /** Waits for work in this process, such as a function's; gives it up when halted. */
  work<T>(doing: Promise<T>): Promise<T>;
  /** Does all at once, and waits for all of them or the first that fails, which halts the others. */
  fork<T>(parts: readonly ((scope: Scope) => Promise<T>)[]): Promise<T[]>;
  halt(): void;
}

export function openScope(agenda: Agenda, pacer: Pacer): Scope {
  const stops = new Set<() => void>();
  let halted = false;

  /** Waits in a way that halting ends. `idle`: nothing is being done meanwhile. */
  async function waiting<T>(
    idle: boolean,
    begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => (() => void) | void,
  ): Promise<T> {
    if (halted) throw new Halted();
    let stop: (() => void) | undefined;
    let undo = (): void => {};
    if (idle) pacer.drop();
    try {
      return await new Promise<T>((resolve, reject) => {
        // Busy again from the moment of waking, not from when the waker's caller comes round to us.
        const wake = (settle: () => void): void => {
          if (stop === undefined) return;
          stops.delete(stop);
          stop = undefined;
          if (idle) pacer.take();
          settle();
        };
        stop = () => wake(() => reject(new Halted()));
        stops.add(stop);
        undo =
          begin(
            (value) => wake(() => resolve(value)),
            (error: unknown) => wake(() => reject(error)),
          ) ?? undo;
      });
    } finally {
      undo();
    }
  }

  const scope: Scope = {
    get halted() {
      return halted;
    },
    pause: (delay) =>
      waiting<undefined>(true, (resolve) =>
        agenda.after(delay, () => {
          resolve(undefined);
          return pacer.idle();
        }),
      ),
    hold: (begin) => waiting(true, (resolve, reject) => begin(resolve, reject)),
    work: (doing) => waiting(false, (resolve, reject) => void doing.then(resolve, reject)),
    fork: async (parts) => {
      if (halted) throw new Halted();
      const inner = parts.map((part) => ({ part, scope: openScope(agenda, pacer) }));
      const stop = (): void => {
        for (const each of inner) each.scope.halt();
      };
      stops.add(stop);
      const running = inner.map(async ({ part, scope: own }) => {
        pacer.take();
        try {
          return await part(own);
        } catch (error) {
          // Those that are halted in turn come after the one that failed, so its error is the one that counts.
          stop();
          throw error;
        } finally {
          pacer.drop();
        }
      });
      pacer.drop();
      try {
        return await Promise.all(running);
      } finally {
        stops.delete(stop);
        await Promise.allSettled(running);
        pacer.take();
      }
    },
    halt: () => {
      halted = true;
      for (const stop of [...stops]) stop();
    },
  };
  return scope;
}
