import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { Problem, type Place } from '../../../src/problem.ts';
import { showProblem } from '../../../src/scenario/problem-text.ts';

function problem(place: Omit<Place, 'file'>, message = 'Cannot read step 2: it is wrong'): Problem {
  return new Problem('SCENARIO_WRONG_VALUE', message, { place: { file: 'x.yaml', ...place } });
}

/** The source line and the pointer that a text ends with. */
function frame(place: Omit<Place, 'file'>, source: string): readonly string[] {
  return showProblem(problem(place), source).split('\n').slice(3);
}

/** Columns that a terminal takes for Chinese, Japanese and Korean text, where every character is two wide. */
function columns(text: string): number {
  return [...new Intl.Segmenter().segment(text)].reduce((sum, { segment }) => sum + (segment > '\u2e80' ? 2 : 1), 0);
}

test('a problem is its place and code, a sentence, and the line with a pointer', () => {
  const source = 'a\nb\nc\nd\ne\n  - delet: { repository: app, tag: v1, at: 30s }\n';
  const place = { file: 'scenarios/push-then-delete.yaml', line: 6, column: 5, endColumn: 10 };
  const found = new Problem(
    'SCENARIO_UNKNOWN_STEP',
    'Cannot read step 2: "delet" is not a step, did you mean "delete"?',
    { place },
  );
  expect(showProblem(found, source)).toBe(`scenarios/push-then-delete.yaml:6:5  SCENARIO_UNKNOWN_STEP
Cannot read step 2: "delet" is not a step, did you mean "delete"?

  6 |   - delet: { repository: app, tag: v1, at: 30s }
          ^^^^^`);
});

test('without the source, or for a line that it lacks, there is no frame', () => {
  const head = 'x.yaml:9:1  SCENARIO_WRONG_VALUE\nCannot read step 2: it is wrong';
  expect(showProblem(problem({ line: 9, column: 1 }))).toBe(head);
  expect(showProblem(problem({ line: 9, column: 1 }), 'a: 1\n')).toBe(head);
});

test('a problem without a place is its code and its sentence', () => {
  expect(showProblem(new Problem('FILE_NOT_FOUND', 'Cannot read a.yaml: there is no such file'), '')).toBe(
    'FILE_NOT_FOUND\nCannot read a.yaml: there is no such file',
  );
});

test('a place without an end is pointed at with one mark', () => {
  expect(frame({ line: 1, column: 4 }, 'a: bcd')).toEqual(['  1 | a: bcd', '         ^']);
});

test('the pointer stands right behind tabs and wide characters', () => {
  expect(frame({ line: 1, column: 2, endColumn: 4 }, '\tab: c')).toEqual(['  1 |     ab: c', '          ^^']);
  expect(frame({ line: 1, column: 4, endColumn: 6 }, '日本 ab')).toEqual(['  1 | 日本 ab', '           ^^']);
  expect(frame({ line: 1, column: 1, endColumn: 3 }, '日本: x')).toEqual(['  1 | 日本: x', '      ^^^^']);
  expect(frame({ line: 1, column: 4, endColumn: 5 }, 'e\u0301 x')).toEqual(['  1 | e\u0301 x', '        ^']);
});

test.each([
  ['at the start', 1, 5],
  ['in the middle', 400, 410],
  ['at the end', 796, 801],
  ['over all of it', 1, 801],
  ['over most of it', 30, 780],
])('a long line is cut to 100 columns around what is pointed at %s', (_, column, endColumn) => {
  for (const source of [
    'x'.repeat(800),
    '字'.repeat(800),
    'x'.repeat(column - 1) + 'Y'.repeat(endColumn - column) + 'x'.repeat(801 - endColumn),
  ]) {
    const [line = '', pointer = ''] = frame({ line: 1, column, endColumn }, source);
    expect(columns(line)).toBeLessThanOrEqual(100);
    expect(pointer.length).toBeLessThanOrEqual(100);
    expect(pointer).toMatch(/^ {6,}\^+$/);
    expect(line).toContain('…');
    if (source.includes('Y')) {
      const marked = line.slice(pointer.indexOf('^'), pointer.length);
      expect(marked).toMatch(/^Y+$/);
    }
  }
});

test('what stands in a file cannot move the cursor of whoever reads of it', () => {
  const shown = showProblem(problem({ line: 1, column: 1 }, 'Cannot read \u001b[2J: x'), 'a: \u001b[31m\u202e\u0007');
  expect(shown).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  expect(shown).toContain('Cannot read ␛[2J: x');
});

test('a byte order mark and Windows line ends are not shown', () => {
  expect(frame({ line: 1, column: 1, endColumn: 2 }, '\uFEFFa: 1\r\nb: 2\r\n')).toEqual(['  1 | a: 1', '      ^']);
});

test('colours are there when asked for, and change nothing else', () => {
  const found = problem({ line: 1, column: 1, endColumn: 2 });
  const coloured = showProblem(found, 'a: 1', { color: true });
  expect(coloured).toContain('\u001b[31m');
  expect(stripVTControlCharacters(coloured)).toBe(showProblem(found, 'a: 1'));
});
