import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder, and those above it that are not there yet. Node's own recursion never ends in `/proc`, where a folder that is there
 * says of a new one that there is no such path.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(resolve(folder));
  if (!isFolder(above)) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (cause) {
    // Somebody else may have made it meanwhile.
    if (isFolder(folder)) return;
    if (!existsSync(folder)) throw cause;
    throw Object.assign(new Error(`ENOTDIR: not a folder, mkdir '${folder}'`, { cause }), {
      code: 'ENOTDIR',
      syscall: 'mkdir',
    });
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
