import { open, readFile, rm } from 'node:fs/promises';
import { Problem } from '../../problem.ts';
import { notWritten } from './not-written.ts';

/** What keeps two from recording to one file. */
export interface Lock {
  release(): Promise<void>;
}

/** Takes the lock of a journal, or that of a process that is no more. */
export async function lockFor(path: string, file: string): Promise<Lock> {
  const name = `${path}.lock`;
  for (;;) {
    try {
      const handle = await open(name, 'wx', 0o600);
      await handle.writeFile(String(process.pid));
      await handle.close();
      return { release: () => rm(name, { force: true }) };
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw notWritten(file, cause);
      const holder = Number(await readFile(name, 'utf8').catch(() => ''));
      if (isAlive(holder))
        throw new Problem(
          'FILE_NOT_WRITTEN',
          `Cannot record to "${file}": process ${holder} is recording to it; if that is another by now, remove "${name}"`,
          { cause },
        );
      await rm(name, { force: true });
    }
  }
}

function isAlive(process: number): boolean {
  if (!Number.isInteger(process) || process <= 0) return false;
  try {
    return globalThis.process.kill(process, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
