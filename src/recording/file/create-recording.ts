import { lstat, open, readFile, rm } from 'node:fs/promises';
import { Problem } from '../../problem.ts';
import { identityOf, lineOf, type Recorded } from '../recorded.ts';
import { followDigests, withReferrers } from '../redact/follow-digests.ts';
import { keyFrom, newKey, type RedactionKey } from '../redact/key.ts';
import type { RedactionChoice } from '../redact/mapping.ts';
import { createRedactor, type RedactionFact, type Redactor } from '../redact/redactor.ts';
import { arrivalOf } from './arrival.ts';
import { headerBytes, type RecordingHeader, type RecordingSource, type RecordingTitle } from './header.ts';
import { asideLine, type Cursor, isAside, openJournal, readJournal } from './journal.ts';
import type { LineChange } from './line-change.ts';
import { linesOf, type TextLine } from './lines.ts';
import { lockFor } from './lock.ts';
import { notWritten } from './not-written.ts';
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
  /** Takes away what an attempt has left. Nothing else may be called afterwards. */
  discard(): Promise<void>;
  /** Gives the recording its name, complete with count and hash. Nothing else may be called afterwards. */
  finish(): Promise<RecordingHeader>;
}

/** How a recording is redacted: with a key that is thrown away when it is finished, unless one is given. */
export interface RecordingRedaction {
  readonly key?: RedactionKey | undefined;
  readonly choice?: RedactionChoice | undefined;
}

/** What making a recording may be told. */
export interface RecordingOptions {
  /** Replaces a finished recording of that name; otherwise that is a problem. */
  readonly overwrite?: boolean;
  /** Each line is redacted before it touches the disk, unless this is `none`. */
  readonly redaction?: RecordingRedaction | 'none';
}

/**
 * Begins a recording, or carries on with one of the same source that was interrupted. Lines go to `FILE.partial`; disposed
 * of unfinished, that stays and the next call goes on with it. A key that is to be thrown away is beside it until then.
 */
export async function createRecording(
  file: string,
  title: Omit<RecordingTitle, 'redaction'>,
  { overwrite = false, redaction = {} }: RecordingOptions = {},
): Promise<RecordingWriter> {
  if (!overwrite && (await isThere(file)))
    throw new Problem('FILE_NOT_WRITTEN', `Cannot record to "${file}": there is a file of that name, which stays`);
  const path = `${file}.partial`;
  const redactor = redaction === 'none' ? undefined : await openRedactor(path, file, redaction);
  const source = redactor === undefined ? title.source : redactedSource(title.source, redactor);
  const whole: RecordingTitle = { ...title, source, redaction: redactor?.note ?? 'none' };

  const seen = recently(MOST_KNOWN);
  const span = spanOf();
  const rest = await readJournal(path, {
    line(line) {
      const told = arrivalOf(JSON.parse(line));
      if (!('recorded' in told)) return;
      seen.add(identityOf(told.recorded));
      span.add(told.recorded);
    },
    fact: (fact) => redactor?.remember(fact as RedactionFact),
  });
  if (rest !== undefined && !isAlike(rest.title, whole))
    throw new Problem(
      'FILE_NOT_WRITTEN',
      `Cannot record to "${file}": "${path}" is what is left of recording ${JSON.stringify(rest.title.source)} ${redactionOf(rest.title)}; remove it to begin anew`,
    );
  const lock = await lockFor(path, file);
  const journal = await openJournal(path, rest?.whole ?? 0, headerBytes(whole).toString().trimEnd());
  let finished = false;
  const clear = async (): Promise<void> => {
    finished = true;
    await rm(path, { force: true });
    await rm(keyPath(path), { force: true });
    await lock.release();
  };
  return {
    file,
    get count() {
      return span.count();
    },
    cursor: rest?.cursor,
    resumed: rest !== undefined,
    async append(lines, cursor) {
      const names = identitiesOf(lines, redactor);
      const news = lines.filter((_, index) => seen.add(names[index]!));
      for (const recorded of news) span.add(recorded);
      const plain = news.map((recorded) => lineOf(recorded));
      const texts = [...(redactor?.lines(plain) ?? plain)];
      for (const fact of redactor?.facts() ?? []) texts.push(asideLine({ fact }));
      if (cursor !== undefined) texts.push(asideLine({ cursor }));
      if (texts.length > 0) await journal.append(texts);
      return { written: news.length, known: lines.length - news.length };
    },
    async finish() {
      await journal.close();
      const lines = () => linesOf(openBytes(path), { file: path, tell: () => undefined });
      const follow = followDigests(await withReferrers(redactor?.manifests ?? new Map(), lines));
      const header = await writeWhole(
        file,
        whole,
        (sink) => copyLines(lines(), sink, follow),
        title.window ?? span.window(),
      );
      await clear();
      return header;
    },
    async discard() {
      await journal.close();
      await clear();
    },
    async [Symbol.asyncDispose]() {
      if (finished) return;
      await journal.close();
      await lock.release();
    },
  };
}

