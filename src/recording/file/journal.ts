import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { RecordingTitle } from './header.ts';
import { isHeader } from './header.ts';
import { linesOf } from './lines.ts';
import { notWritten } from './not-written.ts';
import { openBytes } from './open-bytes.ts';

/** A cursor is whatever a source needs to go on where it was: JSON. */
export type Cursor = unknown;

/** What a journal that was left behind holds. */
export interface JournalRest {
  readonly title: RecordingTitle;
  readonly cursor: Cursor;
  /** Bytes up to the end of the last whole line; what follows was never acknowledged. */
  readonly whole: number;
}

/** The lines of a recording that is being made, plain and one after another, between them the cursors of its source. */
export interface Journal {
  /** Resolves when the lines are on the disk. Calls that come while one is under way share the next. */
  append(lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** What stands between the lines: where the source was when all before had been written, and what a redactor knows. */
export type Aside = { readonly cursor: Cursor } | { readonly fact: unknown };

/** The line of an aside. */
export function asideLine(aside: Aside): string {
  return JSON.stringify({ aside });
}

/** Whether a line of a journal is an aside, not the recording's own. */
export function isAside(line: string): boolean {
  return line.startsWith('{"aside":');
}

/** Goes through a journal that was left behind; `undefined` if there is none. */
export async function readJournal(
  path: string,
  see: { line(line: string): void; fact(fact: unknown): void },
): Promise<JournalRest | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => undefined);
  if (handle === undefined) return undefined;
  const whole = await endOfLastLine(handle);
  await handle.close();
  let title: RecordingTitle | undefined;
  let cursor: Cursor;
  for await (const batch of linesOf(limited(openBytes(path), whole), { file: path, tell: () => undefined })) {
    for (const { line, text } of batch) {
      if (line === 1) title = titleIn(text);
      else if (isAside(text)) {
        const { aside } = JSON.parse(text) as { readonly aside: Aside };
        if ('cursor' in aside) cursor = aside.cursor;
        else see.fact(aside.fact);
      } else if (text !== '') see.line(text);
    }
  }
  return title === undefined ? undefined : { title, cursor, whole };
}

function titleIn(text: string): RecordingTitle | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isHeader(value) ? (value as unknown as RecordingTitle) : undefined;
  } catch {
    return undefined;
  }
}

async function endOfLastLine(handle: FileHandle): Promise<number> {
  let end = (await handle.stat()).size;
  const block = Buffer.alloc(64 * 1_024);
  while (end > 0) {
    const from = Math.max(0, end - block.length);
    const { bytesRead } = await handle.read(block, 0, end - from, from);
    const feed = block.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (feed !== -1) return from + feed + 1;
    end = from;
  }
  return 0;
}

async function* limited(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let left = most;
  for await (const chunk of chunks) {
    if (left <= 0) return;
    yield chunk.subarray(0, left);
    left -= chunk.length;
  }
}

/** Opens a journal behind its last whole line, or a new one that begins with `first`. */
export async function openJournal(path: string, whole: number, first: string): Promise<Journal> {
  const flags = constants.O_CREAT | constants.O_RDWR | constants.O_NOFOLLOW;
  const handle = await open(path, flags, 0o600).catch((cause: unknown) => {
    throw notWritten(path, cause);
  });
  let isOpen = true;
  let position = whole;
  let waiting: string[] = [];
  let next: Promise<void> | undefined;
  let under: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    next = undefined;
    const bytes = Buffer.from(waiting.join(''));
    waiting = [];
    try {
      for (let written = 0; written < bytes.length;)
        written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
      await handle.datasync();
      position += bytes.length;
    } catch (cause) {
      // Half a batch would stand before what is written later.
      await handle.truncate(position).catch(() => undefined);
      throw notWritten(path, cause, '; what was recorded before is kept');
    }
  };
  const append = (lines: readonly string[]): Promise<void> => {
    for (const line of lines) waiting.push(`${line}\n`);
    if (next === undefined) {
      next = under.then(write, write);
      under = next.catch(() => undefined);
    }
    return next;
  };
  try {
    await handle.truncate(whole);
    if (whole === 0) await append([first]);
  } catch (cause) {
    await handle.close();
    if (whole === 0) await rm(path, { force: true });
    throw notWritten(path, cause);
  }
  return {
    append,
    async close() {
      await under;
      if (isOpen) await handle.close();
      isOpen = false;
    },
  };
}
