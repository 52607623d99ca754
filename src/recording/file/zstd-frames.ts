const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/** A frame that holds bytes as they are, so that they can be written over later (RFC 8878, 3.1.1). */
export function rawZstdFrame(content: Uint8Array): Buffer {
  const frame = Buffer.alloc(12 + content.length);
  frame.writeUInt32LE(MAGIC, 0);
  // A single segment whose content size takes four bytes, and no checksum.
  frame[4] = 0xa0;
  frame.writeUInt32LE(content.length, 5);
  // One block: the last, raw.
  frame.writeUIntLE(content.length * 8 + 1, 9, 3);
  frame.set(content, 12);
  return frame;
}

/**
 * Cuts what is read at the ends of zstd's frames. Node's decompressor drops what follows a frame in the same chunk
 * (DISCOVERIES), and takes up the next frame when that begins a chunk.
 */
export async function* atFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const walk = new FrameWalk();
  for await (const chunk of chunks) {
    let from = 0;
    while (from < chunk.length) {
      const end = walk.next(chunk, from);
      yield chunk.subarray(from, end);
      from = end;
    }
  }
}

type Part = 'magic' | 'skip-size' | 'descriptor' | 'block';

/** Follows frame and block headers through chunks that may be cut anywhere. */
class FrameWalk {
  /** Bytes of the part that is being gone through that are yet to come. */
  #left = 0;
  /** A header that has not come whole. */
  #head: number[] = [];
  #need = 4;
  #state: Part | 'lost' = 'magic';
  #checksum = false;

  /** Where the frame that reaches into `chunk` at `from` ends, or the chunk does. */
  next(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.#state === 'lost') return chunk.length;
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - at);
        this.#left -= step;
        at += step;
      } else {
        this.#head.push(chunk[at]!);
        at += 1;
        if (this.#head.length < this.#need) continue;
        const head = this.#head;
        this.#head = [];
        this.#read(head);
      }
      if (this.#left === 0 && this.#state === 'magic' && this.#head.length === 0) return at;
    }
    return at;
  }

  #expect(state: Part, need: number): void {
    this.#state = state;
    this.#need = need;
  }

  #read(head: readonly number[]): void {
    const value = head.reduceRight((sum, byte) => sum * 256 + byte, 0);
    if (this.#state === 'magic') {
      if (value === MAGIC) this.#expect('descriptor', 1);
      else if (value - (value % 16) === SKIPPABLE) this.#expect('skip-size', 4);
      else this.#state = 'lost';
    } else if (this.#state === 'skip-size') {
      this.#left = value;
      this.#expect('magic', 4);
    } else if (this.#state === 'descriptor') {
      const single = (value & 0x20) !== 0;
      const size = [single ? 1 : 0, 2, 4, 8][value >> 6]!;
      const dictionary = [0, 1, 2, 4][value & 3]!;
      this.#checksum = (value & 4) !== 0;
      this.#left = (single ? 0 : 1) + dictionary + size;
      this.#expect('block', 3);
    } else if (this.#state === 'block') {
      const kind = (value >> 1) & 3;
      // A block of one byte that is repeated has that byte only.
      this.#left = kind === 1 ? 1 : value >> 3;
      if ((value & 1) === 0) return;
      this.#left += this.#checksum ? 4 : 0;
      this.#expect('magic', 4);
    }
  }
}
