import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { complainOf } from '../../../src/cli/exit.ts';
import { parse } from '../../../src/cli/program.ts';
import type { Example, Made, Page } from '../../../src/explain/page.ts';
import { pageOn } from '../../../src/explain/pages.ts';
import { PROBLEM_PAGES } from '../../../src/explain/problem/problems.ts';
import { PROMISE_PAGES } from '../../../src/explain/promise/promises.ts';
import { showContents, showPage } from '../../../src/explain/show.ts';
import { matchers } from '../../../src/matchers/index.ts';
import { Problem, Problems } from '../../../src/problem.ts';
import { rehearseFrom } from '../../../src/rehearse/rehearse-from.ts';
import { showFinding } from '../../../src/report/text.ts';

expect.extend(matchers);

const HERE = process.cwd();
let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecreplay-explain-')));
});

afterEach(() => {
  process.chdir(HERE);
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

function write({ files }: Example): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof text === 'string' ? text : bytesOf(text));
  }
  process.chdir(folder);
}

function bytesOf({ hex, times, around: [before, after] = ['', ''] }: Made): Buffer {
  const bytes = Buffer.alloc((hex.length / 2) * times, hex, 'hex');
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
}

/** What a command prints, run here: a process for each example would take the tests of a minute. */
async function printed(command: readonly string[]): Promise<string> {
  let text = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((part) => {
      text += String(part);
      return true;
    });
  try {
    await parse(command);
  } catch (error) {
    complainOf(error);
  }
  vi.restoreAllMocks();
  return text;
}

/** What a run of the example's scenario comes to: problems by their codes, findings by their topics. */
async function rehearsed(file: string): Promise<readonly { readonly name: string; readonly text: string }[]> {
  try {
    const { findings } = await rehearseFrom(file);
    return findings
      .filter(({ kind }) => kind !== 'kept')
      .map((finding) => ({ name: finding.topic, text: showFinding(finding).replaceAll(/\s+/g, ' ') }));
  } catch (error) {
    const problems = error instanceof Problems ? error.problems : error instanceof Problem ? [error] : [];
    if (problems.length === 0) throw error;
    return problems.map(({ code, message }) => ({ name: code, text: message }));
  }
}

const PROBLEMS: readonly (readonly [string, Page])[] = Object.entries(PROBLEM_PAGES);
const PROMISES: readonly (readonly [string, Page])[] = Object.entries(PROMISE_PAGES);
const isRun = ([, { example }]: readonly [string, Page]): boolean => example.command[0] === 'run';

test.each(PROBLEMS.filter((entry) => !isRun(entry)))(
  'the example of %s brings that code and says what the page says',
  async (code, { example }) => {
    write(example);
    const text = await printed(example.command);
    expect(text).toContain(example.says);
    expect(text).toMatch(new RegExp(`(^|  )${code}(  |$)`, 'm'));
    expect(process.exitCode).toBe(code === 'ENVIRONMENT_MISSING' ? 3 : 2);
  },
);

test.each([...PROBLEMS.filter(isRun).filter(([code]) => code !== 'CONFIG_NOT_FOUND'), ...PROMISES.filter(isRun)])(
  'the example of %s comes to that and says what the page says',
  async (name, { example }) => {
    write(example);
    const found = await rehearsed(join(folder, example.command[1]!));
    const its = found.filter((one) => one.name === name);
    expect(its.map(({ text }) => text).join('\n') || found).toContain(example.says);
  },
);

test('the example of dead-letters fails as a test with what the page says', async () => {
  const { example } = PROMISE_PAGES['dead-letters'];
  write(example);
  const run = await rehearseFrom(join(folder, 'push.yaml'));
  expect(() => expect(run).toHaveDeadLettered()).toThrow(example.says);
});

test.each([...PROBLEMS, ...PROMISES])('the page on %s is shown whole, in 80 columns', (name, page) => {
  const text = showPage(name, page);
  expect(text).toContain(page.example.says);
  const prose = text.split('\n').filter((row) => !row.startsWith('  '));
  expect(prose.filter((row) => row.length > 80)).toEqual([]);
});

test('the contents name every page once, and names are found however they are capitalised', () => {
  const names = [...PROBLEMS, ...PROMISES].map(([name]) => name);
  const listed = showContents()
    .split('\n')
    .flatMap((row) => /^ {2}(\S+) /.exec(row)?.[1] ?? []);
  expect(listed).toEqual(names);
  expect(pageOn('scenario_tab')?.name).toBe('SCENARIO_TAB');
});
