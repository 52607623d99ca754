import type { Milliseconds } from '../../clock.ts';
import { catchUp } from '../due.ts';
import type { Stage } from '../stage.ts';

/** Lets time pass, and what falls due in it happen. */
export function letTimePass({ ledger }: Stage, duration: Milliseconds): void {
  const until = ledger.now + duration;
  catchUp(ledger, until);
  ledger.now = Math.max(ledger.now, until);
}
