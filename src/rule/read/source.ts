import { type Stats, readFileSync, readdirSync, statSync } from 'node:fs';
import { Problem, type Place } from '../../problem.ts';

/** A file of infrastructure code, as text. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Where in the file a position is, with what ends it on the same line where that is known. */
  placeAt(offset: number, end?: number): Place;
}

/** What is at a path; nothing where nothing is. Throws a `Problem` where nobody can tell, as of links in a circle. */
export function stateOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The names of what a folder holds, in order. Throws a `Problem` where it cannot be looked into. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

function unreadable(path: string, cause: unknown): Problem {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const how = REASONS[code] ?? message;
  return new Problem('FILE_UNREADABLE', `Cannot read rules from "${path}": ${how}`, { cause });
}

const REASONS: Readonly<Record<string, string>> = {
  ELOOP: 'it is a link that leads back to itself',
  EACCES: 'reading it is not allowed',
  EPERM: 'reading it is not allowed',
  ENOTDIR: 'something in its path is no folder',
  ENAMETOOLONG: 'the path is longer than any path',
};

/** Reads a file whole. Throws a `Problem` where it is not there, not text, empty, or larger than `most` bytes: `because` says who takes no more. */
export function readSource(file: string, most: number, because: string): Source {
  const state = stateOf(file);
  const cannot = `Cannot read rules from "${file}":`;
  if (state === undefined) throw new Problem('FILE_NOT_FOUND', `${cannot} there is no such file`);
  if (!state.isFile()) throw new Problem('FILE_UNREADABLE', `${cannot} it is no file`);
  if (state.size > most) {
    const size = `${(state.size / 1_048_576).toFixed(1)} MB`;
    throw new Problem('FILE_TOO_LARGE', `${cannot} it has ${size}, ${because}`);
  }
  const text = decoded(bytesOf(file), cannot);
  if (text.trim() === '') throw new Problem('FILE_EMPTY', `${cannot} it holds nothing`);
  return sourceOf(file, text);
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function decoded(bytes: Uint8Array, cannot: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('FILE_NOT_UTF8', `${cannot} it holds bytes that are not UTF-8`, { cause });
  }
}

/** A text as the source of a file. */
export function sourceOf(file: string, text: string): Source {
  let starts: readonly number[] | undefined;
  return {
    file,
    text,
    placeAt: (offset, end) => {
      starts ??= lineStarts(text);
      const line = lineOf(starts, offset);
      const start = starts[line]!;
      const next = starts[line + 1] ?? text.length + 1;
      const column = offset - start + 1;
      return {
        file,
        line: line + 1,
        column,
        ...(end !== undefined && end > offset && { endColumn: Math.min(end, next - 1) - start + 1 }),
      };
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
