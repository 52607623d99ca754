import type { LineCounter } from 'yaml';
import type { Place } from '../problem.ts';

/** The way to a member: keys and indexes from the top of the file. */
export type Path = readonly (string | number)[];

/** Offsets in the text, the end excluded. */
export type Range = readonly [start: number, end: number];

/** Where in its file something stands. */
export type Spot = Omit<Place, 'file'>;

/** A JSON pointer (RFC 6901). */
export function pointerOf(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The line and columns of a range; of one that goes on to other lines only its first line. */
export function spotOf([start, end]: Range, text: string, lines: LineCounter): Spot {
  const { line, col } = lines.linePos(start);
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : text[newline - 1] === '\r' ? newline - 1 : newline;
  const length = Math.min(end, lineEnd) - start;
  return length > 0 ? { line, column: col, endColumn: col + length } : { line, column: col };
}
