import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem } from '../../../../src/problem.ts';
import { createRecording } from '../../../../src/recording/file/create-recording.ts';
import { openRecording } from '../../../../src/recording/file/open-recording.ts';
import { keyFrom } from '../../../../src/recording/redact/key.ts';
import type { RedactionChoice } from '../../../../src/recording/redact/mapping.ts';
import { redactFile } from '../../../../src/recording/redact/redact-file.ts';
import { createRedactor } from '../../../../src/recording/redact/redactor.ts';
import { verifyFile } from '../../../../src/recording/redact/verify-file.ts';
import { push } from '../recorded-lines.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redact-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const KEY = keyFrom('sixteen bytes or more');
const ACCOUNT = '31'.repeat(6);
const ALL: RedactionChoice = { repositories: true, tags: true, digests: true };

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function redacted(file: string, choice?: RedactionChoice, to = `${file}.redacted`) {
  const told: string[] = [];
  await redactFile(file, to, createRedactor(KEY, choice), (problem: Problem) => told.push(problem.message));
  return { to, text: readFileSync(to, 'utf8'), told };
}

async function left(file: string, original?: string) {
  const told: string[] = [];
  const more = original === undefined ? {} : { original: { file: original, key: KEY } };
  const { leftovers, leaking } = await verifyFile(file, { tell: ({ message }) => told.push(message), ...more });
  return { found: leftovers.map(({ line, sort }) => `${line} ${sort}`), leaking, told };
}

test('a file that is laid out for people is redacted as it stands, its lists as well', async () => {
  const text = `{\n  "Records" : [\n    { "recipientAccountId": "${ACCOUNT}", "count": 1.50,\n      "imageTags": [\n        "v1",\n        "latest"\n      ] }\n  ]\n}\n`;
  const { text: after } = await redacted(written('records.json', text), ALL);
  expect(after.replace(/999999\d{6}/, ACCOUNT).replace(/tag-[a-z]{10}-example/, 'v1')).toBe(text);
  expect(after).not.toContain(ACCOUNT);
});

test('a file is packed as the name of the other asks, whatever it was', async () => {
  const file = written('records.json.gz', gzipSync(`{"account":"${ACCOUNT}"}\n`));
  const wanted = /^\{"account":"999999\d{6}"\}\n$/;
  const { to } = await redacted(file, undefined, join(folder, 'out.zst'));
  expect(zstdDecompressSync(readFileSync(to)).toString()).toMatch(wanted);
  const again = await redacted(to, undefined, join(folder, 'out.gz'));
  expect(gunzipSync(readFileSync(again.to)).toString()).toMatch(wanted);
});

test('a recording stays one: its header says what was redacted, and counts and hashes anew', async () => {
  const file = join(folder, 'recording.ndjson');
  {
    await using recording = await createRecording(
      file,
      { source: { kind: 'sqs', queue: `arn:aws:sqs:us-east-2:${ACCOUNT}:ecr` }, note: `It was ${ACCOUNT}.` },
      { redaction: 'none' },
    );
    await recording.append([push(0), push(1)]);
    await recording.finish();
  }
  expect((await left(file)).found).toEqual(['1 account']);
  const { to, text } = await redacted(file);
  expect(text).not.toContain(ACCOUNT);
  const reading = await openRecording(to);
  expect(reading.header).toMatchObject({
    redaction: { key: KEY.fingerprint, repositories: false, tags: false, digests: false },
    count: 2,
    window: { from: '2026-01-15T09:30:00.000Z' },
  });
  for await (const line of reading) expect(line.channel).toBe('eventbridge');
  expect(reading.problems).toEqual([]);
  expect(await left(to)).toEqual({ found: [], leaking: 0, told: [] });
});

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

