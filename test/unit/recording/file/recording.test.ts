import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRecording } from '../../../../src/recording/file/create-recording.ts';
import { openRecording } from '../../../../src/recording/file/open-recording.ts';
import { lineOf, type ReadLine, type Recorded } from '../../../../src/recording/recorded.ts';
import { push } from '../recorded-lines.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recording-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const TITLE = { source: { kind: 'cloudwatch-logs', group: '/aws/events/ecr' } };
const PLAIN = { redaction: 'none' } as const;

async function made(name: string, lines: readonly Recorded[]): Promise<string> {
  const file = join(folder, name);
  await using recording = await createRecording(file, TITLE, PLAIN);
  await recording.append(lines, { token: 7 });
  await recording.finish();
  return file;
}

async function read(file: string) {
  const reading = await openRecording(file);
  const lines: ReadLine[] = [];
  for await (const line of reading) lines.push(line);
  return { lines, header: reading.header, problems: reading.problems.map(({ code, message }) => `${code} ${message}`) };
}

/** A line without what reading adds to it. */
function plain({ line: _line, text: _text, ...recorded }: ReadLine): unknown {
  return recorded;
}

const some = Array.from({ length: 5 }, (_, index) => push(index));

test.for(['plain.ndjson', 'packed.ndjson.gz', 'packed.ndjson.zst'])('what was recorded to %s is read', async (name) => {
  const file = await made(name, some);
  const { lines, header, problems } = await read(file);
  expect(problems).toEqual([]);
  expect(lines.map(plain)).toEqual(some);
  expect(lines.map(({ text }) => JSON.parse(text))).toEqual(some.map((it) => 'event' in it && it.event));
  expect(lines.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
  expect(header).toMatchObject({
    ...TITLE,
    ...PLAIN,
    count: 5,
    window: { from: '2026-01-15T09:30:00.000Z', to: '2026-01-15T09:30:01.000Z' },
  });
  expect(readdirSync(folder).filter((other) => other.startsWith(`${name}.`))).toEqual([]);
});

test('gzip unpacks what was packed for it, header and all', async () => {
  const plain = readFileSync(await made('a.ndjson', some), 'utf8');
  const file = await made('a.ndjson.gz', some);
  expect(spawnSync('gzip', ['-dc', file], { encoding: 'utf8' }).stdout).toBe(plain);
  expect(gunzipSync(readFileSync(file)).toString()).toBe(plain);
});

test('a recording that was interrupted is carried on, and nothing is in it twice', async () => {
  const file = join(folder, 'interrupted.ndjson');
  {
    await using first = await createRecording(file, TITLE, PLAIN);
    expect(first.resumed).toBe(false);
    await first.append(some.slice(0, 2), { token: 1 });
    await first.append(some.slice(2, 3));
  }
  writeFileSync(`${file}.partial`, readFileSync(`${file}.partial`, 'utf8') + '{"channel":"eventbri');
  await using second = await createRecording(file, TITLE, PLAIN);
  expect(second.resumed).toBe(true);
  expect(second.cursor).toEqual({ token: 1 });
  expect(second.count).toBe(3);
  expect(await second.append(some.slice(1), { token: 2 })).toEqual({ written: 2, known: 2 });
  await second.finish();
  const { lines, problems } = await read(file);
  expect(problems).toEqual([]);
  expect(lines.map(plain)).toEqual(some);
});

test('the rest of another recording is not carried on', async () => {
  const file = join(folder, 'other.ndjson');
  {
    await using first = await createRecording(file, TITLE, PLAIN);
    await first.append(some);
  }
  await expect(createRecording(file, { source: { kind: 'sqs' } }, PLAIN)).rejects.toThrow(/remove it to begin anew/);
});

test('two do not record to one file at a time', async () => {
  const file = join(folder, 'locked.ndjson');
  await using first = await createRecording(file, TITLE, PLAIN);
  await expect(createRecording(file, TITLE, PLAIN)).rejects.toThrow(/process \d+ is recording to it/);
  await first.append(some);
});

/** An arrival from an address, named by its source with an account in the name. */
function from(index: number): Recorded {
  const it = push(index);
  if (it.channel === 'cloudtrail') return it;
  const sourceIPAddress = [54, 1, index >> 8, index & 255].join('.');
  return { ...it, delivery: `${'31'.repeat(6)}/${index}`, event: { ...it.event, detail: { sourceIPAddress } } };
}

test('a recording that is carried on is redacted as it was begun, with a key that is gone when it is finished', async () => {
  const file = join(folder, 'redacted.ndjson');
  const many = Array.from({ length: 400 }, (_, index) => from(index));
  {
    await using first = await createRecording(file, TITLE);
    await first.append(many);
  }
  const next = many.map((it) => ({ ...it, delivery: `${it.delivery}/again` }));
  await using second = await createRecording(file, TITLE);
  expect(await second.append(many)).toEqual({ written: 0, known: 400 });
  await second.append(next);
  await second.finish();
  const { lines, problems } = await read(file);
  expect(problems).toEqual([]);
  const addresses = lines.map((line) => 'event' in line && line.event.detail['sourceIPAddress']);
  expect(addresses.slice(400)).toEqual(addresses.slice(0, 400));
  expect(new Set(addresses).size).toBe(400);
  expect(readdirSync(folder).filter((name) => name.startsWith('redacted.ndjson.'))).toEqual([]);
});

test('a finished recording is not written over', async () => {
  const file = await made('stays.ndjson', some);
  await expect(createRecording(file, TITLE, PLAIN)).rejects.toMatchObject({ code: 'FILE_NOT_WRITTEN' });
});

test('zstd frames one after another are all read', async () => {
  const lines = some.map((it) => `${lineOf(it)}\n`);
  const file = join(folder, 'frames.zst');
  writeFileSync(file, Buffer.concat(lines.map((line) => zstdCompressSync(line))));
  expect((await read(file)).lines).toHaveLength(5);
  expect(zstdDecompressSync(zstdCompressSync(lines[0]!)).toString()).toBe(lines[0]);
});

const HEADER = JSON.stringify({ ecreplay: 'recording', version: 1, ...TITLE, ...PLAIN });
const LINES = some.map((it) => lineOf(it));

test.for<readonly [string, string | Buffer, number, RegExp]>([
  [
    'a last line that is cut off',
    [HEADER, ...LINES].join('\n').slice(0, -20),
    4,
    /^RECORDING_CUT .*line 6 of .*cut off/,
  ],
  ['a line that is not JSON', [HEADER, LINES[0], '{"half', LINES[1]].join('\n'), 2, /^RECORDING_LINE .*line 3 of/],
  ['a line that is something else', [HEADER, LINES[0], '{"a":1}'].join('\n'), 1, /^RECORDING_LINE .*line 3 .*no event/],
  [
    'a count that lies',
    [HEADER.replace('"none"', `"none","count":7,"sha256":"${'0'.repeat(64)}"`), ...LINES].join('\n'),
    5,
    /^RECORDING_HEADER .*counts 7 lines, and 5 follow/,
  ],
  [
    'a hash that lies',
    [HEADER.replace('"none"', `"none","count":5,"sha256":"${'0'.repeat(64)}"`), ...LINES].join('\n'),
    5,
    /^RECORDING_HEADER .*SHA-256/,
  ],
  ['a recording that was not finished', [HEADER, ...LINES, ''].join('\n'), 5, /^RECORDING_HEADER .*never finished/],
  [
    'gzip that is cut off',
    gzipSync([HEADER, ...LINES].join('\n') + `\n${JSON.stringify(Math.PI).repeat(99)}`, { level: 0 }).subarray(
      0,
      -1200,
    ),
    5,
    /^RECORDING_DAMAGED .*cut off/,
  ],
  [
    'bytes that are no text',
    Buffer.concat([
      Buffer.from(`${HEADER}\n${LINES[0]}\n`),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(`${LINES[1]}\n`),
    ]),
    2,
    /^FILE_NOT_UTF8 .*line 3/,
  ],
  [
    'a nesting bomb',
    [HEADER, LINES[0], '{"a":['.repeat(9_999), LINES[1]].join('\n'),
    2,
    /^RECORDING_TOO_DEEP .*line 3/,
  ],
])('%s is told of, and what stands is read', async ([name, content, stands, told]) => {
  const file = join(folder, name.replaceAll(' ', '-'));
  writeFileSync(file, content);
  const { lines, problems } = await read(file);
  expect(lines).toHaveLength(stands);
  expect(problems[0]).toMatch(told);
});

test.for([
  ['UTF-8 with its mark', Buffer.from(`\uFEFF${LINES.join('\r\n')}`)],
  ['UTF-16', Buffer.from(`\uFEFF${LINES.join('\n')}`, 'utf16le')],
  ['UTF-16, the great end first', Buffer.from(`\uFEFF${LINES.join('\n')}`, 'utf16le').swap16()],
] as const)('%s is read', async ([name, content]) => {
  const file = join(folder, name.replaceAll(' ', '-'));
  writeFileSync(file, content);
  const { lines, problems } = await read(file);
  expect(lines).toHaveLength(5);
  expect(problems).toEqual([]);
});

test('bare events and records are read, and arrived when they happened', async () => {
  const file = join(folder, 'bare.ndjson');
  const record = {
    eventVersion: '1.01',
    eventTime: '2014-03-06T21:22:54Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'StartInstances',
    awsRegion: 'us-east-2',
    eventID: '6f0e6b1c-0000-4000-8000-000000000000',
  };
  writeFileSync(file, [JSON.stringify('event' in some[0]! ? some[0].event : {}), JSON.stringify(record)].join('\n'));
  const { lines, header } = await read(file);
  expect(header).toBeUndefined();
  expect(lines.map(({ channel, arrivedAt }) => [channel, new Date(arrivedAt).toISOString()])).toEqual([
    ['eventbridge', '2026-01-15T09:30:00.000Z'],
    ['cloudtrail', '2014-03-06T21:22:54.000Z'],
  ]);
});
