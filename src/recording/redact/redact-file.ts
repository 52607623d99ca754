import { lstat, rm } from 'node:fs/promises';
import { Problem } from '../../problem.ts';
import { isHeader, readHeader, type RecordingTitle } from '../file/header.ts';
import type { TextLine } from '../file/lines.ts';
import { readLines } from '../file/read-lines.ts';
import { writeRecording } from '../file/write-recording.ts';
import { followDigests, type Lines, withReferrers } from './follow-digests.ts';
import type { Redactor } from './redactor.ts';

/** What redacting a file came to. */
export interface RedactedFile {
  readonly lines: number;
  /** How many lines were changed. */
  readonly changed: number;
}

/**
 * Writes a file redacted: a recording, or any other of JSON text. What is not replaced stays byte for byte, and so does how
 * it is laid out. Of a damaged file what stands is written, and `tell` hears of the rest.
 */
export async function redactFile(
  file: string,
  to: string,
  redactor: Redactor,
  tell: (problem: Problem) => void,
): Promise<RedactedFile> {
  if (await isSame(file, to))
    throw new Problem('FILE_NOT_WRITTEN', `Cannot write "${to}": it is the file that is read`);
  const done = await redactOnce(file, to, redactor, { tell, isLast: file === '-' });
  if (done !== undefined) return done;
  // All names are known now, and what is wrong with the file has been told.
  const again = await redactOnce(file, to, redactor.anew()!, { tell: () => undefined, isLast: true });
  return again!;
}

/** Nothing, and no file, where it has to be done again because a name stands in a sentence before it was known to be one. */
async function redactOnce(
  file: string,
  to: string,
  redactor: Redactor,
  { tell, isLast }: { readonly tell: (problem: Problem) => void; readonly isLast: boolean },
): Promise<RedactedFile | undefined> {
  const batches = readLines(file, { tell });
  const first = await batches.next();
  if (first.done === true) throw new Problem('FILE_EMPTY', `Cannot redact "${file}": it holds nothing`);
  const title = titleOf(first.value, file, redactor);
  const start = title === undefined ? first.value : first.value.slice(1);
  const sink = await writeRecording(to, title);
  const between = `${to}.first`;
  try {
    const done = { lines: 0, changed: 0 };
    const put = async (batch: readonly TextLine[]): Promise<void> => {
      if (batch.length === 0) return;
      const texts = batch.map(({ text }) => text);
      const lines = linesOf(redactor, texts);
      for (const [index, line] of lines.entries()) {
        done.lines += 1;
        if (line !== texts[index]) done.changed += 1;
        await sink.write(line);
      }
    };
    await put(start);
    for await (const batch of batches) await put(batch);
    if (title === undefined && done.lines === 0)
      throw new Problem('FILE_EMPTY', `Cannot redact "${file}": not one of its lines can be read`);
    if (!isLast && redactor.anew() !== undefined) return undefined;
    if (redactor.manifests.size === 0) await sink.finish(title?.window);
    else {
      await sink.finish(title?.window, between);
      const lines = () => readLines(between, { tell: () => undefined });
      await rewrite(lines, to, title, followDigests(await withReferrers(redactor.manifests, lines)));
    }
    return done;
  } finally {
    await sink[Symbol.asyncDispose]();
    await rm(between, { force: true });
  }
}

/** Several lines of JSON are redacted as one text, so that what a key says holds for the lines of its list as well. */
function linesOf(redactor: Redactor, texts: readonly string[]): readonly string[] {
  const lines = redactor.line(texts.join('\n')).split('\n');
  return lines.length === texts.length ? lines : redactor.lines(texts);
}

/** The title of a recording as it will be; `undefined` for any other file. */
function titleOf(lines: readonly TextLine[], file: string, redactor: Redactor): RecordingTitle | undefined {
  const text = lines[0]?.text ?? '';
  if (!text.startsWith('{') || !text.includes('"ecreplay"')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isHeader(value)) return undefined;
  const { source, window, profile, note } = readHeader(value, file);
  const { kind, ...more } = source;
  return {
    source: { kind, ...(JSON.parse(redactor.line(JSON.stringify(more))) as Readonly<Record<string, string>>) },
    ...(window === undefined ? {} : { window }),
    ...(profile === undefined ? {} : { profile }),
    redaction: redactor.note,
    ...(note === undefined ? {} : { note: redactor.line(note) }),
  };
}

/** Writes a file again, line by line, now that all is known. */
async function rewrite(
  lines: Lines,
  to: string,
  title: RecordingTitle | undefined,
  change: (line: string) => string,
): Promise<void> {
  const sink = await writeRecording(to, title);
  try {
    let header = title !== undefined;
    for await (const batch of lines()) {
      for (const { text } of batch) {
        if (!header) await sink.write(change(text));
        header = false;
      }
    }
    await sink.finish(title?.window);
  } finally {
    await sink[Symbol.asyncDispose]();
  }
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((file) => lstat(file).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