/** So many arrivals are remembered at least: what comes again after an interruption is far fewer. */
const MOST_KNOWN = 500_000;

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

function isAlike(one: RecordingTitle, other: RecordingTitle): boolean {
  return JSON.stringify([one.source, one.redaction]) === JSON.stringify([other.source, other.redaction]);
}

function redactionOf({ redaction }: RecordingTitle): string {
  return redaction === 'none' ? 'without redaction' : 'with redaction';
}

/** What lines are known by once they are written, which is what is found of them when a recording is carried on. */
function identitiesOf(lines: readonly Recorded[], redactor: Redactor | undefined): readonly string[] {
  const names = lines.map(identityOf);
  // The ids of events and records stay as they are.
  if (redactor === undefined || lines.every(({ delivery }) => delivery === undefined)) return names;
  return redactor.lines(names.map((name) => JSON.stringify({ name }))).map((text) => {
    const { name } = JSON.parse(text) as { readonly name: string };
    return name;
  });
}

/** A source may name an account, or a queue's address. Its kind is one of our words. */
function redactedSource({ kind, ...more }: RecordingSource, redactor: Redactor): RecordingSource {
  return { kind, ...(JSON.parse(redactor.line(JSON.stringify(more))) as Readonly<Record<string, string>>) };
}

function keyPath(path: string): string {
  return `${path}.key`;
}

/** A redactor with the key that was given, with the one of an earlier attempt, or with a new one. */
async function openRedactor(path: string, file: string, { key, choice }: RecordingRedaction): Promise<Redactor> {
  if (key !== undefined) return createRedactor(key, choice);
  const kept = (await isThere(path)) ? await readFile(keyPath(path)).catch(() => undefined) : undefined;
  const bytes = kept ?? newKey();
  if (kept === undefined) {
    try {
      await rm(keyPath(path), { force: true });
      const handle = await open(keyPath(path), 'wx', 0o600);
      await handle.writeFile(bytes);
      await handle.sync();
      await handle.close();
    } catch (cause) {
      throw notWritten(file, cause);
    }
  }
  return createRedactor(keyFrom(bytes), choice);
}

interface Span {
  add(recorded: Recorded): void;
  count(): number;
  window(): RecordingHeader['window'];
}

/** How many arrivals there are, and from when to when. */
function spanOf(): Span {
  let count = 0;
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    add({ arrivedAt }) {
      count += 1;
      from = Math.min(from, arrivedAt);
      to = Math.max(to, arrivedAt);
    },
    count: () => count,
    window: () => (count === 0 ? undefined : { from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
  };
}

/** The recording's own lines out of its journal. */
async function copyLines(
  lines: AsyncIterable<readonly TextLine[]>,
  sink: RecordingSink,
  change: LineChange,
): Promise<void> {
  for await (const batch of lines) {
    for (const { line, text } of batch) {
      if (line > 1 && text !== '' && !isAside(text)) await sink.write(change(text));
    }
  }
}
