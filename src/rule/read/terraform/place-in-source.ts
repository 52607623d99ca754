import type { Place } from '../../../problem.ts';
import type { Source } from '../source.ts';

/** Where a block begins, or an argument of it. The parser does not say, so the text is searched. */
export function placeOf(
  { type, name, source }: { readonly type: string; readonly name: string; readonly source: Source },
  argument?: string,
): Place {
  const block = new RegExp(String.raw`\b(?:resource|data)\s+"${type}"\s+"${name}"`);
  if (argument === undefined) return placeIn(source, block);
  const start = source.text.search(block);
  const end = start < 0 ? -1 : source.text.indexOf('\n}', start);
  const inner = start < 0 ? '' : source.text.slice(start, end < 0 ? undefined : end);
  const at = inner.search(new RegExp(String.raw`^\s*${argument}\s*=`, 'm'));
  if (at < 0) return placeIn(source, block);
  const offset = start + at + (/^\s*/.exec(inner.slice(at))?.[0].length ?? 0);
  return source.placeAt(offset, offset + argument.length);
}

/** Where a form is first found in a source; its beginning, where it is not. */
export function placeIn(source: Source, form: RegExp): Place {
  const found = form.exec(source.text);
  return found === null ? source.placeAt(0) : source.placeAt(found.index, found.index + found[0].length);
}
