import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { Problems } from '../../../src/problem.ts';
import { readScenarioFile } from '../../../src/scenario/read-file.ts';

const TEXT = 'version: 1\ndescription: Time passes.\nsteps:\n  - wait: 1h\n';

/** An empty folder that goes when the test is done. */
async function newFolder({ onTestFinished }: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ecreplay-scenario-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** The only problem of a file, as `code line:column message`, with the folder left out. */
async function problemOf(path: string, folder: string): Promise<string> {
  const error: unknown = await readScenarioFile(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problems)) throw new Error('not refused with problems', { cause: error });
  expect(error.problems).toHaveLength(1);
  const [{ code, place, message }] = error.problems as [Problems['problems'][number]];
  const where = place === undefined ? '' : `${place.line}:${place.column} `;
  return `${code} ${where}${message.replaceAll(`${folder}/`, '')}`;
}

test('a file is read as the text it holds', async (context) => {
  const folder = await newFolder(context);
  const file = join(folder, 'time-passes.yml');
  await writeFile(file, TEXT);
  await expect(readScenarioFile(file)).resolves.toMatchObject({ name: 'time-passes', file, steps: [{ wait: '1h' }] });
});

test('a file that is not there is named, with the neighbour that was meant', async (context) => {
  const folder = await newFolder(context);
  await writeFile(join(folder, 'push.yaml'), TEXT);
  expect(await problemOf(join(folder, 'psuh.yaml'), folder)).toBe(
    'FILE_NOT_FOUND Cannot read psuh.yaml: there is no such file, did you mean "push.yaml"?',
  );
  expect(await problemOf(join(folder, 'none', 'a.yaml'), folder)).toBe(
    'FILE_NOT_FOUND Cannot read none/a.yaml: there is no such file',
  );
});

test('a directory, a path through a file and a circle of links are unreadable', async (context) => {
  const folder = await newFolder(context);
  await mkdir(join(folder, 'scenarios'));
  await writeFile(join(folder, 'push.yaml'), TEXT);
  await symlink('round.yaml', join(folder, 'round.yaml'));
  expect(await problemOf(join(folder, 'scenarios'), folder)).toBe(
    'FILE_UNREADABLE Cannot read scenarios: it is a directory, not a scenario file',
  );
  expect(await problemOf(join(folder, 'push.yaml', 'a.yaml'), folder)).toBe(
    'FILE_UNREADABLE Cannot read push.yaml/a.yaml: a part of its path is a file, not a directory',
  );
  expect(await problemOf(join(folder, 'round.yaml'), folder)).toBe(
    'FILE_UNREADABLE Cannot read round.yaml: its links lead round in a circle',
  );
});

test('names that no file has are unreadable', async (context) => {
  const folder = await newFolder(context);
  expect(await problemOf(join(folder, `${'a'.repeat(300)}.yaml`), folder)).toMatch(
    /^FILE_UNREADABLE .* its name is longer/,
  );
  expect(await problemOf(join(folder, 'a\0b.yaml'), folder)).toMatch(
    /^FILE_UNREADABLE .* a character that no file name has$/,
  );
});

test.for(['', '\n \n', '\uFEFF', '# only a comment\n', '---\n...\n'])('%j is an empty file', async (text, context) => {
  const folder = await newFolder(context);
  const file = join(folder, 'empty.yaml');
  await writeFile(file, text);
  expect(await problemOf(file, folder)).toMatch(/^FILE_EMPTY 1:1 Cannot read empty\.yaml: it/);
});

test('a file of more than 5 MiB is not read', async (context) => {
  const folder = await newFolder(context);
  const file = join(folder, 'large.yaml');
  await writeFile(file, `${TEXT}#${'x'.repeat(50 * 1024 * 1024)}\n`);
  expect(await problemOf(file, folder)).toBe(
    'FILE_TOO_LARGE Cannot read large.yaml: it has 50.0 MiB, and a scenario file has 8 MiB at most',
  );
});

test('bytes that are not UTF-8 are told by their offset, line and column', async (context) => {
  const folder = await newFolder(context);
  const file = join(folder, 'latin.yaml');
  await writeFile(file, Buffer.from('version: 1\ndescription: caf\u00e9\n', 'latin1'));
  expect(await problemOf(file, folder)).toBe(
    'FILE_NOT_UTF8 2:17 Cannot read latin.yaml: byte 0xe9 at offset 27 is not UTF-8',
  );
});

test('a replacement character that really stands in the file is not mistaken for a wrong byte', async (context) => {
  const folder = await newFolder(context);
  const file = join(folder, 'replaced.yaml');
  await writeFile(file, Buffer.concat([Buffer.from('a: \uFFFDé\nb: '), Buffer.from([0xc3, 0x28])]));
  expect(await problemOf(file, folder)).toBe(
    'FILE_NOT_UTF8 2:4 Cannot read replaced.yaml: byte 0xc3 at offset 12 is not UTF-8',
  );
});

test('UTF-16 is told by its name', async (context) => {
  const folder = await newFolder(context);
  const file = join(folder, 'wide.yaml');
  await writeFile(file, Buffer.from(`\uFEFF${TEXT}`, 'utf16le'));
  expect(await problemOf(file, folder)).toBe(
    'FILE_NOT_UTF8 1:1 Cannot read wide.yaml: it is UTF-16, and a scenario file is UTF-8',
  );
});
