import { Problem } from '../../problem.ts';
import { compressionIn, unpacked } from './compression.ts';
import { linesOf, type TextLine } from './lines.ts';
import { openBytes } from './open-bytes.ts';

/** What reading the lines of a file may be told. */
export interface LinesReading {
  /** Hears of what is wrong; what stands is read. */
  readonly tell: (problem: Problem) => void;
  /** Where the bytes come from, unless from the file. */
  readonly bytes?: AsyncIterable<Uint8Array> | undefined;
  /** Hears of all that follows the first line feed, unpacked. */
  readonly hash?: (bytes: Uint8Array) => void;
}

/** The lines of a file, a handful at a time, unpacked as its first bytes ask for. Of a damaged file, those before that. */
export async function* readLines(
  file: string,
  { tell, bytes = openBytes(file), hash }: LinesReading,
): AsyncGenerator<readonly TextLine[]> {
  let last = 0;
  let begun = false;
  // The header, which holds the hash, is no part of what is hashed.
  const hashBody = (chunk: Uint8Array): void => {
    if (begun) return hash?.(chunk);
    const feed = chunk.indexOf(0x0a);
    if (feed === -1) return;
    begun = true;
    hash?.(chunk.subarray(feed + 1));
  };
  try {
    for await (const batch of linesOf(await unpackedAsItSays(bytes), { file, tell, hash: hashBody })) {
      last = batch.at(-1)?.line ?? last;
      yield batch;
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && /^(?:Z_|ZSTD_|ERR_)/.test(String(cause.code)))) throw cause;
    const what = cause.code === 'Z_BUF_ERROR' ? 'it is cut off' : `its packing is damaged (${cause.message})`;
    const where = last === 0 ? '' : ` behind line ${last}`;
    // Without a place where that is the whole report: nobody is helped by the line of a packed file.
    const more = last === 0 ? { cause } : { cause, place: { file, line: last + 1, column: 1 } };
    const problem = new Problem('RECORDING_DAMAGED', `Cannot read "${file}"${where}: ${what}`, more);
    if (last === 0) throw problem;
    tell(problem);
  }
}

/** Bytes unpacked as their first ones ask for, whatever the name of the file. */
async function unpackedAsItSays(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < 4) {
    const next = await chunks.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  const start = Buffer.concat(first);
  async function* all(): AsyncGenerator<Uint8Array> {
    if (start.length > 0) yield start;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return unpacked(all(), compressionIn(start));
}
