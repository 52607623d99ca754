import {
  BLOCK,
  bitsOf,
  emptyBlock,
  isNoted,
  joined,
  pack,
  planeOf,
  unpack,
  type Block,
  type Plane,
} from '../measure/block.ts';
import { sizeOfBlock } from '../measure/open-sightings.ts';
import type { SightingsData } from '../measure/sightings.ts';

/** What several shards have seen of the same events: how often each was counted as the first time too often, by sequence number. */
export interface MergedSightings {
  readonly data: SightingsData;
  /** An event that more than one has seen first, and how many of them but one. */
  readonly again: readonly {
    readonly seq: number;
    readonly plane: 'delivered' | 'processed';
    readonly times: number;
  }[];
}

/** One block, as the shards know it. */
interface Known {
  readonly strand: number;
  readonly index: number;
  readonly blocks: Block[];
}

/**
 * Puts together what shards have seen of each other's events, as where they empty one queue. An event that two shards have seen came
 * twice; one that its own shard misses and another has seen is not lost.
 */
export function mergeSightings(all: readonly SightingsData[]): MergedSightings {
  const [first] = all;
  const { of, events } = first ?? { of: 1, events: 0 };
  const ended = endedBlocks(all);
  const known = new Map<string, Known>();
  for (const { blocks } of all) {
    for (const [strand, index, planes] of blocks) {
      const key = `${strand}/${index}`;
      const entry = known.get(key) ?? { strand, index, blocks: [] };
      known.set(key, entry);
      entry.blocks.push(unpack(Buffer.from(planes, 'base64')));
    }
  }
  const again: { seq: number; plane: 'delivered' | 'processed'; times: number }[] = [];
  const left: [number, number, string][] = [];
  for (const { strand, index, blocks } of known.values()) {
    const isEnded = ended.has(`${strand}/${index}`);
    for (const plane of ['delivered', 'processed'] as const) {
      for (const { event, times } of seenAgain(blocks, plane, isEnded))
        again.push({ seq: (index * BLOCK + event) * of + strand, plane, times });
    }
    if (isEnded) continue;
    const whole = blocks.reduce(joined, emptyBlock());
    if (bitsOf(planeOf(whole, 'delivered')) === sizeOfBlock(events, of, strand, index) && !isHalfDone(whole))
      ended.add(`${strand}/${index}`);
    else left.push([strand, index, Buffer.from(pack(whole)).toString('base64')]);
  }
  return {
    data: { of, events, blocks: left.toSorted(([a, b], [c, d]) => a - c || b - d), ended: runsOf(ended) },
    again,
  };
}

/** Somebody watches what is processed, and some of it is not. */
function isHalfDone(block: Block): boolean {
  const processed = bitsOf(planeOf(block, 'processed'));
  return processed > 0 && processed < bitsOf(planeOf(block, 'delivered'));
}

/** Which events of a block were noted by more than one; in one that has ended the shard that sends them has noted each. */
function* seenAgain(
  blocks: readonly Block[],
  plane: Plane,
  isEnded: boolean,
): Iterable<{ readonly event: number; readonly times: number }> {
  const before = isEnded ? 1 : 0;
  const planes = blocks.map((block) => planeOf(block, plane));
  const noted = planes.reduce((sum, each) => sum + bitsOf(each), 0);
  if (noted === 0 || (!isEnded && blocks.length < 2)) return;
  for (let event = 0; event < BLOCK; event += 1) {
    let times = before;
    for (const block of blocks) if (isNoted(block, plane, event)) times += 1;
    if (times > 1) yield { event, times: times - 1 };
  }
}

function endedBlocks(all: readonly SightingsData[]): Set<string> {
  const ended = new Set<string>();
  for (const { ended: runs } of all)
    for (const [strand, from, to] of runs)
      for (let index = from; index < to; index += 1) ended.add(`${strand}/${index}`);
  return ended;
}

function runsOf(ended: ReadonlySet<string>): SightingsData['ended'] {
  const numbers = [...ended].map((key) => key.split('/').map(Number) as [number, number]);
  const runs: [number, number, number][] = [];
  for (const [strand, index] of numbers.toSorted(([a, b], [c, d]) => a - c || b - d)) {
    const run = runs.at(-1);
    if (run?.[0] === strand && run[2] === index) run[2] = index + 1;
    else runs.push([strand, index, index + 1]);
  }
  return runs;
}
