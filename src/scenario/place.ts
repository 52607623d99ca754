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

/** Where the lines of a text begin: the library's own counter loses a line break now and then in a broken flow collection. */
export interface Lines {
  /** The line, from 1, that an offset is on. */
  lineAt(offset: number): number;
  /** The line and columns of a range; of one that goes on to other lines, its part of the first. */
  spotOf(range: Range): Spot;
}

/** Finds the lines of a text, once. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);

  function lineAt(offset: number): number {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  return {
    lineAt,
    spotOf: ([start, end]) => {
      const line = lineAt(start);
      const column = start - starts[line - 1]! + 1;
      const next = starts[line];
      const lineEnd = next === undefined ? text.length : text[next - 2] === '\r' ? next - 2 : next - 1;
      const length = Math.min(end, lineEnd) - start;
      return length > 0 ? { line, column, endColumn: column + length } : { line, column };
    },
  };
}
