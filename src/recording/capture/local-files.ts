import { createReadStream, globSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Problem } from '../../problem.ts';
import type { Remarks } from './source.ts';
import type { Holder, Shelf } from './read-objects.ts';

/** The standard input, which can be read once. */
export function standardInput(input: AsyncIterable<Uint8Array> = process.stdin): Shelf {
  return {
    name: 'the standard input',
    names: { kind: 'standard input' },
    async *list() {
      yield { key: '-', open: () => input };
    },
  };
}

/** A file, a folder with all that is in it, or what a glob matches. */
export function localFiles(path: string, remarks: Pick<Remarks, 'note'>): Shelf {
  const roots = rootsOf(path);
  return {
    name: path,
    names: { kind: 'files', path },
    async *list() {
      for (const root of roots) for (const file of filesIn(root, remarks)) yield holder(file);
    },
  };
}

function holder(file: string): Holder {
  return { key: file, open: () => createReadStream(file, { highWaterMark: 256 * 1024 }) };
}

function rootsOf(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return [path];
  const found = /[*?[{]/.test(path) ? globSync(path).toSorted() : [];
  if (found.length > 0) return found;
  throw new Problem('FILE_NOT_FOUND', `Cannot record from "${path}": there is no such file, folder or source`);
}

/** All files under a path in the order of their names. Links are followed as long as they do not lead out of the folder that was named. */
function* filesIn(root: string, remarks: Pick<Remarks, 'note'>): Generator<string, void, undefined> {
  if (!statSync(root).isDirectory()) {
    yield root;
    return;
  }
  const inside = realpathSync(root) + sep;
  const seen = new Set<string>();
  function* walk(folder: string): Generator<string, void, undefined> {
    const real = realpathSync(folder);
    if (seen.has(real)) return;
    seen.add(real);
    for (const name of inKeyOrder(folder)) {
      const at = join(folder, name);
      if (lstatSync(at).isSymbolicLink() && !leadsInto(at, inside)) {
        remarks.note(`${relative(root, at)} is left out: it is a link that leads out of ${root}`);
        continue;
      }
      const found = statSync(at);
      if (found.isDirectory()) yield* walk(at);
      else if (found.isFile()) yield at;
    }
  }
  yield* walk(root);
}

/** The names in a folder as a bucket would list them: what is in `a/` comes behind `a.json`. */
function inKeyOrder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, key: entry.isDirectory() ? `${entry.name}/` : entry.name }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ name }) => name);
}

function leadsInto(link: string, folder: string): boolean {
  try {
    return realpathSync(link).startsWith(folder);
  } catch {
    return false;
  }
}
