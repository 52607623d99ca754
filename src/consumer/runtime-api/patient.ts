import type { Milliseconds } from '../../clock.ts';
import type { Guest } from '../../embedded/guests.ts';

// Taken before a consumer or its tests can replace it by a fake.
const { setTimeout } = globalThis;

/** How long a process may take between one request and the next that it sends beside it. */
const GRACE: Milliseconds = 25;

/** What of a guest a process needs. */
export interface PatientGuest extends Guest {
  /** A request has come in. */
  heard(): void;
}

/**
 * A guest in another process. Nobody sees the requests that it is about to send, so it only counts as waiting once it has been quiet for a
 * little.
 */
export function patient(guest: Guest): PatientGuest {
  let last = 0;
  return {
    heard: () => {
      last = performance.now();
    },
    awaiting: async (answer) => {
      const answered = { isThere: false };
      const coming = answer.finally(() => (answered.isThere = true));
      // Whoever awaits the answer hears of its failure.
      coming.catch(() => undefined);
      for (let rest = GRACE; rest > 0 && !answered.isThere; rest = last + GRACE - performance.now()) {
        await Promise.race([coming, new Promise((resolve) => void setTimeout(resolve, rest))]).catch(() => undefined);
      }
      return answered.isThere ? coming : guest.awaiting(coming);
    },
    errand: (change) => guest.errand(change),
    leave: () => guest.leave(),
  };
}
