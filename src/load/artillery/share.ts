import type { Shard } from '../result/result.ts';

/** What Artillery writes into the phases of a script when it parts it among the workers of a machine; they count from 1. */
export interface ArtilleryPhase {
  readonly worker?: number;
  readonly totalWorkers?: number;
}

/** Which part of the plan a worker runs: all of it where there is but one. */
export function shareOf(phases: readonly ArtilleryPhase[]): Shard {
  const { worker = 1, totalWorkers = 1 } = phases[0] ?? {};
  return { index: worker, of: totalWorkers };
}
