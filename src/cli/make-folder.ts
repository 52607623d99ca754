import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder, and those above it that are not there yet. Node's own recursion never ends in `/proc`, where a folder that is there
 * says of a new one that there is no such path.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(resolve(folder));
  if (!existsSync(above)) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (cause) {
    // Somebody else has made it meanwhile; what else has that name is told of by whoever writes into it.
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
}
