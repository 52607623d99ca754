import { exitCodeOf, type ProblemCode } from '../problem.ts';
import { wrapped } from '../report/wrap.ts';
import type { Example, Made, Page } from './page.ts';
import { CONTENTS } from './pages.ts';
import { PROBLEM_PAGES } from './problem/problems.ts';

const WIDTH = 80;

/** A page for a terminal. */
export function showPage(name: string, { means, example, mend }: Page): string {
  const files = Object.entries(example.files).flatMap(([file, text]) => [`  ${file}`, ...contents(text), '']);
  return [
    `${name}  (exit code ${exitCode(name)})`,
    '',
    wrapped(means, { width: WIDTH, hang: '' }),
    '',
    'For example:',
    '',
    ...files,
    `  $ ${commandOf(example)}`,
    `    ${example.says}`,
    '',
    wrapped(`To mend it: ${mend}`, { width: WIDTH, hang: '' }),
    '',
  ].join('\n');
}

/** What there is to be explained, a line each. */
export function showContents(): string {
  const parts = CONTENTS.map(({ title, pages }) => {
    const width = Math.max(...Object.keys(pages).map((name) => name.length));
    const lines = Object.entries(pages).map(([name, { means }]) => {
      const [sentence = ''] = means.split(/(?<=\.) |: /);
      return wrapped(`  ${name.padEnd(width)}  ${sentence}`, { width: WIDTH, hang: ' '.repeat(width + 4) });
    });
    return [title, '', ...lines, ''].join('\n');
  });
  return parts.join('\n');
}

/** The command of an example, as it can be typed. */
export function commandOf({ command }: Example): string {
  return ['npx', ...(command[0] === 'vitest' ? [] : ['ecreplay']), ...command].join(' ');
}

function contents(text: string | Made): readonly string[] {
  const lines = typeof text === 'string' ? text.trimEnd().split('\n') : [`(${text.shown})`];
  return lines.map((line) => `    ${line}`);
}

function exitCode(name: string): number {
  return Object.hasOwn(PROBLEM_PAGES, name) ? exitCodeOf(name as ProblemCode) : 1;
}
