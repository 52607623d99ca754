import type { EventSource } from '../event/event-source.ts';
import { LATE } from '../measure/counts.ts';
import type { Measures } from '../measure/measures.ts';
import { openOrder } from '../measure/order.ts';
import type { Sightings } from '../measure/sightings.ts';
import type { Seen } from '../observe/observer.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { type EventRecord, recordsIn } from './record.ts';

/** What is put together of one run: what generators tell, and what is seen of the consumer. */
export interface Books {
  readonly measures: Measures;
  readonly sightings: Sightings;
  readonly seen: Seen;
  /** Takes what a generator has told. */
  take(records: Float64Array): void;
  /** How far the consumer is behind, at a time; it is entered there, too. */
  lag(now: number): number;
  /** When an answer or an arrival was entered last. */
  readonly latest: number;
}

/** What books are kept with. */
export interface Keeping {
  readonly schedule: Schedule;
  readonly events: Pick<EventSource, 'seqIn' | 'groupOf' | 'groups' | 'isExpected'>;
  readonly measures: Measures;
  readonly sightings: Sightings;
  /** Whether anybody watches the consumer. */
  readonly isWatched: boolean;
}

/** Opens the books of a run. */
export function openBooks({ schedule, events, measures, sightings, isWatched }: Keeping): Books {
  const order = openOrder(events.groups);
  let latest = Number.NEGATIVE_INFINITY;
  /** The longest that anything seen since the last look had taken, and when that look was. */
  let worst: number | undefined;
  let lag = 0;
  let looked = 0;

  function enter({ says, seq, phase, due, at }: EventRecord): void {
    latest = Math.max(latest, at);
    switch (says) {
      case 'sent':
        measures.count('due', phase, due);
        measures.count('sent', phase, at);
        if (at - due > LATE) measures.count('late', phase, at);
        measures.timed('sending', phase, due, at - due);
        return;
      case 'accepted':
        measures.count('accepted', phase, at);
        measures.timed('publish', phase, due, at - due);
        if (events.isExpected(seq)) sightings.accepted(seq);
        else {
          measures.count('unmatched', phase, at);
          sightings.passed(seq);
        }
        return;
      case 'refused':
        measures.count('refused', phase, at);
        sightings.forgone(seq);
        return;
      case 'unknown':
        // It may arrive, and it may not: neither is a loss.
        measures.count('refused', phase, at);
        return;
      case 'dropped':
      case 'unsent':
        measures.count('due', phase, due);
        measures.count('dropped', phase, at);
        sightings.forgone(seq);
    }
  }

  const seen: Seen = {
    seqIn: (text) => {
      const seq = events.seqIn(text);
      return seq === undefined || seq >= schedule.events ? undefined : seq;
    },
    delivered: (seq, at, { maybeAgain = false } = {}) => {
      latest = Math.max(latest, at);
      const phase = schedule.phaseOf(seq);
      if (events.isExpected(seq) && sightings.delivered(seq) === 'again') {
        if (!maybeAgain) measures.count('duplicated', phase, at);
        return;
      }
      const due = schedule.due(seq);
      measures.count('delivered', phase, at);
      measures.timed('delivery', phase, due, at - due);
      worst = Math.max(worst ?? 0, at - due);
      if (order.isOvertaken(seq, events.groupOf(seq))) measures.count('outOfOrder', phase, at);
    },
    processed: (seq, at) => {
      latest = Math.max(latest, at);
      if (events.isExpected(seq) && sightings.processed(seq) === 'again') return;
      const [phase, due] = [schedule.phaseOf(seq), schedule.due(seq)];
      measures.count('processed', phase, at);
      measures.timed('completion', phase, due, at - due);
      worst = Math.max(worst ?? 0, at - due);
    },
    failed: (seq, at) => measures.count('failed', schedule.phaseOf(seq), at),
    deadLettered: (seq, at) => measures.count('deadLettered', schedule.phaseOf(seq), at),
  };

  return {
    measures,
    sightings,
    seen,
    get latest() {
      return latest;
    },
    take: (records) => {
      for (const record of recordsIn(records)) enter(record);
    },
    lag: (now) => {
      // While nothing comes although something should, it falls behind as time goes on.
      if (worst !== undefined) lag = worst;
      else if (isWatched && sightings.missing() > 0) lag += now - looked;
      else lag = 0;
      [worst, looked] = [undefined, now];
      const phase = schedule.phases.findIndex(({ ends }) => now < ends);
      if (isWatched) measures.lagged(phase === -1 ? schedule.phases.length - 1 : phase, now, lag);
      return lag;
    },
  };
}
