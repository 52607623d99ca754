import type { Instant, Milliseconds } from '../../clock.ts';
import type { Random } from '../../random.ts';

/** URLs of layers that need no further permission, as those that S3 signs. */
export interface Tickets {
  /** The path at which a layer can be fetched for an hour. */
  issue(digest: string, now: Instant): string;
  /** The layer that a path is for, while it can be fetched. */
  digestOf(path: string, now: Instant): string | undefined;
}

/** No repository can have such a name. */
const FOLDER = '/v2/-/layers/';
const GOOD_FOR: Milliseconds = 3_600_000;

/** Opens the book of tickets. */
export function openTickets(random: Random): Tickets {
  const tickets = new Map<string, { readonly digest: string; readonly until: Instant }>();
  return {
    issue: (digest, now) => {
      // The oldest stand first.
      for (const [path, { until }] of tickets) {
        if (until > now) break;
        tickets.delete(path);
      }
      const path = `${FOLDER}${random.hex(32)}`;
      tickets.set(path, { digest, until: now + GOOD_FOR });
      return path;
    },
    digestOf: (path, now) => {
      const ticket = tickets.get(path);
      return ticket === undefined || ticket.until <= now ? undefined : ticket.digest;
    },
  };
}
