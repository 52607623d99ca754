import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { localFiles, standardInput } from '../../../../src/recording/capture/local-files.ts';
import { objectsSource } from '../../../../src/recording/capture/read-objects.ts';
import { all, event, record } from './said.ts';

function folderOf(files: Readonly<Record<string, string | Uint8Array>>) {
  const path = mkdtempSync(join(tmpdir(), 'ecreplay-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const notes: string[] = [];
const source = (path: string, window = {}) =>
  objectsSource(localFiles(path, { note: (sentence) => void notes.push(sentence) }), { window });

const LINES = `${JSON.stringify(event('e-1'))}\n${JSON.stringify(record('r-1'))}\n`;

test.for<[string, string | Uint8Array]>([
  ['lines', LINES],
  ['lines with a byte order mark', `\uFEFF${LINES}`],
  ['lines in UTF-16, little end first', Buffer.from(`\uFEFF${LINES}`, 'utf16le')],
  ['lines in UTF-16, big end first', Buffer.from(`\uFEFF${LINES}`, 'utf16le').swap16()],
  ['what gzip has packed, whatever its name', gzipSync(LINES)],
  [
    'what gzip has packed in parts',
    Buffer.concat(
      LINES.trim()
        .split('\n')
        .map((line) => gzipSync(line)),
    ),
  ],
  ['what zstd has packed', zstdCompressSync(LINES)],
  ['what Firehose wrote', LINES.replaceAll('\n', '')],
  ['an array', `[${LINES.trim().replaceAll('\n', ',')}]`],
])('%s are read', async ([, content]) => {
  using folder = folderOf({ it: content });
  expect((await all(source(join(folder.path, 'it')))).ids).toEqual(['e-1', 'r-1']);
});

test('a folder is read in the order of its keys, as a bucket would list them, and digests in it are no records', async () => {
  using folder = folderOf({
    'AWSLogs/123456789012/CloudTrail/us-east-2/2026/01/15/b.json.gz': gzipSync(
      JSON.stringify({ Records: [record('r-2')] }),
    ),
    'AWSLogs/123456789012/CloudTrail/us-east-1/2026/01/15/a.json.gz': gzipSync(
      JSON.stringify({ Records: [record('r-1')] }),
    ),
    'AWSLogs/123456789012/CloudTrail-Digest/us-east-1/2026/01/15/a.json.gz': gzipSync('{"logFiles":[]}'),
    'AWSLogs.json': JSON.stringify(event('first')),
  });
  const { ids, notes: said } = await all(source(folder.path));
  expect(ids).toEqual(['first', 'r-1', 'r-2']);
  expect(said).toEqual([]);
});

test('a glob names files', async () => {
  using folder = folderOf({ 'a.json': LINES, 'b.json': JSON.stringify(event('e-2')), 'c.txt': 'no' });
  expect((await all(source(join(folder.path, '*.json')))).ids).toEqual(['e-1', 'r-1', 'e-2']);
});

test('reading goes on in the same file behind the same value, and files that are done stay done', async () => {
  using folder = folderOf({ a: LINES, b: `${JSON.stringify(event('e-2'))}\n${JSON.stringify(event('e-3'))}` });
  const b = join(folder.path, 'b');
  expect((await all(source(folder.path), { from: { key: b, values: 1 } })).ids).toEqual(['e-3']);
  expect((await all(source(folder.path), { from: { key: b, values: null } })).ids).toEqual([]);
  const { batches } = await all(source(folder.path));
  expect(batches.map(({ cursor }) => cursor)).toEqual([
    { key: join(folder.path, 'a'), values: null },
    { key: b, values: null },
  ]);
});

test('what cannot be read is told with its line, and the rest is read', async () => {
  using folder = folderOf({ it: `{"a":1,\n${JSON.stringify(event('e-1'))}\n{"hello":"world"}\n` });
  const { ids, notes: said } = await all(source(join(folder.path, 'it')));
  expect(ids).toEqual(['e-1']);
  expect(said).toEqual([
    `${join(folder.path, 'it')}:1: nothing could be read there, because it is cut short`,
    `${join(folder.path, 'it')}:3: one value is no event and no record`,
  ]);
});

test('a file that gzip cannot unpack to its end is a problem, and what stands before is kept', async () => {
  const whole = gzipSync(
    Array.from({ length: 500 }, (_, at) => JSON.stringify(event(crypto.randomUUID() + at))).join('\n'),
  );
  using folder = folderOf({ it: whole.subarray(0, whole.length / 2) });
  const found: unknown[] = [];
  const reading = {
    from: undefined,
    signal: new AbortController().signal,
    note: () => undefined,
    broken: () => undefined,
  };
  const read = async () => {
    for await (const batch of source(join(folder.path, 'it')).read(reading)) found.push(...batch.found);
  };
  await expect(read()).rejects.toMatchObject({ name: 'Problem', code: 'FILE_UNREADABLE' });
  expect(found.length).toBeGreaterThan(100);
});

test('a link that leads out of the folder is left out and told, and one within it goes nowhere twice', async () => {
  using outside = folderOf({ secret: JSON.stringify(event('secret')) });
  using folder = folderOf({ 'in/a': JSON.stringify(event('e-1')) });
  symlinkSync(join(outside.path, 'secret'), join(folder.path, 'out'));
  symlinkSync(folder.path, join(folder.path, 'in', 'round'));
  notes.length = 0;
  const { ids } = await all(source(folder.path));
  expect(ids).toEqual(['e-1']);
  expect(notes).toContain(`out is left out: it is a link that leads out of ${folder.path}`);
});

test('only what happened within the window is kept', async () => {
  using folder = folderOf({
    it: ['09', '10', '11'].map((hour) => JSON.stringify(event(hour, `2026-01-15T${hour}:00:00Z`))).join('\n'),
  });
  const window = { from: Date.parse('2026-01-15T09:30:00Z'), to: Date.parse('2026-01-15T11:00:00Z') };
  expect((await all(source(join(folder.path, 'it'), window))).ids).toEqual(['10']);
});

test('the standard input is read as a file is', async () => {
  async function* input(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(LINES.slice(0, 10));
    yield Buffer.from(LINES.slice(10));
  }
  expect((await all(objectsSource(standardInput(input()), { window: {} }))).ids).toEqual(['e-1', 'r-1']);
});

test('what is neither a file nor a source is a problem', () => {
  expect(() => localFiles('nowhere/to/be/found', { note: () => undefined })).toThrow(
    'Cannot record from "nowhere/to/be/found": there is no such file, folder or source',
  );
});
