/** A piece of text to be found in others, in time that grows only with their lengths. */
export interface Piece {
  readonly text: string;
  /** For each length of a beginning of the piece, the longest shorter beginning that is its end (Knuth, Morris, Pratt). */
  readonly fallback: Int32Array | undefined;
}

/** Below this length the runtime's own search is faster, and its worst case harmless. */
const SHORT = 16;

/** Prepares a piece. */
export function toPiece(text: string): Piece {
  if (text.length <= SHORT) return { text, fallback: undefined };
  const fallback = new Int32Array(text.length + 1);
  for (let length = 2, known = 0; length <= text.length; length += 1) {
    while (known > 0 && text.charCodeAt(known) !== text.charCodeAt(length - 1)) known = fallback[known]!;
    if (text.charCodeAt(known) === text.charCodeAt(length - 1)) known += 1;
    fallback[length] = known;
  }
  return { text, fallback };
}

/** The first place from `from` on where the piece stands, or -1. */
export function findPiece({ text: piece, fallback }: Piece, text: string, from: number): number {
  if (fallback === undefined) return text.indexOf(piece, from);
  let known = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    while (known > 0 && piece.charCodeAt(known) !== code) known = fallback[known]!;
    if (piece.charCodeAt(known) === code) known += 1;
    if (known === piece.length) return at + 1 - known;
  }
  return -1;
}
