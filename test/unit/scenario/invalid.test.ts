import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Problems } from '../../../src/problem.ts';
import { readScenarioFile } from '../../../src/scenario/read-file.ts';

const folder = new URL('../../../scenarios/invalid/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

/** What the first lines of a file say it is refused for: `# refused: 8:5 SCENARIO_UNKNOWN_STEP`. */
function refusalsOf(file: string): readonly string[] {
  const lines = readFileSync(new URL(file, folder), 'latin1').split('\n');
  return lines.filter((line) => line.startsWith('# refused: ')).map((line) => line.slice('# refused: '.length));
}

async function problemsOf(file: string): Promise<Problems['problems']> {
  const error: unknown = await readScenarioFile(fileURLToPath(new URL(file, folder))).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problems)) throw new Error(`${file} is not refused with problems`, { cause: error });
  return error.problems;
}

test.each(files)('%s is refused at its recorded places', async (file) => {
  const found = (await problemsOf(file)).map(({ place, code }) => `${place?.line}:${place?.column} ${code}`);
  expect(found).toEqual(refusalsOf(file));
  expect(found).not.toEqual([]);
});

test.each(files)(
  '%s is refused in one sentence a problem, without a stop and without the words of a library',
  async (file) => {
    for (const { message } of await problemsOf(file)) {
      expect(message).toMatch(/^Cannot \w+ .+[^.\s]$/);
      expect(message).not.toMatch(/\n|Invalid input|expected \w+, received|undefined|\[object|ZodError/);
    }
  },
);

test('each way to refuse a scenario has a file that shows it', () => {
  const declared = readFileSync(new URL('../../../src/problem.ts', import.meta.url), 'utf8').match(/SCENARIO_[A-Z_]+/g);
  const shown = new Set(files.flatMap(refusalsOf).map((refusal) => refusal.split(' ')[1]));
  expect([...new Set(declared)].filter((code) => !shown.has(code))).toEqual([]);
});
