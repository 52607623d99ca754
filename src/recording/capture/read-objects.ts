import { createHash } from 'node:crypto';
import { Problem } from '../../problem.ts';
import { isHeader, type RecordingSource } from '../file/header.ts';
import { jsonValues } from './json-values.ts';
import type { Recorded } from '../recorded.ts';
import { type Batch, isWithin, type Reading, type Remarks, type Source, type Window } from './source.ts';
import { textOf } from './text-of.ts';
import { unwrap } from './unwrap.ts';

/** Something with bytes in it: a file, an object in a bucket. */
export interface Holder {
  /** Its path or key, by which they are in order. */
  readonly key: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** Where objects lie. */
export interface Shelf {
  readonly name: string;
  readonly names: RecordingSource;
  /** Objects in the order of their keys. Those before a key need not be among them. */
  list(from: string | undefined, signal: AbortSignal): AsyncIterable<Holder>;
}

/** Whether what was read of an object is what was written there. */
export interface Proof {
  /** Tells what speaks against the digest of what is in an object, if anything does. */
  check(key: string, hash: string): string | undefined;
  /** What should have been read and was not. */
  missing(): readonly string[];
}

/** What CloudTrail writes beside its log files: digests, insights. */
const BESIDE_RECORDS = /\/CloudTrail-\w+\//;
/** So many are handed on at once. */
const BATCH = 500;

/** What is in hand of an object, and how far that is. */
interface Progress {
  readonly key: string;
  readonly values: number;
}

/** Reads every event and record of the objects on a shelf. After an interruption it goes on where it was: in the same object, behind the same value. */
export function objectsSource(
  shelf: Shelf,
  { window, prove }: { readonly window: Window; readonly prove?: (remarks: Remarks) => Promise<Proof> },
): Source {
  return {
    names: shelf.names,
    async *read(reading) {
      const proof = await prove?.(reading);
      const { key: done, values: skipped } = progressOf(reading);
      let read = 0;
      for await (const holder of shelf.list(done, reading.signal)) {
        if (reading.signal.aborted) return;
        if ((done !== undefined && holder.key < done) || BESIDE_RECORDS.test(holder.key)) continue;
        const skip = holder.key === done ? skipped : 0;
        if (skip === Infinity) continue;
        read += 1;
        yield* readObject(holder, { skip, window, reading, proof });
      }
      if (read === 0 && done === undefined) reading.note(`There is nothing to read at ${shelf.name}`);
      for (const sentence of proof?.missing() ?? []) reading.broken(sentence);
    },
  };
}

function progressOf({ from }: Reading): Progress | { readonly key: undefined; readonly values: number } {
  const { key, values } = from ?? {};
  if (typeof key !== 'string') return { key: undefined, values: 0 };
  return { key, values: typeof values === 'number' ? values : Infinity };
}

async function* readObject(
  { key, open }: Holder,
  {
    skip,
    window,
    reading,
    proof,
  }: { readonly skip: number; readonly window: Window; readonly reading: Reading; readonly proof: Proof | undefined },
): AsyncGenerator<Batch, void, undefined> {
  const hash = createHash('sha256');
  const strangers: number[] = [];
  let found: Recorded[] = [];
  let values = 0;

  async function* hashed(): AsyncGenerator<string, void, undefined> {
    for await (const text of textOf(open())) {
      if (proof !== undefined) hash.update(text);
      yield text;
    }
  }

  try {
    for await (const piece of jsonValues(hashed())) {
      values += 1;
      if (piece.kind === 'broken') {
        reading.note(`${key}:${piece.line}: nothing could be read there, because ${piece.reason}`);
        continue;
      }
      if (values <= skip) continue;
      const inner = recordedIn(piece.text);
      if (inner === undefined) continue;
      if (inner.length === 0) strangers.push(piece.line);
      else found.push(...inner.filter((one) => isWithin(one, window)));
      if (found.length < BATCH) continue;
      yield { found, cursor: { key, values } };
      found = [];
      if (reading.signal.aborted) return;
    }
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    // What stands before the broken place is good.
    yield { found, cursor: { key, values } };
    throw new Problem('FILE_UNREADABLE', `Cannot read "${key}" to its end: ${error.message}`, { cause: error });
  }
  const fault = proof?.check(key, hash.digest('hex'));
  if (fault !== undefined) reading.broken(fault);
  if (strangers.length > 0) {
    const many = strangers.length === 1 ? 'one value is' : `${strangers.length} values are`;
    reading.note(`${key}:${strangers[0]}: ${many} no event and no record`);
  }
  yield { found, cursor: { key, values: null } };
}

/** What a value holds; `undefined` for the header of a recording, which is not expected to hold any. */
function recordedIn(text: string): readonly Recorded[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isHeader(value) ? undefined : unwrap(value);
  } catch {
    return [];
  }
}

function isUnreadable(error: unknown): error is Error {
  const { code = '' } = error as { readonly code?: string };
  return /^(?:Z_|ZSTD_|ERR_ZLIB|ERR_BUFFER|EISDIR|EACCES|EIO|ENOENT)/.test(code);
}
