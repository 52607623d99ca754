import { BLOCK, emptyBlock, bitsOf, isNoted, note, pack, planeOf, type Block, type Plane, unpack } from './block.ts';
import type { Sightings, SightingsData } from './sightings.ts';

/** Whose events are seen. */
interface Watch {
  /** How many events the schedule has. */
  readonly events: number;
  /** Which shard this is, from 0, of how many. */
  readonly shard: { readonly index: number; readonly of: number };
  /** Which was seen last of an event: one that nobody sees processed ends when it is delivered. */
  readonly until: 'delivered' | 'processed';
}

/** How many blocks are kept as they are, at least: events come late by less. The rest is packed. */
const HOT = 64;
const MOST_HOT = 4_096;
/** How many bytes packed blocks may take. A thousandth of all events lost takes one for each hundred events. */
const MOST_PACKED = 64 * 1_024 * 1_024;

/**
 * Begins to note what is seen. A block of events is let go of when all of its own shard's have come; of others what is known
 * is packed, so that memory goes with what is missing and not with the length of the run, and there is a bound to that.
 */
export function openSightings({ events, shard: { index: own, of }, until }: Watch): Sightings {
  const perStrand = Math.ceil(Math.ceil(events / of) / BLOCK) + 1;
  const ended = new Uint8Array(perStrand);
  const hot = new Map<number, Block>();
  const packed = new Map<number, Uint8Array>();
  const mostHot = Math.min(MOST_HOT, Math.max(HOT, 4 * of));
  let packedBytes = 0;
  let missing = 0;
  let full = false;
  // The block of the last event: neighbours come together.
  let lastKey = -1;
  let last: Block = emptyBlock();

  function blockOf(key: number): Block {
    if (key === lastKey) return last;
    let block = hot.get(key);
    if (block === undefined) {
      const before = packed.get(key);
      block = before === undefined ? emptyBlock() : unpack(before);
      if (before !== undefined) {
        packed.delete(key);
        packedBytes -= before.length;
      }
      hot.set(key, block);
      if (hot.size > mostHot) cool();
    }
    lastKey = key;
    last = block;
    return block;
  }

  /** Packs the half that was made first. */
  function cool(): void {
    let many = hot.size / 2;
    for (const [key, block] of hot) {
      if (many <= 0) return;
      many -= 1;
      hot.delete(key);
      const bytes = pack(block);
      if (packedBytes + bytes.length > MOST_PACKED) {
        full = true;
        continue;
      }
      packed.set(key, bytes);
      packedBytes += bytes.length;
    }
    lastKey = -1;
  }

  /** Notes, and lets go of a block that is complete thereby. */
  function seen(plane: Plane, seq: number): { readonly isNew: boolean; readonly block: Block | undefined } {
    const strand = seq % of;
    const event = Math.floor(seq / of);
    const number = Math.floor(event / BLOCK);
    if (strand === own && ended[number] === 1) return { isNew: false, block: undefined };
    const key = strand * perStrand + number;
    const block = blockOf(key);
    const isNew = note(block, plane, event % BLOCK);
    if (isNew && strand === own && (plane === until || plane === 'delivered') && isComplete(block, number)) {
      ended[number] = 1;
      hot.delete(key);
      lastKey = -1;
    }
    return { isNew, block };
  }

  function isComplete(block: Block, number: number): boolean {
    const wanted = sizeOfBlock(events, of, own, number);
    // The last of a block's events is seldom seen before the others: most calls end at the first comparison.
    return (
      isNoted(block, until, wanted - 1) &&
      bitsOf(planeOf(block, 'delivered')) === wanted &&
      bitsOf(planeOf(block, until)) === wanted
    );
  }

  return {
    accepted: (seq) => {
      const { isNew, block } = seen('accepted', seq);
      if (isNew && block !== undefined && !isNoted(block, 'delivered', eventIn(seq, of))) missing += 1;
    },
    passed: (seq) => {
      seen('processed', seq);
      seen('delivered', seq);
    },
    forgone: (seq) => {
      seen('forgone', seq);
    },
    delivered: (seq) => {
      const { isNew, block } = seen('delivered', seq);
      if (isNew && block !== undefined && isNoted(block, 'accepted', eventIn(seq, of))) missing -= 1;
      return isNew ? 'first' : 'again';
    },
    processed: (seq) => (seen('processed', seq).isNew ? 'first' : 'again'),
    missing: () => missing,
    someMissing: (most) => {
      const found: number[] = [];
      for (const [key, block] of everyBlock()) {
        if (found.length >= most) break;
        const strand = Math.floor(key / perStrand);
        for (let event = 0; event < BLOCK && found.length < most; event += 1)
          if (isNoted(block, 'accepted', event) && !isNoted(block, 'delivered', event))
            found.push(((key % perStrand) * BLOCK + event) * of + strand);
      }
      return found.toSorted((a, b) => a - b);
    },
    isFull: () => full,
    taken: () => {
      const blocks: [number, number, string][] = [];
      for (const [key, block] of everyBlock())
        blocks.push([Math.floor(key / perStrand), key % perStrand, Buffer.from(pack(block)).toString('base64')]);
      return { of, events, blocks: blocks.toSorted(([a, b], [c, d]) => a - c || b - d), ended: runsOf(ended, own) };
    },
  };

  function* everyBlock(): Iterable<readonly [number, Block]> {
    yield* hot;
    for (const [key, bytes] of packed) yield [key, unpack(bytes)];
  }
}

/** How many events a block has: the last of a strand may have fewer. */
export function sizeOfBlock(events: number, of: number, strand: number, number: number): number {
  const inStrand = Math.ceil((events - strand) / of);
  return Math.max(0, Math.min(BLOCK, inStrand - number * BLOCK));
}

function eventIn(seq: number, of: number): number {
  return Math.floor(seq / of) % BLOCK;
}

function runsOf(ended: Uint8Array, strand: number): SightingsData['ended'] {
  const runs: [number, number, number][] = [];
  for (let number = 0; number < ended.length; number += 1) {
    if (ended[number] !== 1) continue;
    const run = runs.at(-1);
    if (run?.[2] === number) run[2] = number + 1;
    else runs.push([strand, number, number + 1]);
  }
  return runs;
}