test.for([
  ['kept', undefined],
  ['redacted', ALL],
] as const)(
  'where digests are %s they are those of the manifests, of which they are told before',
  async ([, choice]) => {
    const image = JSON.stringify({
      schemaVersion: 2,
      config: { digest: digestOf('config') },
      layers: [{ digest: digestOf('layer') }],
      annotations: { author: 'jane.doe@acme.io' },
    });
    const index = JSON.stringify({
      schemaVersion: 2,
      manifests: [{ digest: digestOf(image) }, { digest: digestOf('other') }],
    });
    const lines = [
      { told: digestOf(index), of: [digestOf(image), digestOf('layer')] },
      { imageManifest: index, imageDigest: digestOf(index) },
      {
        imageManifest: image,
        imageDigest: digestOf(image),
        packed: gzipSync(JSON.stringify({ it: digestOf(image) })).toString('base64'),
      },
    ];
    const file = written(
      `manifests-${choice === undefined}.ndjson`,
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    const { to, text } = await redacted(file, choice);
    const [first, second, third] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(third!['imageManifest']).not.toContain('jane');
    expect(third!['imageDigest']).toBe(digestOf(third!['imageManifest']!));
    expect(second!['imageDigest']).toBe(digestOf(second!['imageManifest']!));
    expect(second!['imageManifest']).toContain(third!['imageDigest']);
    expect(first).toMatchObject({ told: second!['imageDigest'] });
    expect(first!['of']).toContain(third!['imageDigest']);
    expect(gunzipSync(Buffer.from(third!['packed']!, 'base64')).toString()).toContain(third!['imageDigest']);
    expect(text.includes(digestOf('layer'))).toBe(choice === undefined);
    expect(readdirSync(folder).filter((name) => /\.(?:unfinished|first)$/.test(name))).toEqual([]);
    // And again: nothing is left to be changed.
    expect((await redacted(to, choice)).text).toBe(text);
  },
);

test('of a damaged file what stands is redacted, and the rest is told of', async () => {
  const line = `{"account":"${ACCOUNT}"}\n`;
  const packed = gzipSync(line.repeat(3) + JSON.stringify(Math.PI).repeat(99), { level: 0 });
  const cut = await redacted(written('cut.json.gz', packed.subarray(0, -1_600)));
  expect(cut.text).toMatch(/^(?:\{"account":"999999\d{6}"\}\n){3}/);
  expect(cut.told).toEqual([expect.stringMatching(/cut off/)]);
  const half = await redacted(written('half.ndjson', `${line}{"account":"${ACCOUNT}`));
  expect(half.text).toMatch(/^\{"account":"(999999\d{6})"\}\n\{"account":"\1\n$/);
});

test('a file that is verified is told of line by line, and no value is told', async () => {
  const file = written(
    'left.ndjson',
    [
      '{"account":"123456789012"}',
      `{"arn":"arn:aws:iam::${ACCOUNT}:role/web"}`,
      '{"fine":true}',
      JSON.stringify({ text: JSON.stringify({ at: 'jane.doe@acme.io' }), sourceIPAddress: [54, 1, 2, 3].join('.') }),
    ].join('\n'),
  );
  const { found, leaking } = await left(file);
  expect(found).toEqual(['2 name', '2 account', '4 e-mail', '4 address']);
  expect(leaking).toBe(2);
  expect(JSON.stringify(await verifyFile(file, { tell: () => undefined }))).not.toMatch(/jane\.doe|3131313/);
});

test('with the key and the original each value that was replaced is found, in free text as well', async () => {
  const original = written(
    'before.ndjson',
    `{"userName":"jane-doe","arn":"arn:aws:iam::${ACCOUNT}:user/jane-doe","repository-name":"jane-doe"}\n`,
  );
  const { to, text } = await redacted(original);
  expect(await left(to, original)).toEqual({ found: [], leaking: 0, told: [] });
  const leaky = written('leaky.ndjson', `${text}{"message":"as jane-doe said"}\n`);
  expect((await left(leaky)).found).toEqual([]);
  expect((await left(leaky, original)).found).toEqual(['2 name']);
});

test('a name that is known from a member is replaced in sentences as well, also in those that come before it', async () => {
  const repository = "the repository with name 'jane-doe' in us-east-2";
  const lines = [
    {
      errorMessage: 'It was jane-doe, who pushed app/jane-doe.',
      reason: repository,
      userAgent: 'jane-doe/1.0 of July',
    },
    { userName: 'jane-doe' },
    { note: gzipSync('as jane-doe said').toString('base64'), word: 'jane-doe' },
  ];
  const original = written('said.ndjson', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { to, text } = await redacted(original);
  const [first, second, third] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  const stand = second!['userName']!;
  expect(first).toEqual({
    errorMessage: `It was ${stand}, who pushed app/${stand}.`,
    reason: repository,
    userAgent: 'jane-doe/1.0 of July',
  });
  expect(gunzipSync(Buffer.from(third!['note']!, 'base64')).toString()).toBe(`as ${stand} said`);
  expect((await redacted(to)).text).toBe(text);
  // A word that stands alone is told of, and left to whoever reads that.
  expect((await left(to, original)).found).toEqual(['3 name']);
});

test('a file is not redacted onto itself, nor through a link to itself', async () => {
  const file = written('self.ndjson', '{}\n');
  await expect(redacted(file, undefined, file)).rejects.toMatchObject({ code: 'FILE_NOT_WRITTEN' });
  expect(readFileSync(file, 'utf8')).toBe('{}\n');
});

test('what stands in the place of the file beside is not written through', async () => {
  const file = written('in.ndjson', '{"a":1}\n');
  const precious = written('precious', 'keep');
  symlinkSync(precious, join(folder, 'linked.ndjson.unfinished'));
  await redacted(file, undefined, join(folder, 'linked.ndjson'));
  expect(readFileSync(precious, 'utf8')).toBe('keep');
});

test('a disk that takes no more leaves no file of that name, and none beside it', () => {
  const file = written('large.ndjson', `{"account":"${ACCOUNT}"}\n`.repeat(40_000));
  const main = join(import.meta.dirname, '../../../../src/cli/main.ts');
  // A limit on files, which stands in for a small disk.
  const { status, stderr } = spawnSync(
    'bash',
    [
      '-c',
      `ulimit -f 256; exec "$0" "$@"`,
      process.execPath,
      main,
      'redact',
      file,
      '-o',
      join(folder, 'too-large.ndjson'),
    ],
    { encoding: 'utf8' },
  );
  expect(stderr).toMatch(
    /^FILE_NOT_WRITTEN\s+Cannot write ".*too-large\.ndjson": it is larger than the file system allows/,
  );
  expect(status).toBe(2);
  expect(readdirSync(folder).filter((name) => name.startsWith('too-large'))).toEqual([]);
});
