import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SavedFile } from '../../../src/saved/saved-run.ts';
import { config, project, push } from './project.ts';

const FILES = {
  'ecreplay.config.mjs': config('deployer.mjs#handler'),
  'deployer.mjs': `export async function handler({ detail }) {
  console.log('deploying', detail['image-tag']);
  if (detail['image-tag'] === '1.4.2') throw new TypeError('no task definition');
}
`,
  'scenarios/broken.yaml': push('consumer: deployer\n    threw: false'),
  'scenarios/kept.yaml': push('consumer: deployer\n    invoked: { atLeast: 1 }'),
};

function dataIn(html: string): SavedFile {
  const data = /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(html)?.[1] ?? '';
  return (JSON.parse(data) as { readonly file: SavedFile }).file;
}

test.concurrent('a run writes a page of all its scenarios, the broken first, each with what happened and how to repeat it', async () => {
  using folder = project(FILES);
  const { status, stderr } = await folder.ecreplay(['run', '--report', 'report.html']);
  expect(status).toBe(1);
  expect(stderr).toContain('Report: report.html\n');
  const { runs, leftOut } = dataIn(folder.read('report.html'));
  expect(runs.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['broken', 'broken'],
    ['kept', 'kept'],
  ]);
  expect(leftOut).toEqual([]);
  const [broken] = runs;
  expect(broken?.again).toBe('npx ecreplay run scenarios/broken.yaml --seed 1');
  const decisive = broken?.items.find(({ id }) => id === broken.findings[0]?.items?.[0]);
  expect(decisive).toMatchObject({
    kind: 'invocation',
    title: 'TypeError: no task definition',
    logs: 'deploying 1.4.2',
  });
  const kinds = new Set(broken?.items.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(
    ['call', 'delivery', 'event', 'finding', 'invocation', 'match', 'record', 'retry'].toSorted(),
  );
});

test.concurrent('a page says in its title that scenarios could not be read, which the rest of the run hides', async () => {
  using folder = project({ ...FILES, 'scenarios/unread.yaml': 'version: 1\n' });
  const { status } = await folder.ecreplay([
    'run',
    'scenarios/kept.yaml',
    'scenarios/unread.yaml',
    '--report',
    'r.json',
  ]);
  expect(status).toBe(2);
  await folder.ecreplay(['view', 'r.json']);
  const html = folder.read('r.html');
  expect(/<title>(.*?)<\/title>/.exec(html)?.[1]).toBe('✗ 1 not rehearsed: ecreplay run');
  expect(dataIn(html)).toMatchObject({ missing: 1, runs: [{ name: 'kept' }] });
});

test.concurrent('a run that was saved, and a recording, are opened as pages, also beside each other', async () => {
  using folder = project(FILES);
  await folder.ecreplay(['run', 'scenarios/broken.yaml', '--report', 'run.json']);
  const opened = await folder.ecreplay(['view', 'run.json']);
  expect(opened).toMatchObject({ status: 0, stdout: '', stderr: 'Report: run.html\n' });
  expect(dataIn(folder.read('run.html')).runs).toHaveLength(1);
  const recording = join(import.meta.dirname, '../../../recordings/docker-push.ndjson');
  const both = await folder.ecreplay(['view', 'run.json', '--against', recording, '-o', 'both.html']);
  expect(both).toMatchObject({ status: 0, stderr: 'Report: both.html\n' });
  expect(folder.read('both.html')).toContain('"against"');
  folder.write({ 'cut.json': folder.read('run.json').slice(0, 5_000), 'rubbish.txt': 'x\ny\n' });
  expect(await folder.ecreplay(['view', 'cut.json'])).toMatchObject({ status: 0 });
  expect(dataIn(folder.read('cut.html')).leftOut).toEqual([
    'what comes after its 5000 characters: the file was cut off',
  ]);
  expect(await folder.ecreplay(['view', 'rubbish.txt'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^RECORDING_LINE|RECORDING_LINE\n/) as unknown,
  });
});

test.concurrent('a replay writes how consumers failed, from what to what', async () => {
  using folder = project(FILES);
  const { stdout } = await folder.ecreplay(['emit', 'scenarios/kept.yaml', '--channel', 'eventbridge']);
  folder.write({ 'recorded.ndjson': stdout });
  const replayed = await folder.ecreplay(['replay', 'recorded.ndjson', '--topspeed', '--report', 'replay.html']);
  expect(replayed).toMatchObject({ status: 1, stderr: 'Report: replay.html\n' });
  const [run] = dataIn(folder.read('replay.html')).runs;
  expect(run?.again).toBe('npx ecreplay replay recorded.ndjson --topspeed');
  const [failed] = run?.findings ?? [];
  expect(failed?.evidence?.outcome).toBe('it failed 3 times with TypeError: no task definition');
  const item = (id: string | undefined) => run?.items.find((one) => one.id === id);
  const decisive = item(failed?.items?.[0]);
  expect([decisive?.kind, item(decisive?.causes?.[0])?.kind]).toEqual(['invocation', 'match']);
});

test.concurrent.each([
  [['run', '--report', 'report.txt'], 'Cannot write the report "report.txt": wanted a name that ends in .html'],
  [['run', '--report', 'report.html', '--watch'], 'Cannot write a report with "--watch"'],
  [['view', 'no.json'], 'Cannot read "no.json": there is no such file'],
  [['run', '--report', 'deployer.mjs/report.html'], 'Cannot write "deployer.mjs/report.html"'],
])('%j is refused with what is wanted', async (args, message) => {
  using folder = project(FILES);
  const { status, stderr } = await folder.ecreplay(args);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});

test('the page of the README is a small picture', () => {
  const picture = readFileSync(join(import.meta.dirname, '../../../.github/viewer.png'));
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  expect(picture.length).toBeLessThan(150_000);
});
