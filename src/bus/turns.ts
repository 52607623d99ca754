import type { Milliseconds } from '../clock.ts';
import type { VirtualAgenda } from '../embedded/agenda.ts';
import type { Delivery } from '../timeline/timeline.ts';

/** How long a turn is on the registry's clock: the least there is, so that nothing else happens in between. */
export const TURN: Milliseconds = 1;
/** Lambda's longest timeout: what is not at its end after so many turns never will be. */
export const MOST_TURNS = 900_000;

/**
 * Tells invocations that overlap when it is the turn of their calls: as the scenario says, and after that one after another. A turn is
 * a moment of the agenda, which goes on when all of them wait, so that they are interleaved the same way every time.
 */
export function turnsOf(
  group: readonly Delivery[],
  agenda: Pick<VirtualAgenda, 'now' | 'after'>,
): (position: number, call: number) => Promise<void> {
  const turns = group[0]?.together?.turns ?? [];
  const began = group[0]?.at ?? agenda.now();
  const given = Map.groupBy(turns.entries(), ([, position]) => position);

  function slotOf(position: number, call: number): number {
    const told = given.get(position) ?? [];
    const slot = told[call - 1]?.[0];
    return slot ?? turns.length + (call - told.length - 1) * group.length + position - 1;
  }

  return (position, call) => {
    const due = began + (slotOf(position, call) + 1) * TURN;
    return new Promise((resolve) => void agenda.after(due - agenda.now(), resolve));
  };
}
