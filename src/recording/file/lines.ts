import { Buffer, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { Problem } from '../../problem.ts';

/** One line of a file, without its line feed. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** The longest line that is read: 64 MiB. An event has 1 MB at most, a CloudTrail log file on one line some 50 MB. */
export const LONGEST_LINE = 64 * 1_024 * 1_024;

const LINE_FEED = 0x0a;

/** What reading lines needs to be told. */
export interface LineReading {
  readonly file: string;
  /** Hears of what is wrong with a line, which is then left out. */
  readonly tell: (problem: Problem) => void;
  /** Hears every byte, decoded to UTF-8 and without the mark that may begin it. */
  readonly hash?: (bytes: Uint8Array) => void;
  readonly longest?: number;
}

/**
 * Lines of text, a handful at a time, in memory that does not grow with the file. Reads UTF-8, with its mark or without,
 * and UTF-16 with its mark. A last line without a line feed is given as any other.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  { file, tell, hash, longest = LONGEST_LINE }: LineReading,
): AsyncGenerator<readonly TextLine[]> {
  let line = 1;
  let held: Buffer[] = [];
  let heldBytes = 0;
  /** Within a line that is too long and was told of. */
  let skipping = false;
  const complain = (at: number, code: 'RECORDING_LINE_TOO_LONG' | 'FILE_NOT_UTF8', what: string) =>
    tell(new Problem(code, `Cannot read line ${at} of "${file}": ${what}`, { place: { file, line: at, column: 1 } }));

  const cut = (bytes: Buffer): readonly TextLine[] => {
    if (isUtf8(bytes)) {
      const texts = bytes.toString().split('\n');
      const first = line;
      line += texts.length;
      return texts.map((text, index) => ({
        line: first + index,
        text: text.endsWith('\r') ? text.slice(0, -1) : text,
      }));
    }
    const lines: TextLine[] = [];
    for (let from = 0; from <= bytes.length; line += 1) {
      const feed = bytes.indexOf(LINE_FEED, from);
      const end = feed === -1 ? bytes.length : feed;
      const part = bytes.subarray(from, end);
      if (isUtf8(part)) lines.push({ line, text: part.toString().replace(/\r$/, '') });
      else complain(line, 'FILE_NOT_UTF8', 'it holds bytes that are not UTF-8');
      from = end + 1;
    }
    return lines;
  };

  for await (const chunk of inUtf8(chunks)) {
    hash?.(chunk);
    const last = chunk.lastIndexOf(LINE_FEED);
    if (last === -1) {
      if (skipping) continue;
      held.push(chunk);
      heldBytes += chunk.length;
    } else {
      let body: Buffer = chunk.subarray(0, last);
      if (skipping) {
        skipping = false;
        line += 1;
        const feed = chunk.indexOf(LINE_FEED);
        body = feed === last ? EMPTY : chunk.subarray(feed + 1, last);
        if (feed !== last) yield cut(body);
      } else {
        yield cut(held.length === 0 ? body : Buffer.concat([...held, body]));
      }
      const rest = chunk.subarray(last + 1);
      held = rest.length === 0 ? [] : [rest];
      heldBytes = rest.length;
    }
    if (heldBytes > longest) {
      complain(line, 'RECORDING_LINE_TOO_LONG', `it has more than ${longest / 1_024 / 1_024} MiB`);
      held = [];
      heldBytes = 0;
      skipping = true;
    }
  }
  if (heldBytes > 0) yield cut(Buffer.concat(held));
}

const EMPTY = Buffer.alloc(0);

/** Chunks of any of the encodings, as UTF-8 and without a mark at the beginning. */
async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let start: Buffer | undefined = EMPTY;
  for await (const chunk of chunks) {
    let bytes: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (start !== undefined) {
      bytes = start.length === 0 ? bytes : Buffer.concat([start, bytes]);
      if (bytes.length < 3) {
        start = bytes;
        continue;
      }
      start = undefined;
      if (bytes[0] === 0xff && bytes[1] === 0xfe) decoder = new TextDecoder('utf-16le');
      else if (bytes[0] === 0xfe && bytes[1] === 0xff) decoder = new TextDecoder('utf-16be');
      else if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    yield decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (start !== undefined && start.length > 0) yield start;
}
