import { access, constants, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from '../problem.ts';
import { notWritten } from '../recording/file/not-written.ts';
import { makeFolder } from './make-folder.ts';

/** Writes a file so that it is there whole or not at all, in a folder that is made where there is none. */
export async function writeText(file: string, text: string): Promise<void> {
  const beside = `${file}.unfinished`;
  const state = await stat(file).catch(() => undefined);
  try {
    // A pipe, or /dev/null, is written to: nothing can be put in its place that is the same.
    if (state?.isFile() === false && !state.isDirectory()) return await writeFile(file, text);
    makeFolder(dirname(file));
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

/** Throws what `writeText` would for a place that cannot be written to: hours of work are not lost over it then. */
export async function proveWritable(file: string): Promise<void> {
  const state = await stat(file).catch(() => undefined);
  if (state?.isDirectory() === true)
    throw new Problem('FILE_NOT_WRITTEN', `Cannot write "${file}": there is a folder of that name`);
  try {
    makeFolder(dirname(file));
    await access(dirname(file), constants.W_OK);
  } catch (cause) {
    throw notWritten(file, cause);
  }
}
