import type { Instant, Milliseconds } from '../../clock.ts';
import { openEvents } from '../event/open-events.ts';
import type { Wording } from '../event/wording.ts';
import { openMeasures } from '../measure/open-measures.ts';
import { openSightings } from '../measure/open-sightings.ts';
import type { Measures } from '../measure/measures.ts';
import type { Sightings } from '../measure/sightings.ts';
import type { Plan } from '../plan/plan.ts';
import type { Shard, VoidReason } from '../result/result.ts';
import { toSchedule } from '../schedule/to-schedule.ts';
import type { OpenTarget } from '../target/target.ts';
import { openBooks } from './books.ts';
import { openCrew } from './crew.ts';
import { openRunClock, startAt } from './run-clock.ts';
import { openStop } from './stop.ts';
import { openTroubles } from './troubles.ts';
import { type Muster, muster } from './muster.ts';

/** One run of a plan, or of one shard of it. */
export interface Driving extends Muster {
  readonly plan: Plan;
  readonly wording: Wording;
  readonly target: OpenTarget;
  /** From 1. */
  readonly shard: Shard;
  /** What tells this run's events from those of others, the same for all shards. */
  readonly run: string;
  /** The common start; as soon as everything is ready unless told. */
  readonly start?: Instant | undefined;
  /** Ends the run in order. */
  readonly signal?: AbortSignal | undefined;
  /** Told once a second how the run stands, and once when it has ended. */
  readonly show?: (measures: Measures, standing: Standing) => void;
  /** Puts itself before what measures, to hear of each thing as it is measured. */
  readonly overhear?: ((measures: Measures) => Measures) | undefined;
}

/** What only the drive knows of a moment; microseconds. */
export interface Standing {
  readonly at: number;
  readonly lag: number;
  readonly inFlight: number;
  /** Events that are due and wait to be sent. */
  readonly waiting: number;
}

/** What a run came to. */
export interface Driven {
  /** The common start. */
  readonly start: Instant;
  /** How long it took, in microseconds. */
  readonly took: number;
  readonly measures: Measures;
  readonly sightings: Sightings;
  readonly observed: { readonly delivery: boolean; readonly completion: boolean };
  readonly void: readonly VoidReason[];
  /** What ended it before its time, in words. */
  readonly stopped?: string;
  /** What events were not accepted for, and how many. */
  readonly codes: Readonly<Record<string, number>>;
  /** How many events were sent more than once, because they were refused for now. */
  readonly retried: number;
}

/** From the moment that all workers are ready to the start. */
const LEAD: Milliseconds = 100;
const LOOK: Milliseconds = 100;
const SHOW: Milliseconds = 1_000;
/** How long requests under way may take to end once a run is stopped. */
const GRACE: Milliseconds = 2_000;
/** Once all have arrived, nothing may come for so long, in microseconds, before nothing more is expected. */
const QUIET = 300_000;

/**
 * Drives a plan's schedule into a target, and measures what comes of it.
 *
 * It ends in order whatever happens on the way; what is missing then is said in `void`. Throws only where it could not begin.
 */
export async function drive(driving: Driving): Promise<Driven> {
  const { plan, wording, target, shard, run, signal, show, overhear = (all) => all } = driving;
  const schedule = toSchedule(plan);
  const legs = new Set(target.observers.flatMap((observer) => observer.legs));
  const observed = { delivery: legs.has('delivery'), completion: legs.has('completion') };
  const isWatched = observed.delivery || observed.completion;
  const books = openBooks({
    schedule,
    events: openEvents(wording, run),
    measures: overhear(openMeasures(plan.phases.length, schedule.duration + plan.settle * 1e3)),
    sightings: openSightings({
      events: schedule.events,
      shard: { index: shard.index - 1, of: shard.of },
      until: observed.completion ? 'processed' : 'delivered',
    }),
    isWatched,
  });
  const { measures, sightings } = books;
  const troubles = openTroubles();
  const crew = await openCrew(muster(driving), (beat) => {
    books.take(beat.records);
    troubles.heard(beat);
  });
  try {
    const wall = driving.start ?? Date.now() + LEAD;
    const start = startAt(wall);
    const clock = openRunClock(start);
    for (const observer of target.observers) observer.watch(books.seen, () => clock.now(), wall);
    const forget = target.keyring.renewed((credentials) => crew.renew(credentials));
    const stop = openStop({ plan, measures, observed });
    let stopped: string | undefined;

    function end(why: string): void {
      if (stopped !== undefined) return;
      stopped = why;
      crew.stop(GRACE);
    }

    /** What is looked at ten times a second. */
    function look(): void {
      const now = clock.now();
      const lag = books.lag(now);
      if (signal?.aborted === true) end('interrupted');
      else {
        const why = stop.looked(now) ?? troubles.isHopeless(now);
        if (why !== undefined) end(why);
      }
      if (now - shown < SHOW * 1e3) return;
      shown = now;
      tell(now, lag);
    }

    function tell(at: number, lag: number): void {
      const beats = crew.beats();
      const sum = (of: (beat: (typeof beats)[number]) => number): number =>
        beats.reduce((all, beat) => all + of(beat), 0);
      show?.(measures, { at, lag, inFlight: sum((beat) => beat.inFlight), waiting: sum((beat) => beat.waiting) });
    }

    let shown = Number.NEGATIVE_INFINITY;
    crew.begin(start, wall);
    const looking = setInterval(look, LOOK);
    const interrupted = onAbort(signal, look);
    try {
      await crew.ended;
      if (isWatched) await settled(() => isOver(clock.now()), signal);
    } finally {
      clearInterval(looking);
      interrupted();
      forget();
    }
    const took = clock.now();
    tell(took, books.lag(took));

    /** Whether nothing more is expected, or nothing more is waited for. */
    function isOver(now: number): boolean {
      if (now > schedule.duration + plan.settle * 1e3) return true;
      const { delivered, processed } = measures.counts();
      const isDone = !observed.completion || processed >= delivered;
      return isDone && sightings.missing() === 0 && now - books.latest > QUIET;
    }

    return {
      start: wall,
      took,
      measures,
      sightings,
      observed,
      codes: troubles.codes,
      retried: crew.beats().reduce((all, { retried }) => all + retried, 0),
      ...(stopped !== undefined && { stopped }),
      void: troubles.reasons({
        counts: measures.counts(),
        beats: crew.beats(),
        lost: crew.lost,
        observers: target.observers,
        stopped,
        isInterrupted: signal?.aborted === true,
        scheduled: scheduledFor(schedule.events, shard),
      }),
    };
  } finally {
    await crew[Symbol.asyncDispose]();
  }
}

/** How many events of a schedule are a shard's. */
function scheduledFor(events: number, { index, of }: Shard): number {
  return Math.max(0, Math.ceil((events - (index - 1)) / of));
}

/** Calls at once when a run is interrupted, and not only at the next look. Returns what takes that back. */
function onAbort(signal: AbortSignal | undefined, look: () => void): () => void {
  signal?.addEventListener('abort', look, { once: true });
  return () => signal?.removeEventListener('abort', look);
}

/** Waits until it is over, or the run is interrupted. */
function settled(isOver: () => boolean, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (signal?.aborted !== true && !isOver()) return;
      clearInterval(timer);
      resolve();
    }, LOOK);
  });
}
