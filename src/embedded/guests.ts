import type { Instant } from '../clock.ts';
import { isAwaitedElsewhere } from './elsewhere.ts';

// Taken before a consumer or its tests can replace them by fakes.
const { setImmediate, setTimeout } = globalThis;

/**
 * Code that actions of an agenda wait for, and that may in turn wait for what the agenda brings: a function that polls a queue, or
 * has a state machine run to its end.
 */
export interface Guest {
  /**
   * Waits for an answer of AWS's. Time goes on while all guests wait; an answer that has come of that is handed out as an entry of
   * the agenda, so that guests go on one after another, in the same order every time.
   */
  awaiting<Answer>(answer: Promise<Answer>): Promise<Answer>;
  /** A request goes out (1), or its answer is in (-1): who has a request on its way does more than wait. */
  errand(change: 1 | -1): void;
  /** What it does from here on is nobody's business. */
  leave(): void;
}

/** How long a guest may stay. */
export interface Stay {
  /** On the agenda's clock. */
  readonly deadline: Instant;
  /** Told when it is reached while the guest waits. */
  expire(): void;
  /** That it is no action of the agenda's that waits for this guest: it was there before, and stays when all are at their end. */
  readonly isResident?: boolean;
}

/** The guests of an agenda. */
export interface Guests {
  attend(stay: Stay): Guest;
  /** Whether anybody is there who lives beside the agenda, and may do something of its own accord. */
  hasResidents(): boolean;
  /** Calls `idle` once all guests only wait, and nothing that is on its way can change that, unless `stop` is called first. */
  watch(idle: () => void): void;
  stop(): void;
}

/** How often the event loop has to turn without anything happening: an answer that has arrived is read a turn or two later. */
const QUIET_TURNS = 4;

interface Visit {
  readonly stay: Stay;
  waiting: number;
  errands: number;
  /** Takes the end of the stay off the agenda, if it has been planned. */
  cancel: (() => void) | undefined;
}

/** Opens an agenda's book of guests. `planAt` puts an entry on the agenda, `left` is told when a resident has left. */
export function openGuests(planAt: (at: Instant | 'now', action: () => void) => () => void, left: () => void): Guests {
  const visits = new Set<Visit>();
  let residents = 0;
  let idle: (() => void) | undefined;
  let looking = false;
  /** How often time has gone on while guests waited. */
  let pauses = 0;

  function allWait(): boolean {
    if (visits.size === 0) return false;
    for (const { waiting, errands } of visits) if (waiting === 0 || errands > waiting) return false;
    return true;
  }

  /** Looks again and again, as long as all wait, until that has lasted. */
  function look(): void {
    if (looking || idle === undefined || !allWait()) return;
    looking = true;
    let quiet = 0;
    const turn = (): void => {
      if (idle === undefined || !allWait()) {
        looking = false;
        return;
      }
      const isQuiet = !isAwaitedElsewhere();
      quiet = isQuiet ? quiet + 1 : 0;
      if (quiet < QUIET_TURNS) {
        if (isQuiet) setImmediate(turn);
        else setTimeout(turn, 1);
        return;
      }
      looking = false;
      pauses += 1;
      for (const visit of visits) visit.cancel ??= planAt(visit.stay.deadline, () => visit.stay.expire());
      const tell = idle;
      idle = undefined;
      tell();
    };
    setImmediate(turn);
  }

  return {
    attend: (stay) => {
      const visit: Visit = { stay, waiting: 0, errands: 0, cancel: undefined };
      visits.add(visit);
      if (stay.isResident === true) residents += 1;
      return {
        awaiting: async (answer) => {
          const before = pauses;
          visit.waiting += 1;
          look();
          try {
            return await answer;
          } finally {
            // While its turn has not come it waits on.
            if (pauses > before && visits.has(visit)) {
              await new Promise<void>((resolve) => {
                planAt('now', () => {
                  visit.waiting -= 1;
                  resolve();
                });
              });
            } else visit.waiting -= 1;
          }
        },
        errand: (change) => {
          visit.errands += change;
          if (change < 0) look();
        },
        leave: () => {
          visit.cancel?.();
          if (visits.delete(visit) && stay.isResident === true) {
            residents -= 1;
            left();
          }
          look();
        },
      };
    },
    hasResidents: () => residents > 0,
    watch: (tell) => {
      idle = tell;
      look();
    },
    stop: () => {
      idle = undefined;
    },
  };
}
