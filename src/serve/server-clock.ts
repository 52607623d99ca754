import type { Instant, Milliseconds } from '../clock.ts';
import { type Action, type Agenda, realAgenda, virtualAgenda, type VirtualAgenda } from '../embedded/agenda.ts';

/** The time a server goes by. */
export interface ServerClock {
  readonly agenda: Agenda;
  /** Moves a manual clock, and does all that falls due; a real one moves by itself. */
  readonly advance: (by: Milliseconds) => Promise<void>;
  /** Of a manual clock only: does what is due by now, which nobody else would. */
  readonly settle?: () => Promise<void>;
  /** Of a manual clock only: announces code that waits for it, which must not keep it from moving. */
  readonly attend?: VirtualAgenda['attend'];
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
    attend: (stay) => agenda.attend(stay),
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

/** Connections and timers have their turn after this long, however much is due. */
const LONGEST_TURN: Milliseconds = 5;

/**
 * Does what is due at once together, in its order, with what comes of it, after what the event loop has in hand: a timer for each would cost
 * more than most of them.
 */
function prompt(agenda: Agenda, failed: (error: unknown) => void): Agenda {
  /** What is done now, and what has come since its time was up. */
  let lists: (Action | undefined)[][] = [];
  let at = 0;
  /** What is done together is done at one moment, as an event loop has it: asking the machine each time costs more than most of it. */
  let moment: Instant | undefined;

  function flush(): void {
    const until = performance.now() + LONGEST_TURN;
    moment = agenda.now();
    pass(until);
    moment = undefined;
  }

  function pass(until: number): void {
    for (let list = lists[0]; list !== undefined; list = lists[0]) {
      while (at < list.length) {
        const action = list[at];
        at += 1;
        if (action !== undefined) act(action);
        if (performance.now() > until) {
          // Nobody adds to a list that has had its turn, or it might never end.
          lists.push([]);
          setImmediate(flush);
          return;
        }
      }
      lists.shift();
      at = 0;
    }
  }

  function act(action: Action): void {
    try {
      const doing = action();
      if (doing instanceof Promise) doing.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  return {
    failed,
    now: () => moment ?? agenda.now(),
    after: (delay, action) => {
      if (delay > 0) return agenda.after(delay, action);
      if (lists.length === 0) {
        lists = [[]];
        setImmediate(flush);
      }
      const list = lists[lists.length - 1]!;
      const place = list.push(action) - 1;
      return () => void (list[place] = undefined);
    },
  };
}
