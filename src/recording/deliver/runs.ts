import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Instant } from '../../clock.ts';
import { notWritten } from '../file/not-written.ts';
import { openRecording } from '../file/open-recording.ts';
import type { Recorded } from '../recorded.ts';

/** Writes lines that are in order to a file of their own, and says which. */
export async function writeRun(file: string, lines: readonly { readonly text: string }[]): Promise<string> {
  function* texts(): Generator<string> {
    for (let at = 0; at < lines.length; at += AT_ONCE)
      yield `${lines
        .slice(at, at + AT_ONCE)
        .map(({ text }) => text)
        .join('\n')}\n`;
  }
  try {
    await pipeline(Readable.from(texts()), createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    throw notWritten(file, error);
  }
  return file;
}

const AT_ONCE = 500;

/** Reads files, each of them in order, as one that is. Of what is of one moment the earlier file's comes first. */
export async function* mergeRuns(
  files: readonly string[],
  momentOf: (line: Recorded) => Instant,
): AsyncGenerator<Recorded, void, undefined> {
  const heads: { readonly rest: AsyncIterator<Recorded>; line: Recorded; at: Instant }[] = [];
  for (const file of files) {
    const rest = (await openRecording(file))[Symbol.asyncIterator]();
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
