import { lstat, rm } from 'node:fs/promises';
import { Problem } from '../../problem.ts';
import { identityOf, lineOf, type Recorded } from '../recorded.ts';
import { arrivalOf } from './arrival.ts';
import type { RecordingHeader, RecordingTitle } from './header.ts';
import { headerBytes } from './header.ts';
import { type Cursor, cursorLine, isCursorLine, openJournal, readJournal } from './journal.ts';
import { linesOf } from './lines.ts';
import { openBytes } from './open-bytes.ts';
import { recently } from './recently.ts';
import { type RecordingSink, writeWhole } from './write-recording.ts';

/** What became of lines that were appended. */
export interface Appended {
  readonly written: number;
  /** Left out because the recording has them: see `identityOf`. */
  readonly known: number;
}

/** A recording that is being made, line by line, by a source that may be interrupted at any moment. */
export interface RecordingWriter extends AsyncDisposable {
  readonly file: string;
  /** How many lines it holds, those of an earlier attempt included. */
  readonly count: number;
  /** Where the source was when it was interrupted: the last cursor that was appended. `undefined` at a beginning. */
  readonly cursor: Cursor;
  /** Whether an earlier attempt is carried on. */
  readonly resumed: boolean;
  /**
   * Resolves when the lines are on the disk, where no crash takes them: all or, at a crash, some of them, in order. The
   * cursor is where the source goes on after them; lines that it then brings again are known and left out.
   */
  append(lines: readonly Recorded[], cursor?: Cursor): Promise<Appended>;
  /** Gives the recording its name, complete with count and hash. Nothing else may be called afterwards. */
  finish(): Promise<RecordingHeader>;
}

/** How lines are changed on their way into a recording, each to the line that is kept in its place. */
export type LineChange = (line: string) => string;

/** What making a recording may be told. */
export interface RecordingOptions {
  /** Replaces a finished recording of that name; otherwise that is a problem. */
  readonly overwrite?: boolean;
  /** Changes each line before it touches the disk: redaction. Identities are those of the lines before the change. */
  readonly change?: LineChange;
}

/**
 * Begins a recording, or carries on with one of the same source that was interrupted. Lines go to `FILE.partial`; disposed
 * of unfinished, that stays and the next call goes on with it.
 */
export async function createRecording(
  file: string,
  title: RecordingTitle,
  { overwrite = false, change = (line) => line }: RecordingOptions = {},
): Promise<RecordingWriter> {
  if (!overwrite && (await isThere(file)))
    throw new Problem('FILE_NOT_WRITTEN', `Cannot record to "${file}": there is a file of that name, which stays`);
  const path = `${file}.partial`;
  const seen = recently(MOST_KNOWN);
  let count = 0;
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const note = (recorded: Recorded) => {
    count += 1;
    from = Math.min(from, recorded.arrivedAt);
    to = Math.max(to, recorded.arrivedAt);
  };
  const rest = await readJournal(path, (line) => {
    const told = arrivalOf(JSON.parse(line));
    if (!('recorded' in told)) return;
    seen.add(identityOf(told.recorded));
    note(told.recorded);
  });
  if (rest !== undefined && JSON.stringify(rest.title.source) !== JSON.stringify(title.source))
    throw new Problem(
      'FILE_NOT_WRITTEN',
      `Cannot record to "${file}": "${path}" is what is left of recording ${JSON.stringify(rest.title.source)}; remove it to begin anew`,
    );
  const journal = await openJournal(path, rest?.whole ?? 0, headerBytes(title).toString().trimEnd());
  let finished = false;
  return {
    file,
    get count() {
      return count;
    },
    cursor: rest?.cursor,
    resumed: rest !== undefined,
    async append(lines, cursor) {
      const news = lines.filter((recorded) => seen.add(identityOf(recorded)));
      for (const recorded of news) note(recorded);
      const texts = news.map((recorded) => change(lineOf(recorded)));
      if (cursor !== undefined) texts.push(cursorLine(cursor));
      if (texts.length > 0) await journal.append(texts);
      return { written: news.length, known: lines.length - news.length };
    },
    async finish() {
      await journal.close();
      finished = true;
      const window = count === 0 ? undefined : { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      const header = await writeWhole(file, rest?.title ?? title, (sink) => copyLines(path, sink), window);
      await rm(path, { force: true });
      return header;
    },
    async [Symbol.asyncDispose]() {
      if (!finished) await journal.close();
    },
  };
}

/** So many arrivals are remembered at least: what comes again after an interruption is far fewer. */
const MOST_KNOWN = 500_000;

/** The recording's own lines out of its journal. */
async function copyLines(path: string, sink: RecordingSink): Promise<void> {
  for await (const batch of linesOf(openBytes(path), { file: path, tell: () => undefined })) {
    for (const { line, text } of batch) {
      if (line > 1 && text !== '' && !isCursorLine(text)) await sink.write(text);
    }
  }
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
