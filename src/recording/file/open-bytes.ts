import { createReadStream } from 'node:fs';
import { Problem } from '../../problem.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ELOOP: 'its links lead round in a circle',
};

/** The bytes of a file, so many at once, or of standard input if it is called `-`. Throws a `Problem` at the first that cannot be had. */
export async function* openBytes(file: string, portion: number = 64 * 1_024): AsyncGenerator<Uint8Array> {
  const stream = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: portion });
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) throw cause;
    if (cause.code === 'ENOENT')
      throw new Problem('FILE_NOT_FOUND', `Cannot read "${file}": there is no such file`, { cause });
    throw new Problem('FILE_UNREADABLE', `Cannot read "${file}": ${REASONS[String(cause.code)] ?? cause.message}`, {
      cause,
    });
  }
}
