import { styleText } from 'node:util';
import type { Place, Problem } from '../problem.ts';

/** The width that a source line is cut to. */
const WIDTH = 100;
const BEFORE_POINTER = 30;

/**
 * Words a problem for a person: its place and code, the sentence, and the line of the source with a pointer under it.
 *
 * Without the source, or for a problem without a place in it, the first two lines are all there is.
 */
export function showProblem(
  problem: Problem,
  source?: string,
  { color = false }: { readonly color?: boolean } = {},
): string {
  const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
    color ? styleText(format, text, { validateStream: false }) : text;
  const { place } = problem;
  const code = paint('red', problem.code);
  const where = place === undefined ? code : `${paint('bold', `${place.file}:${place.line}:${place.column}`)}  ${code}`;
  const head = `${where}\n${visible(problem.message)}`;
  const line = place === undefined || source === undefined ? undefined : lineOf(source, place.line);
  if (place === undefined || line === undefined) return head;
  const number = `  ${place.line} | `;
  const { shown, indent, length } = cut(line, place, WIDTH - number.length);
  return `${head}\n\n${paint('dim', number)}${shown}\n${' '.repeat(number.length + indent)}${paint('red', '^'.repeat(length))}`;
}

/** One line of a text, from 1, without its end; not found by splitting all of it, because a file can have many problems. */
function lineOf(source: string, number: number): string | undefined {
  let start = source.startsWith('\uFEFF') ? 1 : 0;
  for (let line = 1; line < number; line += 1) {
    const end = source.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  const end = source.indexOf('\n', start);
  return source.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
}

/** The part of a line that fits, and where its pointer stands, in columns of a terminal. */
function cut(
  line: string,
  place: Place,
  width: number,
): { readonly shown: string; readonly indent: number; readonly length: number } {
  const before = cells(line.slice(0, place.column - 1));
  const pointed = cells(
    line.slice(place.column - 1, Math.max(place.column, (place.endColumn ?? place.column + 1) - 1)),
  );
  const after = cells(line.slice(place.column - 1 + pointed.reduce((units, cell) => units + cell.units, 0)));
  const indent = widthOf(before);
  const length = Math.max(1, widthOf(pointed));
  if (indent + length + widthOf(after) <= width)
    return { shown: textOf([...before, ...pointed, ...after]), indent, length };

  // Too long: keep what leads up to the pointer, as much of what it points at as there is room for, and then the rest.
  const room = indent + Math.min(length, width - BEFORE_POINTER - 2) <= width - 1 ? indent : BEFORE_POINTER;
  const lead = room === indent ? before : [ELLIPSIS, ...fitting(before.toReversed(), room - 1).toReversed()];
  const start = widthOf(lead);
  const fits = fitting(pointed, width - start - 1);
  const rest = fitting(after, width - start - widthOf(fits) - 1);
  const whole = fits.length === pointed.length && rest.length === after.length;
  return {
    shown: textOf([...lead, ...fits, ...rest, ...(whole ? [] : [ELLIPSIS])]),
    indent: start,
    length: Math.max(1, widthOf(fits)),
  };
}

/** A character as a terminal shows it. */
interface Cell {
  readonly text: string;
  readonly width: number;
  /** UTF-16 code units in the source. */
  readonly units: number;
}

const ELLIPSIS: Cell = { text: '…', width: 1, units: 0 };
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian wide and full-width characters, and emoji, take two columns. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;

function cells(text: string): readonly Cell[] {
  return Array.from(graphemes.segment(text), ({ segment }) => {
    const shown = segment === '\t' ? '    ' : visible(segment);
    const width =
      shown.length > 1 && shown.startsWith(' ') ? shown.length : WIDE.test(shown) ? 2 : /^\p{M}/u.test(shown) ? 0 : 1;
    return { text: shown, width, units: segment.length };
  });
}

/** Characters that would move the cursor, colour the terminal or turn the text round, as a picture of themselves. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu, (character) => {
    const code = character.charCodeAt(0);
    return code < 32 ? String.fromCharCode(0x2400 + code) : '\u{fffd}';
  });
}

function widthOf(some: readonly Cell[]): number {
  return some.reduce((sum, { width }) => sum + width, 0);
}

function textOf(some: readonly Cell[]): string {
  return some.map(({ text }) => text).join('');
}

/** The leading cells that fit into a width. */
function fitting(some: readonly Cell[], width: number): readonly Cell[] {
  let used = 0;
  const end = some.findIndex((cell) => (used += cell.width) > width);
  return end < 0 ? some : some.slice(0, end);
}
