import { compressionIn, unpacked } from '../file/compression.ts';

/** How text is written, by its byte order mark; UTF-8 where there is none, and UTF-16 where every other byte is nothing. */
function encodingOf([a, b, c]: Uint8Array): string {
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a !== undefined && a !== 0 && b === 0 && c !== 0) return 'utf-16le';
  if (a === 0 && b !== 0 && b !== undefined) return 'utf-16be';
  return 'utf-8';
}

/** Reads bytes as text: decompressed where they are compressed, and without a byte order mark. What is no text becomes U+FFFD. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const { head, rest } = await beginning(bytes);
  const plain = await beginning(unpacked(rest, compressionIn(head)));
  yield* decoded(plain.rest, plain.head);
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, head: Uint8Array): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encodingOf(head));
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

const HEAD = 4;

/** The first few bytes of a stream, and the stream as it was. */
async function beginning(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Uint8Array; readonly rest: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = Buffer.alloc(0);
  let isOver = false;
  while (head.length < HEAD && !isOver) {
    const { value, done } = await iterator.next();
    if (done === true) isOver = true;
    else head = Buffer.concat([head, value]);
  }
  async function* rest(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield head;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, rest: rest() };
}
