import type { Ledger } from './ledger.ts';
import type { Image, Repository } from './state.ts';
import { completeDueScans } from './step/scan.ts';

/**
 * Lets everything end that does so by itself up to an instant, in the order it falls due: scans, replicas, previews,
 * what is restored, nightly runs. At the end of all time only what an activity waits for.
 */
export function catchUp(
  ledger: Ledger,
  until: number,
  waits?: (repository: Repository, image: Image) => boolean,
): void {
  const { agenda } = ledger.registry;
  for (let at = agenda.dueBy(until); at !== undefined; at = agenda.dueBy(until)) {
    completeDueScans({ ledger }, at, waits);
    ledger.reaching?.(at);
    ledger.now = Math.max(ledger.now, at);
    agenda.take(until)?.run(ledger);
  }
  completeDueScans({ ledger }, until, waits);
}
