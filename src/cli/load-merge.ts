import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { merge } from '../load/result/merge.ts';
import { readResult } from '../load/result/read-result.ts';
import { Problem } from '../problem.ts';
import { earlierOf, type OutFlags, putOut } from './load-out.ts';

/** What `ecreplay load merge` may be told. */
export interface MergeFlags extends OutFlags {
  readonly partial?: boolean;
}

/** `ecreplay load merge`: adds up the results of shards, and judges what they come to. */
export async function loadMerge(paths: readonly string[], flags: MergeFlags): Promise<void> {
  const earlier = await earlierOf(flags);
  const files = await filesOf(paths);
  const all = [];
  for (const file of files) all.push({ file, result: await readResult(file) });
  await putOut(merge(all, { partial: flags.partial === true }), flags, earlier);
}

/** A folder stands for the JSON files in it. */
async function filesOf(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const state = await stat(path).catch(() => undefined);
    if (state?.isDirectory() !== true) {
      files.push(path);
      continue;
    }
    const found = (await readdir(path)).filter((name) => name.endsWith('.json')).toSorted();
    if (found.length === 0)
      throw new Problem(
        'FILE_NOT_FOUND',
        `Cannot merge "${path}": there is no result in it, wanted files that end in .json`,
      );
    files.push(...found.map((name) => join(path, name)));
  }
  return files;
}
