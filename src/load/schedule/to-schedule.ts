import type { Plan } from '../plan/plan.ts';
import type { DueReader, Piece } from './piece.ts';
import { piecesOf } from './pieces.ts';
import type { Cursor, PhaseSpan, Schedule } from './schedule.ts';

/** A piece, and where it lies on the schedule. */
interface Laid {
  readonly piece: Piece;
  readonly phase: number;
  readonly first: number;
  readonly begins: number;
}

/** Lays the phases of a plan one after another. */
export function toSchedule({ phases, seed }: Pick<Plan, 'phases' | 'seed'>): Schedule {
  const laid: Laid[] = [];
  const spans: PhaseSpan[] = [];
  let events = 0;
  let time = 0;
  for (const [index, phase] of phases.entries()) {
    const [first, begins] = [events, time];
    for (const piece of piecesOf(phase, `${seed}/load/arrivals/${index}`)) {
      // What has no events takes its time all the same.
      if (piece.events > 0) laid.push({ piece, phase: index, first: events, begins: time });
      events += piece.events;
      time += piece.duration;
    }
    spans.push({ name: phase.name, first, events: events - first, begins, ends: time });
  }
  const due = dueIn(laid);
  return {
    events,
    duration: time,
    phases: spans,
    due: (seq) => due(pieceAt(laid, seq), seq),
    phaseOf: (seq) => laid[pieceAt(laid, seq)]!.phase,
    dueBy: (moment) => countBy(moment, events, (seq) => due(pieceAt(laid, seq), seq)),
    share: (index, of) => cursor(laid, events, index, of),
  };
}

/** Reads times with readers of its own. */
function dueIn(laid: readonly Laid[]): (at: number, seq: number) => number {
  const readers: (DueReader | undefined)[] = [];
  return (at, seq) => {
    const { piece, first, begins } = laid[at]!;
    return begins + (readers[at] ??= piece.reader())(seq - first);
  };
}

function pieceAt(laid: readonly Laid[], seq: number): number {
  let low = 0;
  let high = laid.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (laid[middle]!.first <= seq) low = middle;
    else high = middle;
  }
  return low;
}

/** Times never go back along a schedule, so that it can be searched by halves. */
function countBy(moment: number, events: number, due: (seq: number) => number): number {
  let low = 0;
  let high = events;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (due(middle) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cursor(laid: readonly Laid[], events: number, index: number, of: number): Cursor {
  const due = dueIn(laid);
  let at = 0;
  let end = 0;
  const next = { seq: index - of, due: 0, phase: 0, done: false, advance };

  function advance(): void {
    next.seq += of;
    if (next.seq >= events) {
      next.done = true;
      next.due = Number.POSITIVE_INFINITY;
      return;
    }
    if (next.seq >= end) {
      at = pieceAt(laid, next.seq);
      const { piece, first, phase } = laid[at]!;
      end = first + piece.events;
      next.phase = phase;
    }
    next.due = due(at, next.seq);
  }

  advance();
  return next;
}
