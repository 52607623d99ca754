import { readFileSync } from 'node:fs';
import type { Place } from '../problem.ts';

/** The beginning of a file: where a problem points that has no better place. */
export function top(file: string): Place {
  return { file, line: 1, column: 1 };
}

/**
 * Where a configuration writes a member, such as `consumers.deployer.timeout`: where its keys stand one after another
 * in the text, as far as they do. A configuration is code and may write anything anywhere, so this may end early.
 */
export function placeOfMember(file: string, path: string): Place {
  const text = textOf(file);
  let at = 0;
  let end = 0;
  for (const key of path.split(/\.|\[\d+\]/).filter((part) => part !== '')) {
    const found = keyAt(text, key, end);
    if (found === undefined) break;
    ({ at, end } = found);
  }
  if (end === 0) return top(file);
  const before = text.slice(0, at).split('\n');
  const column = before.at(-1)!.length + 1;
  return { file, line: before.length, column, endColumn: column + (end - at) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function keyAt(text: string, key: string, from: number): { readonly at: number; readonly end: number } | undefined {
  const quoted = key.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  const form = new RegExp(String.raw`(?<![\w$.])(['"]?)${quoted}\1(?=\s*[:,}]|\s*\()`, 'g');
  form.lastIndex = from;
  const found = form.exec(text);
  return found === null ? undefined : { at: found.index, end: found.index + found[0].length };
}
