import { Refusal } from '../refusal.ts';

/** A wildcard pattern: the literal pieces between its stars, at least one. */
export type Glob = readonly string[];

/** Takes a wildcard pattern apart; `\*` and `\\` stand for themselves. */
export function parseGlob(text: string): Glob {
  const pieces: string[] = [];
  let piece = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === '*') {
      if (next === '*') throw new Refusal(`Consecutive wildcard characters at pos ${byteAt(text, index)}`);
      pieces.push(piece);
      piece = '';
    } else if (character !== '\\') {
      piece += character;
    } else if (next === '*' || next === '\\') {
      piece += next;
      index += 1;
    } else {
      throw new Refusal(`Invalid escape character at pos ${byteAt(text, index)}`);
    }
  }
  return [...pieces, piece];
}

/** AWS counts the bytes of the pattern, from the quote before it. */
function byteAt(text: string, index: number): number {
  return 1 + Buffer.byteLength(text.slice(0, index));
}

/** Whether the whole text fits. Takes the first place for each piece, which is never worse than a later one. */
export function fitsGlob(glob: Glob, text: string): boolean {
  const first = glob[0] ?? '';
  if (glob.length === 1) return text === first;
  const last = glob.at(-1) ?? '';
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (let index = 1; index < glob.length - 1; index += 1) {
    const piece = glob[index] ?? '';
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= end;
}
