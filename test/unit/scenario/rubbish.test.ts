import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Problems, type Place } from '../../../src/problem.ts';
import { showProblem } from '../../../src/scenario/problem-text.ts';
import { printScenario } from '../../../src/scenario/print.ts';
import { readScenario } from '../../../src/scenario/read.ts';
import { anyScenario } from './any-scenario.ts';

function isIn(lines: readonly string[], place: Place | undefined): boolean {
  const length = place === undefined ? undefined : lines[place.line - 1]?.length;
  return length !== undefined && place!.column >= 1 && place!.column <= length + 1;
}

// Each property reads some hundred files; on a machine with other work that takes its time.
vi.setConfig({ testTimeout: 60_000 });

/** Whether a text is read, or else refused properly: with problems, each at a place that the text has. */
function isReadOrRefused(text: string): 'read' | 'refused' {
  try {
    readScenario(text, 'x.yaml');
    return 'read';
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    expect(error.problems).not.toEqual([]);
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    expect(error.problems.filter(({ place }) => !isIn(lines, place))).toEqual([]);
    for (const problem of error.problems.slice(0, 5)) expect(showProblem(problem, text)).toContain(problem.code);
    return 'refused';
  }
}

/** Pieces that YAML gives a meaning to. */
const pieces = fc.constantFrom(
  '\n',
  '\r\n',
  '  ',
  '\t',
  '- ',
  '? ',
  ': ',
  ':',
  '{',
  '}',
  '[',
  ']',
  ',',
  '#',
  ' #',
  '&a ',
  '*a',
  '!!str ',
  '!x ',
  '|\n',
  '>-\n',
  '"',
  "'",
  '%YAML 1.2\n',
  '---\n',
  '...\n',
  '<<: ',
  '~',
  '\\',
  '\0',
  '\uFEFF',
  '\ud800',
  '1',
  '.inf',
  'version: 1\n',
  'steps:\n',
  'push',
  'wait: 1h\n',
);

test('a text of anything is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => isReadOrRefused(text) === 'refused'),
    { numRuns: 500 },
  );
});

test('a text of everything that has a meaning in YAML is refused', () => {
  const text = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (rubbish) => isReadOrRefused(rubbish) === 'refused'),
    { numRuns: 1_000 },
  );
});

test('a sound scenario with a piece put in, taken out or doubled is read or refused', () => {
  const spoilt = fc
    .tuple(anyScenario, fc.array(fc.tuple(fc.nat(), fc.nat(12), pieces), { minLength: 1, maxLength: 4 }))
    .map(([scenario, changes]) =>
      changes.reduce((text, [at, length, piece]) => {
        const from = at % (text.length + 1);
        return (
          text.slice(0, from) +
          (length % 3 === 0 ? text.slice(from, from + length) : piece) +
          text.slice(from + (length % 2 === 0 ? 0 : length))
        );
      }, printScenario(scenario)),
    );
  fc.assert(
    fc.property(spoilt, (text) => isReadOrRefused(text).length > 0),
    { numRuns: 200 },
  );
});

/** Each member of a value, one at a time, replaced by something else. */
function withMember(value: unknown, at: number, by: unknown): unknown {
  let left = at;
  function visit(member: unknown): unknown {
    left -= 1;
    if (left < 0) {
      left = Infinity;
      return by;
    }
    if (Array.isArray(member)) return member.map(visit);
    if (typeof member !== 'object' || member === null) return member;
    return Object.fromEntries(Object.entries(member).map(([key, each]) => [key, visit(each)]));
  }
  return visit(value);
}

test('a sound scenario with a member of another kind is read or refused', () => {
  const other = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(null, {}, [], '', 0, -1, 1.5, true, 'web', { image: 'web' }, { role: 'x', user: 'y' }),
  );
  const spoilt = fc.tuple(anyScenario, fc.nat(120), other).map(([scenario, at, by]) => withMember(scenario, at, by));
  fc.assert(
    fc.property(spoilt, (value) => isReadOrRefused(JSON.stringify(value)).length > 0),
    { numRuns: 200 },
  );
});

test.each([
  ['brackets', '['.repeat(200_000)],
  ['braces', '{a: '.repeat(50_000)],
  ['dashes', '- '.repeat(50_000)],
  ['indented keys', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  [
    'aliases of aliases',
    `a: &a0 [x]\n${Array.from({ length: 5_000 }, (_, at) => `a${at}: &a${at + 1} [*a${at}]`).join('\n')}`,
  ],
  ['different keys', Array.from({ length: 20_000 }, (_, at) => `k${at}: 1`).join('\n')],
  ['the same key', 'k: 1\n'.repeat(20_000)],
  ['documents', '---\n'.repeat(20_000)],
  ['tags', '!a '.repeat(20_000)],
])('a text of nothing but %s is refused', (_, text) => {
  expect(isReadOrRefused(text)).toBe('refused');
});

test('a list of very many wrong steps is refused step by step, as far as anybody reads', () => {
  const text = `version: 1\ndescription: For a test.\nsteps:\n${'- a\n'.repeat(150_000)}`;
  const thrown = (): Problems => {
    try {
      readScenario(text, 'test.yaml');
    } catch (error) {
      if (error instanceof Problems) return error;
      throw error;
    }
    throw new Error('it was not refused');
  };
  const { problems } = thrown();
  expect(problems).toHaveLength(1000);
  expect(problems[999]).toMatchObject({ code: 'SCENARIO_WRONG_TYPE', place: { line: 1003, column: 3 } });
});
