import { readList, readName, readRegex } from './expression.ts';
import type { Stage } from './read-query.ts';
import { type Tokens, unexpected } from './tokens.ts';
import { textOf, type Row, type Value } from './value.ts';

/** `parse @message "pushed *:*" as repository, tag`, or with the named groups of a regular expression. */
export function parseStage(tokens: Tokens): Stage {
  const from = tokens.peek().kind === 'text' || tokens.peek().kind === 'regex' ? '@message' : readName(tokens);
  const { kind } = tokens.peek();
  if (kind !== 'text' && kind !== 'regex') throw unexpected(tokens);
  const { text } = tokens.next();
  const regex = kind === 'regex' ? readRegex(text) : globOf(text);
  const names = tokens.takes('as') ? readList(tokens, readName) : [];
  return (lines) => ({ ...lines, rows: lines.rows.map((row) => parsed(row, from, regex, names)) });
}

/** A line that does not match keeps its fields as they are. */
function parsed(row: Row, from: string, regex: RegExp, names: readonly string[]): Row {
  const value = row.get(from);
  const found = value === undefined ? null : regex.exec(textOf(value));
  if (found === null) return row;
  const more = new Map<string, Value>(row);
  for (const [name, part] of Object.entries(found.groups ?? {})) more.set(name, part);
  for (const [at, name] of names.entries()) more.set(name, found[at + 1]);
  return more;
}

function globOf(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  // The last star takes all that is left, the others as little as they can.
  const last = parts.length - 1;
  return new RegExp(
    parts.map((part, at) => (at === 0 ? part : `(${at === last ? '.*' : '.*?'})${part}`)).join(''),
    's',
  );
}
