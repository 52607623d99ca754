import type { Instant } from '../../clock.ts';
import type { Ledger } from '../ledger.ts';
import { dropUnusedLayers } from '../layers.ts';
import { runNow } from './run.ts';

const DAY = 86_400_000;
/** ECR evaluates policies about once a day and says no hour; here it is the night of the world's clock. */
const HOUR = 3 * 3_600_000;

/** Puts the nightly evaluation of every policy on the agenda, from the next night on. */
export function evaluateNightly(ledger: Ledger): void {
  scheduleAt(ledger, Math.floor((ledger.now - HOUR) / DAY) * DAY + DAY + HOUR);
}

function scheduleAt(ledger: Ledger, at: Instant): void {
  ledger.registry.agenda.add({
    at,
    awaited: false,
    run: () => {
      for (const repository of ledger.registry.repositories.values()) {
        if (repository.lifecycle === undefined) continue;
        if (runNow(ledger, repository, repository.lifecycle)) dropUnusedLayers(repository);
        // One repository after the other: no two evaluations are of one moment.
        ledger.pass(ledger.around(200));
      }
      scheduleAt(ledger, at + DAY);
    },
  });
}
