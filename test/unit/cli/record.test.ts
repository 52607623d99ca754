import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { createServer } from 'node:http';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRecording } from '../../../src/recording/file/open-recording.ts';
import { asTheUser, withAccount } from '../recording/capture/account.ts';
import { event, idOf } from '../recording/capture/said.ts';
import { project, type Project } from './project.ts';

const ENV = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const lines = (many: number) =>
  Array.from({ length: many }, (_, at) => `${JSON.stringify(event(`e-${at}`))}\n`).join('');

asTheUser();

async function idsIn(folder: Project, name: string): Promise<readonly string[]> {
  const reading = await openRecording(join(folder.folder, name));
  const ids: string[] = [];
  for await (const line of reading) ids.push(idOf(line));
  expect(reading.problems).toEqual([]);
  return ids;
}

/** Settles once a file has been seen to be so large. */
async function hasGrown(file: string, size: number): Promise<void> {
  for (let tries = 0; tries < 4_000; tries += 1) {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > size) return;
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
}

test.concurrent('a file is recorded, redacted, and not a second time over the same', async () => {
  using folder = project({
    'events.json': `[${lines(2).trim().replaceAll('\n', ',')}]`.replaceAll('123456789012', '210987654321'),
  });
  const first = await folder.ecreplay(['record', 'events.json', '-o', 'it.ndjson.gz']);
  expect(first).toMatchObject({ status: 0, stdout: '' });
  expect(first.stderr).toMatch(/^Recorded 2 lines to it\.ndjson\.gz; SHA-256 [0-9a-f]{64}\n$/);
  expect(await idsIn(folder, 'it.ndjson.gz')).toEqual(['e-0', 'e-1']);
  const again = await folder.ecreplay(['record', 'events.json', '-o', 'it.ndjson.gz']);
  expect(again.status).toBe(2);
  expect(again.stderr).toContain('there is a file of that name, which stays');
  const plain = await folder.ecreplay(['record', 'events.json', '-o', 'plain.ndjson', '--no-redact']);
  expect(plain.stderr).toContain(
    'Nothing is redacted: accounts, principals, addresses and tokens stand in the recording',
  );
  expect(folder.read('plain.ndjson')).toContain('210987654321');
});

test.concurrent('what holds nothing that could be recorded leaves nothing behind', async () => {
  using folder = project({ 'nothing.json': '{"a":1}' });
  const { status, stderr } = await folder.ecreplay(['record', 'nothing.json', '-o', 'it.ndjson']);
  expect(stderr).toContain('Cannot record "nothing.json": there is no event and no record in what was read');
  expect(status).toBe(2);
  expect(readdirSync(folder.folder).filter((name) => name.startsWith('it.'))).toEqual([]);
});

test.concurrent('a source that there is not leaves nothing behind, and nothing is said to be kept', async () => {
  await withAccount(async (_, __, { endpoint }) => {
    using folder = project({});
    const where = ['--account', '123456789012', '--region', 'us-east-2', '--endpoint', endpoint];
    const run = folder.start(['record', 'log-group:/none', ...where, '-o', 'it.ndjson'], ENV);
    const { status, stderr } = await run.ended;
    expect(stderr).toContain('Cannot read the log group "/none": The specified log group does not exist');
    expect(stderr).not.toContain('kept');
    expect(status).toBe(2);
    expect(readdirSync(folder.folder).filter((name) => name.startsWith('it.'))).toEqual([]);
  });
});

test.concurrent('a recording is recorded as any other file, and its header is no stranger', async () => {
  using folder = project({ 'events.ndjson': lines(2) });
  await folder.ecreplay(['record', 'events.ndjson', '-o', 'it.ndjson']);
  const { stderr } = await folder.ecreplay(['record', 'it.ndjson', '-o', 'again.ndjson']);
  expect(stderr).toMatch(/^Recorded 2 lines to again\.ndjson/);
});

test.concurrent('a recorder that is interrupted or killed goes on where it was, and writes nothing twice', async () => {
  const many = 40_000;
  using folder = project({ 'events.ndjson': lines(many) });
  const partial = join(folder.folder, 'it.ndjson.partial');
  const command = ['record', 'events.ndjson', '-o', 'it.ndjson'];
  let kills = 0;
  for (let size = 300_000; kills < 3; size += 3_000_000) {
    const running = folder.start(command);
    const over = running.ended.then(() => true);
    if (await Promise.race([over, hasGrown(partial, size).then(() => false)])) break;
    running.kill(kills === 0 ? 'SIGINT' : 'SIGKILL');
    const { status, stderr } = await running.ended;
    if (kills === 0) {
      expect(stderr).toMatch(/Interrupted: \d+ lines are kept in "it\.ndjson\.partial", and the same command goes on/);
      expect(status).toBe(130);
    }
    kills += 1;
    expect(existsSync(join(folder.folder, 'it.ndjson'))).toBe(false);
  }
  expect(kills).toBeGreaterThan(0);
  const { status, stderr } = await folder.ecreplay(command);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(stderr).toContain('Going on with "it.ndjson.partial"');
  const ids = await idsIn(folder, 'it.ndjson');
  expect(ids).toHaveLength(many);
  expect(new Set(ids).size).toBe(many);
  expect(existsSync(partial)).toBe(false);
});

