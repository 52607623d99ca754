import type { Milliseconds } from '../../clock.ts';
import type { Station } from './start-process.ts';

// Taken before a consumer or its tests can replace it by a fake.
const { setTimeout } = globalThis;

/** So many processes of one consumer run at a time; what comes in while all are busy waits. */
const MOST = 8;

/** How long one that is to be kept may take to ask for more in the end. */
const LAST_RETURN: Milliseconds = 1_000;

/** The processes of one consumer: each does one thing at a time, as on Lambda. */
export interface Crew extends AsyncDisposable {
  /** A process that waits for an event; another is started where there is none. Rejects with what starting it throws. */
  hire(): Promise<Station>;
  /** Takes back one that has answered, once it asks for more. */
  release(station: Station): void;
  /** Ends one. */
  dismiss(station: Station): void;
}

/** What a crew goes by. */
export interface Terms {
  /** Starts a process and waits until it asks for its first event, or `over` is aborted. */
  readonly start: (over: AbortSignal) => Promise<Station>;
  /** How long one that has answered may take to ask for more. */
  readonly patience: Milliseconds;
  /** Takes over those that wait when the crew is dissolved; without it they end. */
  readonly keep?: ((station: Station) => void) | undefined;
}

/** Opens the crew of a consumer, with those who have been kept for it. */
export function openCrew({ start, patience, keep }: Terms, kept: readonly Station[] = []): Crew {
  const idle: Station[] = [...kept];
  const all = new Set<Station>(kept);
  const queue: PromiseWithResolvers<Station>[] = [];
  const endings = new Set<Promise<unknown>>();
  /** How many have answered and not yet asked for more. */
  let returning = 0;
  let starting = 0;
  const over = new AbortController();

  function begin(): Promise<Station> {
    starting += 1;
    const beginning = start(over.signal)
      .then((station) => {
        all.add(station);
        return station;
      })
      .finally(() => {
        starting -= 1;
        fill();
      });
    awaited(beginning);
    return beginning;
  }

  /** Notes what has to be over before the crew is. */
  function awaited(doing: Promise<unknown>): void {
    const noted: Promise<unknown> = doing.catch(() => undefined).finally(() => endings.delete(noted));
    endings.add(noted);
  }

  /** Starts processes for those who wait, as far as there is room and nobody is about to come back. */
  function fill(): void {
    while (queue.length > returning && all.size + starting < MOST) {
      const next = queue.shift()!;
      begin().then(next.resolve, next.reject);
    }
  }

  function dismiss(station: Station): void {
    all.delete(station);
    awaited(station.kill());
    fill();
  }

  async function restore(station: Station): Promise<void> {
    returning += 1;
    await rested(station, patience);
    returning -= 1;
    if (over.signal.aborted) return;
    if (!station.session.isIdle || station.isGone) {
      dismiss(station);
      return;
    }
    const next = queue.shift();
    if (next === undefined) idle.push(station);
    else next.resolve(station);
  }

  return {
    hire: () => {
      for (let station = idle.pop(); station !== undefined; station = idle.pop()) {
        if (station.session.isIdle && !station.isGone) return Promise.resolve(station);
        dismiss(station);
      }
      if (returning <= queue.length && all.size + starting < MOST) return begin();
      const waiting = Promise.withResolvers<Station>();
      queue.push(waiting);
      return waiting.promise;
    },
    release: (station) => void restore(station),
    dismiss,
    [Symbol.asyncDispose]: async () => {
      over.abort();
      queue.length = 0;
      // The last thing that it has done is to answer: it is about to ask for more.
      if (keep !== undefined) await Promise.all([...all].map((station) => rested(station, LAST_RETURN)));
      for (const station of all) {
        if (keep === undefined || !station.session.isIdle || station.isGone) dismiss(station);
        else if (all.delete(station)) keep(station);
      }
      while (endings.size > 0) await Promise.all(endings);
      for (const station of all) await station.kill();
    },
  };
}

/** Waits until a process asks for more, or has ended, or has taken too long. */
function rested({ session }: Station, limit: Milliseconds): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limit);
    timer.unref();
    session.onceIdle(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
