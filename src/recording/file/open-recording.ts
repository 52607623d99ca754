import { createHash } from 'node:crypto';
import { Problem, type ProblemCode } from '../../problem.ts';
import { type ReadLine, textOf } from '../recorded.ts';
import { arrivalOf } from './arrival.ts';
import { readHeader, isHeader, type RecordingHeader } from './header.ts';
import { isNestedTooDeep } from './nesting.ts';
import type { TextLine } from './lines.ts';
import { readLines } from './read-lines.ts';

/** A recording that is being read: once, from beginning to end, in memory that does not grow with it. */
export interface Reading extends AsyncIterable<ReadLine> {
  readonly file: string;
  /** The same lines, a handful at a time: to wait for each of a million costs more than to read it. */
  readonly batches: AsyncIterable<readonly ReadLine[]>;
  /** The first line; absent in a file of bare events or records, which is read as well. */
  readonly header: RecordingHeader | undefined;
  /**
   * What was wrong so far: lines that were left out, an end that was cut off, a count or hash that does not hold. Whole
   * when all has been read; of very many the first hundred.
   */
  readonly problems: readonly Problem[];
}

/** What reading may be told. */
export interface ReadingOptions {
  /** Hears of each problem as it is met. */
  readonly tell?: (problem: Problem) => void;
  /** Where the bytes come from, unless from the file of that name. */
  readonly bytes?: AsyncIterable<Uint8Array>;
}

const MOST_PROBLEMS = 100;

/**
 * Opens a recording: ours, or a file with one event or record a line. Throws a `Problem` where there is nothing to read;
 * what is wrong further on is in `problems`, and what stands is read.
 */
export async function openRecording(file: string, options: ReadingOptions = {}): Promise<Reading> {
  const problems: Problem[] = [];
  const tell = (problem: Problem) => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
    options.tell?.(problem);
  };
  const hash = createHash('sha256');
  const batches = readLines(file, { tell, bytes: options.bytes, hash: (bytes) => hash.update(bytes) });
  const first = await firstOf(batches);
  if (first === undefined) throw new Problem('FILE_EMPTY', `Cannot read "${file}": it holds nothing`);
  const start = parsed(first[0]!);
  const header = isHeader(start) ? readHeader(start, file) : undefined;
  const read = { file, header, first: header === undefined ? first : first.slice(1), rest: batches, tell };
  const told = { [Symbol.asyncIterator]: () => inBatches(read, () => hash.digest('hex')) };
  return { file, header, problems, batches: told, [Symbol.asyncIterator]: () => oneByOne(told) };
}

/** The first lines there are. */
async function firstOf(batches: AsyncGenerator<readonly TextLine[]>): Promise<readonly TextLine[] | undefined> {
  for (;;) {
    const next = await batches.next();
    if (next.done === true) return undefined;
    if (next.value.length > 0) return next.value;
  }
}

async function* oneByOne(batches: AsyncIterable<readonly ReadLine[]>): AsyncGenerator<ReadLine> {
  for await (const batch of batches) yield* batch;
}

interface Lines {
  readonly file: string;
  readonly header: RecordingHeader | undefined;
  /** What was read already, the header left out. */
  readonly first: readonly TextLine[];
  readonly rest: AsyncIterable<readonly TextLine[]>;
  readonly tell: (problem: Problem) => void;
}

async function* inBatches(
  { file, header, first, rest, tell }: Lines,
  sum: () => string,
): AsyncGenerator<readonly ReadLine[]> {
  let count = 0;
  let last = 1;
  let pending: Problem | undefined;
  const take = (lines: readonly TextLine[]): readonly ReadLine[] => {
    const answers: ReadLine[] = [];
    for (const line of lines) {
      // A line that cannot be read is cut off if it is the last.
      if (pending !== undefined) tell(pending);
      pending = undefined;
      last = line.line;
      if (line.text.trim() === '') continue;
      count += 1;
      const answer = readLine(line, file);
      if (answer instanceof Problem) pending = answer;
      else answers.push(answer);
    }
    return answers;
  };
  yield take(first);
  for await (const lines of rest) yield take(lines);
  const place = { file, line: last, column: 1 };
  if (pending !== undefined) {
    const cut = pending.code === 'RECORDING_LINE' && pending.cause instanceof SyntaxError;
    tell(
      cut
        ? new Problem('RECORDING_CUT', `Cannot read line ${last} of "${file}", its last: it is cut off`, { place })
        : pending,
    );
  }
  const lies = header === undefined ? undefined : lieOf(header, count, sum);
  if (lies !== undefined)
    tell(new Problem('RECORDING_HEADER', `Cannot vouch for "${file}": ${lies}`, { place: { ...place, line: 1 } }));
}

/** What a header claims that does not hold. */
function lieOf({ count: claimed, sha256 }: RecordingHeader, count: number, sum: () => string): string | undefined {
  if (claimed === undefined || sha256 === undefined)
    return 'it was never finished: its header has no count and no SHA-256';
  if (claimed !== count) return `its header counts ${claimed} lines, and ${count} follow`;
  return sha256 === sum() ? undefined : 'it was changed since it was written: the SHA-256 in its header is another';
}

function readLine({ line, text }: TextLine, file: string): ReadLine | Problem {
  const wrong = (what: string, code: ProblemCode = 'RECORDING_LINE', options: ErrorOptions = {}) =>
    new Problem(code, `Cannot read line ${line} of "${file}": ${what}`, {
      ...options,
      place: { file, line, column: 1 },
    });
  if (isNestedTooDeep(text)) return wrong('it is nested more than a thousand deep', 'RECORDING_TOO_DEEP');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return wrong('it is not JSON', 'RECORDING_LINE', { cause });
  }
  const answer = arrivalOf(value);
  if ('wrong' in answer) return wrong(answer.wrong);
  const { recorded, bare } = answer;
  return { ...recorded, line, text: bare ? text : (cutOut(text, recorded.channel) ?? textOf(recorded)) };
}

/** The event or record of a line as the writer lays it out; undefined if somebody else wrote it otherwise. */
function cutOut(text: string, channel: 'eventbridge' | 'cloudtrail'): string | undefined {
  const body = channel === 'cloudtrail' ? EMPTY_RECORD : EMPTY_EVENT;
  // With a name of its delivery the words may stand within another value, and the line is worded anew.
  if (!text.startsWith(body.end, body.head.length - body.end.length)) return undefined;
  return text.startsWith('{"channel":"') && text.endsWith('}}') ? text.slice(body.head.length - 1, -1) : undefined;
}

const EMPTY_EVENT = plainHead('eventbridge', '","event":{');
const EMPTY_RECORD = plainHead('cloudtrail', '","record":{');

function plainHead(channel: string, end: string): { readonly head: string; readonly end: string } {
  return { head: `{"channel":"${channel}","arrivedAt":"2026-01-15T09:30:00.000Z${end}`, end };
}

function parsed({ text }: TextLine): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
