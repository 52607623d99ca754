import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from './project.ts';

const ACCOUNT = '31'.repeat(6);
const EVENT = `{"account":"${ACCOUNT}","userName":"jane-doe"}\n`;

test('a file is redacted, verified, and compared with what it was', async () => {
  using folder = project({ 'events.ndjson': EVENT, key: 'sixteen bytes or more' });
  const before = await folder.ecreplay(['redact', '--verify', 'events.ndjson']);
  expect(before.stdout).toBe(
    'events.ndjson:1  account 313… (12 characters)\nevents.ndjson:1  name jan… (8 characters)\nLeft in 1 of 1 lines of events.ndjson\n',
  );
  expect(before.status).toBe(5);
  const { status, stderr } = await folder.ecreplay(['redact', 'events.ndjson', '-o', 'out.ndjson', '--key', 'key']);
  expect([status, stderr]).toEqual([
    0,
    expect.stringMatching(/^Redacted 1 of 1 lines to out\.ndjson, with key [0-9a-f]{8}\n$/),
  ]);
  expect(folder.read('out.ndjson')).toMatch(/^\{"account":"999999\d{6}","userName":"name-[a-z]{10}-example"\}\n$/);
  const compared = ['redact', '--verify', 'out.ndjson', '--key', 'key', '--original', 'events.ndjson'];
  expect(await folder.ecreplay(compared)).toMatchObject({
    status: 0,
    stdout: 'Nothing is left in 1 lines of out.ndjson\n',
  });
  folder.write({ 'out.ndjson': `${folder.read('out.ndjson')}{"message":"it was jane-doe"}\n` });
  expect(await folder.ecreplay([...compared, '--json'])).toMatchObject({
    status: 5,
    stdout: expect.stringContaining('"line":2,"sort":"name"'),
  });
});

test('what cannot be read at all leaves no file behind', async () => {
  using folder = project({});
  writeFileSync(join(folder.folder, 'latin.ndjson'), Buffer.from('{"name":"caf\u00e9"}\n', 'latin1'));
  const { status, stderr } = await folder.ecreplay(['redact', 'latin.ndjson', '-o', 'out']);
  expect(stderr).toMatch(/Cannot redact "latin\.ndjson": not one of its lines can be read/);
  expect(status).toBe(2);
  expect(readdirSync(folder.folder)).not.toContain('out');
});

test.for([
  [['redact', 'events.ndjson'], /^USAGE\s+Cannot redact "events\.ndjson": -o does not say where/],
  [['redact', 'none.ndjson', '-o', 'out'], /^FILE_NOT_FOUND/],
  [
    ['redact', 'events.ndjson', '-o', 'no/where'],
    /^FILE_NOT_WRITTEN\s+Cannot write "no\/where": there is no such folder/,
  ],
  [['redact', 'events.ndjson', '-o', 'out', '--key', 'short'], /^REDACTION_KEY\s+.*has 5 bytes/],
  [
    ['redact', '--verify', 'events.ndjson', '--original', 'events.ndjson'],
    /^USAGE\s+.*neither --key nor ECREPLAY_REDACTION_KEY/,
  ],
  [['redact', '--verify', 'empty.ndjson'], /^FILE_EMPTY/],
  [['redact', '--verify', 'broken.gz'], /^RECORDING_DAMAGED\s+Cannot read "broken\.gz"/],
] as const)('%j says what is wrong with it', async ([args, wanted]) => {
  using folder = project({ 'events.ndjson': EVENT, short: 'short', 'empty.ndjson': '' });
  writeFileSync(join(folder.folder, 'broken.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 0xff, 0xff, 7]));
  const { status, stderr } = await folder.ecreplay([...args]);
  expect(stderr).toMatch(wanted);
  expect(status).toBe(2);
});
