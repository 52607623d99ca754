import type { Instant, Milliseconds } from '../clock.ts';
import { type Action, type Agenda, realAgenda, virtualAgenda } from '../embedded/agenda.ts';

/** The time a server goes by. */
export interface ServerClock {
  readonly agenda: Agenda;
  /** Moves a manual clock, and does all that falls due; a real one moves by itself. */
  readonly advance: (by: Milliseconds) => Promise<void>;
  /** Of a manual clock only: does what is due by now, which nobody else would. */
  readonly settle?: () => Promise<void>;
}

/** Opens a clock. What an action throws is told, and the server goes on. */
export function openClock(kind: 'real' | 'manual', start: Instant, failed: (error: unknown) => void): ServerClock {
  if (kind === 'real') {
    return { agenda: prompt(careful(realAgenda(), failed), failed), advance: () => Promise.resolve() };
  }
  const agenda = virtualAgenda(start);
  let turn: Promise<void> = Promise.resolve();

  /** One after another: an agenda that runs already must not be run again. */
  function run(until: () => Instant): Promise<void> {
    turn = turn.then(() => agenda.runUntil(until()));
    return turn;
  }

  return {
    agenda: careful(agenda, failed),
    advance: (by) => run(() => agenda.now() + by),
    settle: () => run(() => agenda.now()),
  };
}

function careful(agenda: Agenda, failed: (error: unknown) => void): Agenda {
  function guarded(action: Action): Action {
    return () => {
      try {
        const doing = action();
        return doing instanceof Promise ? doing.catch(failed) : undefined;
      } catch (error) {
        failed(error);
        return undefined;
      }
    };
  }
  return { now: () => agenda.now(), after: (delay, action) => agenda.after(delay, guarded(action)) };
}

/** Does what is due at once together, in its order, after what the event loop has in hand: a timer for each would cost more than most of them. */
function prompt(agenda: Agenda, failed: (error: unknown) => void): Agenda {
  let due: (Action | undefined)[] = [];

  function flush(): void {
    const all = due;
    due = [];
    for (const action of all) {
      try {
        const doing = action?.();
        if (doing instanceof Promise) doing.catch(failed);
      } catch (error) {
        failed(error);
      }
    }
  }

  return {
    now: () => agenda.now(),
    after: (delay, action) => {
      if (delay > 0) return agenda.after(delay, action);
      if (due.length === 0) setImmediate(flush);
      const list = due;
      const at = list.push(action) - 1;
      return () => void (list[at] = undefined);
    },
  };
}
