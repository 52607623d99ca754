import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Instant } from '../../clock.ts';
import { notWritten } from '../file/not-written.ts';
import { openBytes } from '../file/open-bytes.ts';
import { openRecording } from '../file/open-recording.ts';
import type { Recorded } from '../recorded.ts';

/** Lines that are collected until there are as many as are sorted at once. */
export interface Run {
  add(at: Instant, line: string): void;
  isFull(): boolean;
  isEmpty(): boolean;
  /** Writes the lines in order to a file of their own, and begins anew. */
  save(file: string): Promise<void>;
}

/** So many bytes are sorted at once. */
const ROOM = 4 * 1_024 * 1_024;

/** Opens a run. Its lines lie in bytes outside of the heap, where they are no work for whoever clears that up. */
export function openRun(): Run {
  let bytes = Buffer.allocUnsafe(ROOM);
  let end = 0;
  let lines: { readonly at: Instant; readonly from: number; readonly to: number }[] = [];

  function* inOrder(): Generator<Buffer> {
    for (let first = 0; first < lines.length; first += AT_ONCE)
      yield Buffer.concat(lines.slice(first, first + AT_ONCE).map(({ from, to }) => bytes.subarray(from, to)));
  }

  return {
    add(at, line) {
      const text = `${line}\n`;
      const length = Buffer.byteLength(text);
      if (end + length > bytes.length) bytes = Buffer.concat([bytes.subarray(0, end)], (end + length) * 2);
      bytes.write(text, end);
      lines.push({ at, from: end, to: end + length });
      end += length;
    },
    isFull: () => end >= ROOM * NEARLY,
    isEmpty: () => lines.length === 0,
    async save(file) {
      lines.sort((a, b) => a.at - b.at);
      try {
        await pipeline(Readable.from(inOrder()), createWriteStream(file, { mode: 0o600 }));
      } catch (error) {
        throw notWritten(file, error);
      }
      if (bytes.length > ROOM) bytes = Buffer.allocUnsafe(ROOM);
      lines = [];
      end = 0;
    },
  };
}

const AT_ONCE = 100;
/** What is behind that is room for the lines that come with the last one. */
const NEARLY = 0.9;

/** Reads files, each of them in order, as one that is. Of what is of one moment the earlier file's comes first. */
export async function* mergeRuns(
  files: readonly string[],
  momentOf: (line: Recorded) => Instant,
): AsyncGenerator<Recorded, void, undefined> {
  const heads: { readonly rest: AsyncIterator<Recorded>; line: Recorded; at: Instant }[] = [];
  for (const file of files) {
    const rest = (await openRecording(file, { bytes: openBytes(file, PORTION) }))[Symbol.asyncIterator]();
    const first = await rest.next();
    if (first.done !== true) heads.push({ rest, line: first.value, at: momentOf(first.value) });
  }
  while (heads.length > 0) {
    // There are a few hundred at most.
    const least = heads.reduce((best, head) => (head.at < best.at ? head : best));
    yield least.line;
    const next = await least.rest.next();
    if (next.done === true) heads.splice(heads.indexOf(least), 1);
    else Object.assign(least, { line: next.value, at: momentOf(next.value) });
  }
}

/** Of each file so little is read at once, because there may be hundreds. */
const PORTION = 16 * 1_024;
