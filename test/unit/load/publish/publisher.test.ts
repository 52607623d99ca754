import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openPublisher, type Publisher, type Publishing } from '../../../../src/load/publish/publisher.ts';
import { wireEntry } from '../../../../src/load/publish/wire-entry.ts';
import { seeded } from '../../../../src/random.ts';

/** A request as a bus has it. */
interface Put {
  readonly Entries: readonly { readonly Detail: string }[];
  readonly attempt: string;
}

type Answering = (put: Put, response: ServerResponse, nth: number) => void;

async function bus(
  answering: Answering,
): Promise<{ readonly url: string; readonly puts: Put[]; readonly most: () => number }> {
  const puts: Put[] = [];
  let [open, most] = [0, 0];
  const server = createServer((request: IncomingMessage, response) => {
    open += 1;
    most = Math.max(most, open);
    response.once('close', () => (open -= 1));
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { Entries } = JSON.parse(text) as Put;
      const put = { Entries, attempt: String(request.headers['amz-sdk-request']) };
      puts.push(put);
      answering(put, response, puts.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, puts, most: () => most };
}

/** Every entry is taken but those that a test names codes for. */
function take({ Entries }: Put, response: ServerResponse, codes: Readonly<Record<number, string>> = {}): void {
  const answers = Entries.map((_, at) => (codes[at] === undefined ? { EventId: `${at}` } : { ErrorCode: codes[at] }));
  response.end(JSON.stringify({ FailedEntryCount: Object.keys(codes).length, Entries: answers }));
}

interface Heard {
  readonly sent: number[];
  readonly ended: Map<number, string>;
  readonly tries: Map<number, number>;
}

function open(url: string, how: Partial<Publishing> = {}): { readonly publisher: Publisher; readonly heard: Heard } {
  const heard: Heard = { sent: [], ended: new Map(), tries: new Map() };
  const publisher = openPublisher({
    endpoint: new URL(url),
    region: 'us-east-1',
    credentials: () => ({ accessKeyId: '123456789012', secretAccessKey: 'none' }),
    agent: { 'x-amz-user-agent': 'ecreplay', 'user-agent': 'ecreplay' },
    attempts: 3,
    now: Date.now,
    invocationId: () => crypto.randomUUID(),
    entries: { text: (number) => wireEntry({ Detail: `{"number":${number}}` }), sizeOf: () => 100 },
    connections: 4,
    room: 1_000,
    patience: 5_000,
    random: seeded(1),
    told: {
      sent: (number) => heard.sent.push(number),
      ended: (number, end, _, tries) => {
        heard.ended.set(number, 'code' in end ? `${end.kind} ${end.code}` : end.kind);
        heard.tries.set(number, tries);
      },
      answered: () => undefined,
    },
    ...how,
  });
  onTestFinished(() => publisher.close());
  return { publisher, heard };
}

function putAll(publisher: Publisher, many: number): readonly boolean[] {
  return Array.from({ length: many }, (_, number) => publisher.put(number));
}

test('what waits is sent in batches of ten, in its order, no more requests at once than there are connections', async () => {
  const { url, puts, most } = await bus((put, response) => take(put, response));
  const { publisher, heard } = open(url);
  putAll(publisher, 95);
  await publisher.idle();
  expect(puts.map(({ Entries }) => Entries.length).toSorted((a, b) => b - a)).toEqual([
    ...Array.from({ length: 9 }, () => 10),
    5,
  ]);
  expect(heard.sent).toEqual(Array.from({ length: 95 }, (_, number) => number));
  expect([...heard.ended.values()].every((end) => end === 'accepted')).toBe(true);
  expect(heard.ended.size).toBe(95);
  expect(most()).toBeLessThanOrEqual(4);
});

test('a batch is no larger than AWS lets it be, and what is too large by itself goes alone', async () => {
  const { url, puts } = await bus((put, response) => take(put, response));
  const sizes = [600_000, 448_576, 1, 2_000_000, 5];
  const { publisher } = open(url, {
    connections: 1,
    entries: { text: (n) => `{"Detail":"${n}"}`, sizeOf: (n) => sizes[n]! },
  });
  putAll(publisher, 5);
  await publisher.idle();
  expect(puts.map(({ Entries }) => Entries.map(({ Detail }) => Detail).join())).toEqual(['0,1', '2', '3', '4']);
});

test('only the entries of a batch that were refused for now are sent again', async () => {
  const { url, puts } = await bus((put, response, nth) =>
    take(put, response, nth === 1 ? { 1: 'ThrottlingException', 3: 'InternalFailure', 4: 'MalformedDetail' } : {}),
  );
  const { publisher, heard } = open(url);
  putAll(publisher, 6);
  await publisher.idle();
  expect(puts.map(({ Entries }) => Entries.map(({ Detail }) => Detail))).toEqual([
    [0, 1, 2, 3, 4, 5].map((number) => `{"number":${number}}`),
    ['{"number":1}', '{"number":3}'],
  ]);
  expect(puts.map(({ attempt }) => attempt)).toEqual(['attempt=1; max=3', 'attempt=2; max=3']);
  expect(heard.ended).toEqual(
    new Map([
      [0, 'accepted'],
      [2, 'accepted'],
      [4, 'refused MalformedDetail'],
      [5, 'accepted'],
      [1, 'accepted'],
      [3, 'accepted'],
    ]),
  );
  expect(heard.tries.get(3)).toBe(2);
  expect(heard.sent).toEqual([0, 1, 2, 3, 4, 5]);
});

test.each<[string, Answering, string, number]>([
  [
    'a throttled request',
    (_, response) => {
      response.statusCode = 400;
      response.end('{"__type":"com.amazonaws.events#ThrottlingException","message":"Rate exceeded"}');
    },
    'refused ThrottlingException',
    3,
  ],
  ['a 503', (_, response) => void response.writeHead(503).end('busy'), 'refused HTTP 503', 3],
  [
    'a request that is not liked',
    (_, response) => {
      response.writeHead(400, { 'x-amzn-errortype': 'ValidationException:http://internal' }).end('{}');
    },
    'refused ValidationException',
    1,
  ],
  ['a 500', (_, response) => void response.writeHead(500).end(), 'unknown HTTP 500', 1],
  ['a connection that is cut', (_, response) => void response.destroy(), 'unknown UND_ERR_SOCKET', 1],
  ['an answer that is none', (_, response) => void response.end('<html>'), 'unknown NoAnswer', 1],
  ['an answer with too few entries', (_, response) => void response.end('{"Entries":[]}'), 'unknown NoAnswer', 1],
])('%s is sent again only where it was certainly not carried out', async (_, answering, end, requests) => {
  const { url, puts } = await bus(answering);
  const { publisher, heard } = open(url);
  putAll(publisher, 2);
  await publisher.idle();
  expect([...heard.ended.values()]).toEqual([end, end]);
  expect(puts).toHaveLength(requests);
});

test('an answer that does not come has a limit', async () => {
  const { url } = await bus(() => undefined);
  const { publisher, heard } = open(url, { patience: 50 });
  putAll(publisher, 1);
  await publisher.idle();
  expect(heard.ended.get(0)).toMatch(/^unknown UND_ERR_HEADERS_TIMEOUT$/);
});

test('where nobody listens it never left, and is refused after as many tries as there are', async () => {
  const { publisher, heard } = open('http://127.0.0.1:1');
  putAll(publisher, 1);
  await publisher.idle();
  expect(heard.ended.get(0)).toBe('refused ECONNREFUSED');
  expect(heard.tries.get(0)).toBe(3);
});

test('a server that closes each connection takes everything all the same', async () => {
  const { url } = await bus((put, response) => {
    response.setHeader('connection', 'close');
    take(put, response);
  });
  const { publisher, heard } = open(url);
  putAll(publisher, 100);
  await publisher.idle();
  expect([...heard.ended.values()].filter((end) => end === 'accepted')).toHaveLength(100);
});

test('what there is no room for is said at once, and not sent later', async () => {
  const { url, puts } = await bus((put, response) => take(put, response));
  const { publisher, heard } = open(url, { room: 20 });
  expect(putAll(publisher, 25).filter(Boolean)).toHaveLength(20);
  await publisher.idle();
  expect(heard.ended.size).toBe(20);
  expect(puts).toHaveLength(2);
});

test('what waits can be forgotten, and what is under way still comes to its end', async () => {
  let answer: (() => void) | undefined;
  let asked!: () => void;
  const arrived = new Promise<void>((resolve) => (asked = resolve));
  const { url, puts } = await bus((put, response) => {
    answer = () => take(put, response, { 0: 'ThrottlingException' });
    asked();
  });
  const { publisher, heard } = open(url, { connections: 1 });
  putAll(publisher, 30);
  publisher.flush();
  await arrived;
  publisher.forgo();
  answer?.();
  await publisher.idle();
  expect(heard.ended.size).toBe(10);
  expect(heard.ended.get(0)).toBe('refused ThrottlingException');
  expect(puts).toHaveLength(1);
  expect(publisher.waiting()).toBe(0);
});