test.concurrent('listening is ended by an interruption, and what was heard until then is the recording', async () => {
  await withAccount(async (_, __, { endpoint }) => {
    using folder = project({});
    const where = ['--account', '123456789012', '--region', 'us-east-2', '--endpoint', endpoint];
    const running = folder.start(['record', 'bus:default', ...where, '-o', 'it.ndjson'], {
      ...ENV,
      ECREPLAY_STATE: join(folder.folder, 'state'),
    });
    await running.seen('Listening on the bus "default"');
    running.kill('SIGINT');
    const { status, stderr } = await running.ended;
    expect(stderr).toContain('Recorded 0 lines to it.ndjson');
    expect(status).toBe(0);
    expect(existsSync(join(folder.folder, 'it.ndjson'))).toBe(true);
  });
});

test.concurrent('credentials that expire half-way keep what was read, and new ones go on from there', async () => {
  await withAccount(async (account, _, { endpoint }) => {
    const { logs } = account;
    await logs.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: 'g', logStreamName: 's' }));
    const logEvents = ['e-1', 'e-2'].map((id, at) => ({
      timestamp: Date.now() - 1_000 + at,
      message: JSON.stringify(event(id)),
    }));
    await logs.send(new PutLogEventsCommand({ logGroupName: 'g', logStreamName: 's', logEvents }));
    // In front of the account: pages of one, and credentials that last for one of them.
    let answers = 0;
    let isRenewed = false;
    const front = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => void answer());
      async function answer(): Promise<void> {
        const target = String(request.headers['x-amz-target'] ?? '');
        const headers = Object.fromEntries(
          Object.entries(request.headers).flatMap(([name, value]) =>
            ['host', 'connection', 'content-length'].includes(name) ? [] : [[name, String(value)]],
          ),
        );
        if (target.endsWith('FilterLogEvents')) {
          const wish = JSON.parse(Buffer.concat(chunks).toString()) as { readonly nextToken?: string };
          answers += 1;
          if (answers > 1 && !isRenewed) {
            response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
            response.end(
              '{"__type":"ExpiredTokenException","message":"The security token included in the request is expired"}',
            );
            return;
          }
          const { nextToken: _token, ...rest } = wish;
          const all = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(rest) });
          const { events = [] } = (await all.json()) as { readonly events?: readonly unknown[] };
          const at = Number(wish.nextToken ?? '0');
          response.end(
            JSON.stringify({
              events: events.slice(at, at + 1),
              ...(at + 1 < events.length && { nextToken: String(at + 1) }),
            }),
          );
          return;
        }
        const through = await fetch(`${endpoint}${request.url}`, {
          method: 'POST',
          headers,
          body: Buffer.concat(chunks),
        });
        response.writeHead(through.status, { 'content-type': through.headers.get('content-type') ?? 'text/plain' });
        response.end(Buffer.from(await through.arrayBuffer()));
      }
    });
    await new Promise<void>((resolve) => void front.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = front.address() as { readonly port: number };
      using folder = project({});
      const where = ['--account', '123456789012', '--region', 'us-east-2', '--endpoint', `http://127.0.0.1:${port}`];
      const command = ['record', 'log-group:g', ...where, '-o', 'it.ndjson'];
      const expired = await folder.start(command, ENV).ended;
      expect(expired.stderr).toContain(
        'Cannot read the log group "g": the credentials have expired, wanted new ones; 1 line is kept in "it.ndjson.partial", and the same command goes on from there',
      );
      expect(expired.status).toBe(3);
      isRenewed = true;
      const { status, stderr } = await folder.start(command, ENV).ended;
      expect({ status, stderr }).toMatchObject({ status: 0 });
      expect(stderr).toContain('1 came again and was left out');
      expect(await idsIn(folder, 'it.ndjson')).toEqual(['e-1', 'e-2']);
    } finally {
      front.close();
    }
  });
});

test.concurrent.for([
  [['record', 'log-group:g', '-o', 'x'], 'nothing is contacted that is not named, wanted --account'],
  [['record', 'log-group:g', '--account', '123456789012', '-o', 'x'], 'wanted --region'],
  [['record', 'nowhere', '-o', 'x'], 'there is no such file, folder or source'],
  [['record', 'kinesis:x', '-o', 'x'], 'Cannot record from "kinesis:x": wanted a file, a folder'],
  [['record', 'events.ndjson', '--live', '-o', 'x'], 'Cannot read "--live": a file does not take it'],
  [['record', 'events.ndjson', '--from', 'yesterday', '-o', 'x'], 'Cannot read "--from yesterday": wanted a time'],
  [
    ['record', 'events.ndjson', '--from', '1h', '--to', '2h', '-o', 'x'],
    'Cannot record from 1h to 2h: that is no time at all',
  ],
  [['record', 'events.ndjson', '--no-redact', '--tags', '-o', 'x'], 'Cannot redact and leave it'],
  [
    ['record', 'arn:aws:logs:us-east-2:123456789012:log-group:g', '--region', 'us-east-1', '-o', 'x'],
    'it is not in us-east-1',
  ],
  [
    [
      'record',
      'archive:a',
      '--account',
      '123456789012',
      '--region',
      'us-east-2',
      '--endpoint',
      'http://127.0.0.1:1',
      '-o',
      'x',
    ],
    'cannot be reached',
  ],
] as const)('%j is refused', async ([command, sentence]) => {
  using folder = project({ 'events.ndjson': lines(1) });
  const { status, stderr } = await folder.start([...command], ENV).ended;
  expect(stderr).toContain(sentence);
  expect(status).toBe(sentence === 'cannot be reached' ? 3 : 2);
  expect(existsSync(join(folder.folder, 'x'))).toBe(false);
});
