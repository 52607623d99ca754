import type { Contract } from './contract.ts';
import { shapeOf } from './shape.ts';
import type { Heard } from './trial.ts';

/** Which contracts are worth being judged over what a consumer has heard. */
export interface Due {
  /** Those of which nothing of the kind has been judged yet, or so many times that it is their turn again. */
  of(heard: readonly Heard[]): readonly Contract[];
  /** Whether one event is to be judged by itself. */
  isOf(heard: Heard): boolean;
  /** Notes that all were kept. */
  note(heard: readonly Heard[]): void;
}

/**
 * Has each contract judged over what is new, and over what is not ever more seldom: the 2nd time, the 4th, the 8th. A judgement takes
 * dozens of plays, and among thousands of scenarios there are some dozen kinds of events.
 */
export function dueAmong(contracts: readonly Contract[]): Due {
  const ofEach = new Map<string, number>();
  const ofAll = new Map<string, number>();
  return {
    of: (heard) => {
      if (heard.length === 0) return [];
      const shapes = heard.map(shapeOf);
      const isNew = { each: shapes.some((shape) => isTurn(ofEach, shape)), all: isTurn(ofAll, shapes.join('\n')) };
      return contracts.filter(({ isOfEach = false }) => (isOfEach ? isNew.each : isNew.all));
    },
    isOf: (heard) => isTurn(ofEach, shapeOf(heard)),
    note: (heard) => {
      const shapes = heard.map(shapeOf);
      for (const shape of new Set(shapes)) count(ofEach, shape);
      count(ofAll, shapes.join('\n'));
    },
  };
}

function isTurn(counts: ReadonlyMap<string, number>, shape: string): boolean {
  const next = (counts.get(shape) ?? 0) + 1;
  // A power of two.
  return (next & (next - 1)) === 0;
}

function count(counts: Map<string, number>, shape: string): void {
  counts.set(shape, (counts.get(shape) ?? 0) + 1);
}
