import { Refusal } from '../refusal.ts';
import { findPiece, toPiece } from './find-piece.ts';
import type { Piece } from './find-piece.ts';

/** A wildcard pattern, taken apart at its stars. */
export interface Glob {
  readonly first: string;
  /** What stands between stars, in order. */
  readonly inner: readonly Piece[];
  /** What stands behind the last star; nothing where there is no star at all. */
  readonly last: string | undefined;
}

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
  const [first = piece, ...inner] = pieces;
  return { first, inner: inner.map(toPiece), last: pieces.length === 0 ? undefined : piece };
}

/** AWS counts the bytes of the pattern, from the quote before it. */
function byteAt(text: string, index: number): number {
  return 1 + Buffer.byteLength(text.slice(0, index));
}

/** Whether the whole text fits. Takes the first place for each piece, which is never worse than a later one. */
export function fitsGlob({ first, inner, last }: Glob, text: string): boolean {
  if (last === undefined) return text === first;
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of inner) {
    const found = findPiece(piece, text, at);
    if (found < 0) return false;
    at = found + piece.text.length;
  }
  return at <= end;
}
