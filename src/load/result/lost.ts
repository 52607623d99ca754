import { BLOCK, isNoted, unpack } from '../measure/block.ts';
import type { SightingsData } from '../measure/sightings.ts';
import type { LoadResult } from './result.ts';

/** How many events of each phase were accepted and never seen. */
export function lostByPhase(
  { of, blocks }: Pick<SightingsData, 'of' | 'blocks'>,
  phases: Pick<LoadResult, 'phases'>['phases'],
): readonly number[] {
  const lost = phases.map(() => 0);
  const phaseOf = phaseBySeq(phases);
  for (const [strand, index, planes] of blocks) {
    const block = unpack(Buffer.from(planes, 'base64'));
    for (let event = 0; event < BLOCK; event += 1)
      if (isNoted(block, 'accepted', event) && !isNoted(block, 'delivered', event))
        lost[phaseOf((index * BLOCK + event) * of + strand)]! += 1;
  }
  return lost;
}

/** Finds the phase of a sequence number by how many events each phase has. */
export function phaseBySeq(phases: Pick<LoadResult, 'phases'>['phases']): (seq: number) => number {
  const ends: number[] = [];
  for (const { wanted } of phases) ends.push((ends.at(-1) ?? 0) + wanted);
  return (seq) => {
    const phase = ends.findIndex((end) => seq < end);
    return phase === -1 ? ends.length - 1 : phase;
  };
}
