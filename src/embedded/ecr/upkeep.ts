import type { Instant } from '../../clock.ts';
import { catchUp } from '../../registry/due.ts';
import type { Ledger } from '../../registry/ledger.ts';
import { evaluateNightly } from '../../registry/lifecycle/nightly.ts';
import type { Agenda } from '../agenda.ts';

/** What a registry does by itself: scans end, replicas arrive, and every night lifecycle policies are evaluated. */
export interface Upkeep {
  /** Does what is due by now, each thing at its own time, however late the machine comes to it. */
  catchUp(): void;
  /** Plans what is to come, after the registry has changed. */
  plan(): void;
  stop(): void;
}

/** Keeps a registry up by the agenda of its account. `told` is called after each thing it has done. */
export function openUpkeep(ledger: Ledger, agenda: Agenda, told: () => void): Upkeep {
  const { registry } = ledger;
  let cancel: (() => void) | undefined;
  let plannedFor: Instant = Infinity;

  function upToNow(): void {
    const now = agenda.now();
    catchUp(ledger, now);
    ledger.now = now;
  }

  function plan(): void {
    let due = registry.agenda.next ?? Infinity;
    for (const { scan } of registry.scanning.keys()) due = Math.min(due, scan?.due ?? Infinity);
    if (due === plannedFor) return;
    cancel?.();
    plannedFor = due;
    cancel = due === Infinity ? undefined : agenda.after(due - agenda.now(), fallDue);
  }

  function fallDue(): void {
    plannedFor = Infinity;
    upToNow();
    told();
    plan();
  }

  evaluateNightly(ledger);
  plan();
  return { catchUp: upToNow, plan, stop: () => cancel?.() };
}
