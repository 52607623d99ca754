import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOME = fileURLToPath(new URL('..', import.meta.url));
/** The rooms that decide what a scenario file is turned into. */
const ROOMS = ['scenario', 'vitest'];

/**
 * Names this very edition of the plugin, for Vitest's cache on disk.
 *
 * Vitest knows a plugin by its name only, so without this an edited or upgraded plugin would go on serving what the
 * old one made. The version is not enough where the package is linked or worked on: sizes and times tell those apart.
 */
export function fingerprint(): string {
  const { version } = JSON.parse(readFileSync(join(HOME, '..', 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(HOME, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
  );
  const states = files.toSorted().map((file) => {
    const { size, mtimeMs } = statSync(join(HOME, file));
    return `${file}:${size}:${mtimeMs}`;
  });
  return `ecreplay@${version}|${HOME}|${states.join('|')}`;
}
