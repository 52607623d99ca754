import { expect, test } from 'vitest';
import { jsonLines } from '../../../../src/load/telemetry/json-lines.ts';
import { terminalView } from '../../../../src/load/telemetry/terminal.ts';
import { standing } from './standing.ts';

/** An output that keeps what is written, and the lines that a terminal would show of it. */
function output(isTTY: boolean, columns = 80, rows = 24): NodeJS.WriteStream & { written: string; shown(): string[] } {
  const stream = {
    isTTY,
    columns,
    rows,
    written: '',
    write: (text: string) => {
      stream.written += text;
      return true;
    },
    /** What the two sequences that are used do: up so many lines to the first column, and away with all that follows. */
    shown: () => {
      let lines = [''];
      for (const part of `0D${stream.written}`.split('\u001B[')) {
        const [, up, away, text = ''] = /^(?:(\d+)A|0(J)|\d+D)([^]*)$/.exec(part)!;
        if (up !== undefined) lines = lines.slice(0, lines.length - Number(up));
        if (away !== undefined) lines[lines.length - 1] = '';
        const [first = '', ...rest] = text.split('\n');
        lines = [...lines.slice(0, -1), lines.at(-1)! + first, ...rest];
      }
      return lines;
    },
  };
  return stream as unknown as ReturnType<typeof output>;
}

test('a terminal shows the last picture only, and nothing once the run has ended', async () => {
  const terminal = output(true);
  const view = terminalView(terminal, {});
  view.show(standing());
  view.show(standing({ phase: 'spike' }));
  expect(terminal.shown().filter((line) => line.startsWith('phase'))).toHaveLength(1);
  expect(terminal.shown().join('\n')).toMatch(/^phase.* spike,/);
  await view.end();
  expect(terminal.shown().join('')).toBe('');
});

test('a line never wraps and the picture is never higher than the terminal, for then it could not be taken back', () => {
  const terminal = output(true, 30, 4);
  terminalView(terminal, {}).show(standing());
  const lines = terminal.shown();
  expect(lines.every((line) => line.length < 30)).toBe(true);
  expect(lines).toHaveLength(4);
});

test('a terminal that does not know its size is taken for a usual one', () => {
  const terminal = output(true, 0, 0);
  terminalView(terminal, {}).show(standing());
  expect(terminal.shown().join('\n')).toContain('48s left');
});

test.for([
  ['a file', false, {}],
  ['a terminal of a CI job', true, { CI: 'true' }],
  ['a terminal that can only write on', true, { TERM: 'dumb' }],
] as const)(
  '%s gets a line every ten seconds and one at the end, without control characters',
  ([, isTTY, environment]) => {
    const log = output(isTTY);
    const view = terminalView(log, environment);
    for (let second = 1; second <= 25; second++)
      view.show(standing({ at: second * 1_000_000, left: (25 - second) * 1_000_000 }));
    const lines = log.written.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['1s', '10s', '20s', '25s']);
    expect(log.written).not.toContain('\u001B');
  },
);

test('another program gets a line of JSON for each snapshot', () => {
  const log = output(false);
  const view = jsonLines(log);
  view.show(standing());
  view.show(standing({ phase: 'a\nname' }));
  const lines = log.written.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { snapshot: standing() },
    { snapshot: standing({ phase: 'a\nname' }) },
  ]);
});
