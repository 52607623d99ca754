import { Buffer, isUtf8 } from 'node:buffer';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem, Problems, type Place, type ProblemCode } from '../problem.ts';
import { didYouMean } from './complaint.ts';
import { readScenario } from './read.ts';
import type { Scenario } from './scenario.ts';

/** The greatest file that is read: 8 MiB, some hundred thousand steps. */
const LARGEST_FILE = 8 * 1_024 * 1_024;

/** Reads a scenario file. Throws `Problems`, also where there is no such file or it is not text. */
export async function readScenarioFile(path: string): Promise<Scenario> {
  return readScenario(await readText(path), path);
}

/** Reads the text of a file; what is wrong with the file is a problem, as what is wrong with the text. */
export async function readText(path: string): Promise<string> {
  return decode(await readBytes(path), path);
}

function refuse(code: ProblemCode, message: string, more: ErrorOptions & { place?: Place } = {}): never {
  throw new Problems([new Problem(code, message, more)]);
}

async function readBytes(path: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const stat = await handle.stat();
    if (stat.isDirectory()) refuse('FILE_UNREADABLE', `Cannot read ${path}: it is a directory, not a scenario file`);
    if (!stat.isFile()) refuse('FILE_UNREADABLE', `Cannot read ${path}: it is not a regular file`);
    if (stat.size > LARGEST_FILE)
      refuse(
        'FILE_TOO_LARGE',
        `Cannot read ${path}: it has ${mebibytes(stat.size)} MiB, and a scenario file has 8 MiB at most`,
      );
    return await handle.readFile();
  } catch (cause) {
    if (cause instanceof Problems) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOENT')
      refuse('FILE_NOT_FOUND', `Cannot read ${path}: there is no such file${await neighbour(path)}`, { cause });
    const reason = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
    return refuse('FILE_UNREADABLE', `Cannot read ${path}: ${reason}`, { cause });
  } finally {
    await handle?.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a directory, not a scenario file',
  ENOTDIR: 'a part of its path is a file, not a directory',
  ELOOP: 'its links lead round in a circle',
  ENAMETOOLONG: 'its name is longer than the file system allows',
  EMFILE: 'too many files are open',
  ERR_INVALID_ARG_VALUE: 'its name has a character that no file name has',
};

function mebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}

/** A file beside it whose name is a slip away. */
async function neighbour(path: string): Promise<string> {
  try {
    const names = await readdir(dirname(path));
    return didYouMean(
      basename(path),
      names.filter((name) => /\.ya?ml$/.test(name)),
    ).replace(/"(.+)"/, (_, name: string) => `"${join(dirname(path), name)}"`);
  } catch {
    return '';
  }
}

function decode(bytes: Buffer, path: string): string {
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8');
    if (text.trim() === '')
      refuse('FILE_EMPTY', `Cannot read ${path}: it is empty`, {
        place: { file: path, line: 1, column: 1 },
      });
    return text;
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    refuse('FILE_NOT_UTF8', `Cannot read ${path}: it is UTF-16, and a scenario file is UTF-8`, {
      place: { file: path, line: 1, column: 1 },
    });
  }
  const offset = firstInvalid(bytes);
  const before = bytes.toString('utf8', 0, offset).split('\n');
  const place = { file: path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return refuse(
    'FILE_NOT_UTF8',
    `Cannot read ${path}: byte 0x${bytes[offset]?.toString(16).padStart(2, '0')} at offset ${offset} is not UTF-8`,
    { place },
  );
}

/** The offset of the first byte that is not UTF-8: where decoding puts a replacement that the file does not hold. */
function firstInvalid(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    if (!(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd)) return offset;
    offset += 3;
    from = at + 1;
  }
  return bytes.length;
}
