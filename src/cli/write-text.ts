import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { notWritten } from '../recording/file/not-written.ts';

/** Writes a file so that it is there whole or not at all, in a folder that is made where there is none. */
export async function writeText(file: string, text: string): Promise<void> {
  const beside = `${file}.unfinished`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw notWritten(file, cause);
  }
}
