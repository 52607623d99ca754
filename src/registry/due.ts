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
  for (let due = agenda.take(until); due !== undefined; due = agenda.take(until)) {
    completeDueScans({ ledger }, due.at, waits);
    ledger.now = Math.max(ledger.now, due.at);
    due.run(ledger);
  }
  completeDueScans({ ledger }, until, waits);
}
