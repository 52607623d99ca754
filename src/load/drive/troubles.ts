import type { Counts } from '../measure/counts.ts';
import type { Observer } from '../observe/observer.ts';
import type { VoidReason } from '../result/result.ts';
import type { Beat } from './beat.ts';

/** What goes wrong in a run, and what of that makes it void. */
export interface Troubles {
  heard(beat: Beat): void;
  /** Why there is no use in going on: nobody has answered for a while. */
  isHopeless(now: number): string | undefined;
  /** What events were not accepted for, and how many. */
  readonly codes: Readonly<Record<string, number>>;
  reasons(end: Ending): readonly VoidReason[];
}

/** How a run ended. */
export interface Ending {
  readonly counts: Counts;
  readonly beats: readonly Beat[];
  readonly lost: readonly { readonly index: number; readonly says: string }[];
  readonly observers: readonly Pick<Observer, 'failure'>[];
  readonly stopped: string | undefined;
  readonly isInterrupted: boolean;
  /** How many events of the schedule were this run's. */
  readonly scheduled: number;
}

/** Microseconds after which a target that answers nothing, while events fail to reach it, is gone. */
const GONE = 30_000_000;
/** Which part of the events a generator may come to late by itself before it is too slow: its p99 is beyond `LATE` then. */
const MOST_OVERSLEPT = 0.01;
/** A few say nothing, however few there are in all. */
const FEW = 10;

/** Begins to watch for trouble. */
export function openTroubles(): Troubles {
  const codes: Record<string, number> = {};
  let answers = 0;
  /** How it was when somebody looked, and when the first event failed since an answer. */
  let seen = { answers: 0, failures: 0, since: undefined as number | undefined };
  const failures = (): number => Object.values(codes).reduce((sum, many) => sum + many, 0);

  return {
    codes,
    heard: (beat) => {
      if (beat.answered) answers += 1;
      for (const [code, many] of Object.entries(beat.codes)) codes[code] = (codes[code] ?? 0) + many;
    },
    isHopeless: (now) => {
      const failed = failures();
      const hasFailed = failed > seen.failures;
      const since = answers > seen.answers ? undefined : (seen.since ?? (hasFailed ? now : undefined));
      seen = { answers, failures: failed, since };
      // Between two failures nothing may have been due for as long as that.
      if (since === undefined || !hasFailed || now - since < GONE) return undefined;
      return `stopped because the target has answered nothing for ${GONE / 1e6} s (${worst(codes)})`;
    },
    reasons: ({ counts, beats, lost, observers, stopped, isInterrupted, scheduled }) => {
      const reasons: VoidReason[] = [];
      const add = (code: VoidReason['code'], says: string): void => void reasons.push({ code, says });
      const due = beats.reduce((sum, beat) => sum + beat.due, 0);
      const overslept = beats.reduce((sum, beat) => sum + beat.overslept, 0);
      if (overslept > Math.max(FEW, due * MOST_OVERSLEPT)) {
        add('generator-late', `the generator came to ${overslept} of ${due} events more than 10 ms late`);
      }
      if (counts.dropped > 0) {
        const why = stopped === undefined ? 'too many were under way' : 'the run ended before';
        add('dropped', `${counts.dropped} events that were due were not sent: ${why}`);
      }
      for (const { index, says } of lost)
        add('worker-lost', `worker ${index + 1} was lost when ${due} of ${scheduled} events had been due: ${says}`);
      for (const observer of observers) {
        const says = observer.failure();
        if (says !== undefined) add('observer-lost', says);
      }
      if (isInterrupted) add('interrupted', `interrupted when ${due} of ${scheduled} events had been due`);
      if (counts.accepted === 0 && due > 0) {
        add('target-lost', `the target has accepted none of ${due} events (${worst(codes) || 'no answer'})`);
      } else if (stopped?.includes('answered nothing') === true)
        add('target-lost', stopped.replace('stopped because ', ''));
      return reasons;
    },
  };
}

/** The code that there was most of. */
function worst(codes: Readonly<Record<string, number>>): string {
  const [most] = Object.entries(codes).toSorted(([, a], [, b]) => b - a);
  return most === undefined ? '' : most[0];
}
