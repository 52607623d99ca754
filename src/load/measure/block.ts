import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** How many events a block has. */
export const BLOCK = 4_096;
const BYTES = BLOCK / 8;

/** What is known of an event: one plane of bits each. */
export const PLANES = { accepted: 0, forgone: 1, delivered: 2, processed: 3 } as const;

/** One of them. */
export type Plane = keyof typeof PLANES;

/** What is known of the events of a block: four planes of bits. */
export type Block = Uint8Array;

/** A block of which nothing is known. */
export function emptyBlock(): Block {
  return new Uint8Array(BYTES * 4);
}

/** Notes something of an event; false where it was noted before. */
export function note(block: Block, plane: Plane, event: number): boolean {
  const at = PLANES[plane] * BYTES + (event >>> 3);
  const bit = 1 << (event & 7);
  if ((block[at]! & bit) !== 0) return false;
  block[at]! |= bit;
  return true;
}

/** Whether something was noted of an event. */
export function isNoted(block: Block, plane: Plane, event: number): boolean {
  return (block[PLANES[plane] * BYTES + (event >>> 3)]! & (1 << (event & 7))) !== 0;
}

/** One plane of a block. */
export function planeOf(block: Block, plane: Plane): Uint8Array {
  return block.subarray(PLANES[plane] * BYTES, (PLANES[plane] + 1) * BYTES);
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** How many bits are set. */
export function bitsOf(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += ONES[byte]!;
  return sum;
}

/** What is known by either of two. */
export function joined(a: Block, b: Block): Block {
  return a.map((byte, at) => byte | b[at]!);
}

/** A block in as few bytes as there is something to say of it. */
export function pack(block: Block): Uint8Array {
  return deflateRawSync(block, { level: 1 });
}

/** Throws where the bytes are no block. */
export function unpack(packed: Uint8Array): Block {
  const block = inflateRawSync(packed, { maxOutputLength: BYTES * 4 });
  if (block.length !== BYTES * 4) throw new RangeError(`a block has ${BYTES * 4} bytes, not ${block.length}`);
  return new Uint8Array(block);
}
