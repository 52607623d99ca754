import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { listen } from '../../../src/embedded/door/listener.ts';
import { event, send, serve, type Sent } from './clients.ts';

type Server = Awaited<ReturnType<typeof serve>>;

/** Opens a connection of one's own. */
function dial(url: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => resolve(socket));
    // Whoever is cut off in the middle of a word hears of it so.
    socket.on('error', () => {});
  });
}

/** All that comes on a connection until it is closed. */
function rest(socket: Socket): Promise<string> {
  let got = '';
  socket.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')));
  return new Promise((resolve) => socket.on('close', () => resolve(got)));
}

/** A request by hand, as long as it is said to be. */
function request(target: string, body: string): string {
  const head = [
    'POST / HTTP/1.1',
    'Host: localhost',
    `X-Amz-Target: ${target}`,
    'Content-Type: application/x-amz-json-1.0',
  ];
  return `${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** That the server still does what it is there for, and has nothing to complain of. */
async function lives({ sqs, told }: Server): Promise<void> {
  expect((await sqs.send(new ListQueuesCommand({}))).$metadata.httpStatusCode).toBe(200);
  expect(told).toEqual([]);
}

/** A queue that gets all events. */
async function listening({ sqs, eventbridge }: Server): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'heard' }));
  await eventbridge.send(new PutRuleCommand({ Name: 'all', EventPattern: '{"source":["app"]}' }));
  const Targets = [{ Id: 'q', Arn: 'arn:aws:sqs:us-east-2:123456789012:heard' }];
  await eventbridge.send(new PutTargetsCommand({ Rule: 'all', Targets }));
  return QueueUrl!;
}

describe('a body', () => {
  const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const BODIES: Readonly<Record<string, string | Buffer>> = {
    'that ends too soon': '{"Entries":',
    'that is a list': '[]',
    'that is a text': '"x"',
    'that is null': 'null',
    'that is empty': '',
    'of bytes that are no text': Buffer.from([0xff, 0xfe, 0, 1]),
    'of lists in lists': '['.repeat(200_000) + ']'.repeat(200_000),
    'of objects in objects': deep(100_000),
    'with a member of objects in objects': `{"Entries":${deep(100_000)},"Attributes":${deep(100_000)}}`,
    'that would be every prototype': '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    'with numbers beyond all doubles': '{"Entries":1e999,"MaxResults":-1e999}',
    'with half a character': '{"Name":"\\ud800"}',
  };
  const TARGETS = [
    'AWSEvents.PutEvents',
    'AWSEvents.PutRule',
    'AmazonSQS.SendMessageBatch',
    'AWSStepFunctions.CreateStateMachine',
    'Logs_20140328.PutLogEvents',
    'Kinesis_20131202.PutRecords',
    'Firehose_20150804.PutRecordBatch',
    'AmazonSSM.SendCommand',
    'AmazonEC2ContainerServiceV20141113.RunTask',
    'AmazonEC2ContainerRegistry_V20150921.PutImage',
    'DynamoDB_20120810.PutItem',
    'AWSEvents.Nothing',
    'AWSEvents.__proto__',
    'AWSEvents.constructor',
    'AWSEvents.',
    'Nothing',
  ];

  /** The only ones that may say so. */
  const NOT_ACTED_OUT: ReadonlySet<string> = new Set(['DynamoDB_20120810.PutItem', 'AWSEvents.', 'Nothing']);

  test.for(Object.entries(BODIES))('%s is answered in JSON by every service', async ([, body]) => {
    await using server = await serve();
    const answered: unknown[] = [];
    for (const target of TARGETS) {
      for (const type of ['application/x-amz-json-1.0', 'application/x-amz-json-1.1']) {
        const answer = await send(server.url, { headers: { 'x-amz-target': target, 'content-type': type }, body });
        const isActedOut = answer.status < 500;
        answered.push([
          target,
          isActedOut || (answer.status === 501 && NOT_ACTED_OUT.has(target)),
          isJson(answer.body),
        ]);
      }
    }
    expect(answered).toEqual(TARGETS.flatMap((target) => [target, target]).map((target) => [target, true, true]));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    await lives(server);
  });

  test.for([
    ['an action that nobody has', 'Action=Nothing&Version=2010-03-31', 'InvalidAction'],
    ['an empty action', 'Action=', 'InvalidAction'],
    ['no action', 'Version=2010-03-31', 'InvalidAction'],
    ['the action of every object', 'Action=__proto__', 'InvalidAction'],
    ['escapes that are none', '%=%&%zz=1', 'InvalidAction'],
    ['every prototype', 'Action=Publish&__proto__.polluted=1&constructor.prototype.polluted=1', 'InvalidParameter'],
    ['a name of fifty thousand parts', `Action=Publish&${'a.'.repeat(50_000)}b=1`, 'MalformedQueryString'],
    ['lists in lists', `Action=PublishBatch&TopicArn=x&Entries${'.member.1'.repeat(20_000)}=1`, 'MalformedQueryString'],
    [
      'the four billionth of a list',
      'Action=TagResource&ResourceArn=x&Tags.member.4294967295.Key=1',
      'ResourceNotFound',
    ],
    ['one name a hundred thousand times', `Action=Publish&${'a=1&'.repeat(100_000)}`, 'InvalidParameter'],
  ] as const)('of a query with %s is answered in XML', async ([, body, code]) => {
    await using server = await serve();
    const scope = 'Credential=x/20260115/us-east-2/sns/aws4_request, SignedHeaders=host, Signature=0';
    const headers = {
      'x-amz-target': [],
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 ${scope}`,
    };
    const answer = await send(server.url, { headers, body });
    expect(answer.body).toContain(`<Code>${code}</Code>`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    await lives(server);
  });

  test.for<[string, number[]]>([
    ['a list without an end', [0x9f]],
    ['a map without an end', [0xbf, 0x61]],
    ['lists in lists', Array.from({ length: 100_000 }, () => 0x81)],
    ['bytes beyond all lengths', [0x5b, 255, 255, 255, 255, 255, 255, 255, 255]],
    ['a list beyond all lengths', [0x9b, 0, 0, 0, 255, 255, 255, 255, 255]],
    ['a map beyond all lengths', [0xbb, 127, 255, 255, 255, 255, 255, 255, 255]],
    ['half a number', [0xfb]],
    ['an end without a beginning', [0xff]],
  ])('of CBOR that is %s is a serialization error in CBOR', async ([, bytes]) => {
    await using server = await serve();
    const headers = { 'x-amz-target': 'Kinesis_20131202.PutRecords', 'content-type': 'application/x-amz-cbor-1.1' };
    const answer = await send(server.url, { headers, body: Buffer.from(bytes) });
    expect(answer.status).toBe(400);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/x-amz-cbor-1.1',
      'x-amzn-errortype': 'SerializationException',
    });
    await lives(server);
  });

  test.for<Sent>([
    { method: 'POST', path: '/2015-03-31/functions/%/invocations' },
    { method: 'POST', path: '/2015-03-31/functions/x/invocations', body: '{"a":' },
    { method: 'GET', path: '/2015-03-31/functions/__proto__' },
    { method: 'GET', path: `/2015-03-31/functions/${'a'.repeat(5000)}` },
    { method: 'GET', path: '/2015-03-31/functions/?MaxItems=x&Marker=%ff' },
    { method: 'POST', path: '/2015-03-31/event-source-mappings', body: '[' },
    { method: 'PUT', path: '/nothing' },
    { method: 'PATCH', path: '/2015-03-31//' },
    { method: 'DELETE', path: '/%2e%2e/%2e%2e/' },
  ])('or a path that Lambda does not have is answered in JSON: $method $path', async (sent) => {
    await using server = await serve();
    const scope = 'Credential=x/20260115/us-east-2/lambda/aws4_request, SignedHeaders=host, Signature=0';
    const headers = { 'x-amz-target': [], authorization: `AWS4-HMAC-SHA256 ${scope}` };
    const answer = await send(server.url, { ...sent, headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(() => JSON.parse(answer.body) as unknown).not.toThrow();
    await lives(server);
  });

  test('that is small only until it is unpacked is refused', async () => {
    const { gzipSync } = await import('node:zlib');
    await using server = await serve();
    const body = gzipSync(Buffer.alloc(100_000_000, 32));
    const answer = await send(server.url, { headers: { 'content-encoding': 'gzip' }, body });
    expect([answer.status, (JSON.parse(answer.body) as { __type: string }).__type]).toEqual([
      400,
      'SerializationException',
    ]);
    await lives(server);
  });
});

describe('a connection', () => {
  test.for<[string, string, RegExp]>([
    ['no HTTP', '\x00\x01\x02\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['TLS', '\x16\x03\x01\x02\x00\x01', /^HTTP\/1\.1 400 /],
    ['a length below nothing', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET',
      /^HTTP\/1\.1 400 /,
    ],
    [
      'chunks that are none',
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    ['a header without an end', `POST / HTTP/1.1\r\nHost: localhost\r\nX: ${'b'.repeat(100_000)}`, /^HTTP\/1\.1 431 /],
    ['a flood of headers', `POST / HTTP/1.1\r\nHost: localhost\r\n${'X: a\r\n'.repeat(20_000)}`, /^HTTP\/1\.1 431 /],
    [
      'the beginning of HTTP/2, and then anything',
      `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'x'.repeat(1000)}`,
      /SETTINGS expected/,
    ],
  ])('that says %s is closed', async ([, bytes, answer]) => {
    await using server = await serve();
    const socket = await dial(server.url);
    socket.write(bytes, 'latin1');
    expect(await rest(socket)).toMatch(answer);
    await lives(server);
  });

  test.for<[string, string, string]>([
    ['headers', 'POST / HTTP/1.1\r\nHost: localhost\r\n', 'X: a\r\n'],
    ['a body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n', 'a'],
  ])('that sends %s drop by drop is closed after a while', async ([, first, drop]) => {
    await using door = await listen(() => Promise.resolve({ status: 200, headers: {}, body: '' }), { patience: 100 });
    const socket = await dial(door.url);
    socket.write(first);
    const dropping = setInterval(() => socket.write(drop), 10);
    expect(await rest(socket)).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(dropping);
  });

  test('of HTTP/2 whose request does not end loses that request after a while', async () => {
    await using door = await listen(() => Promise.resolve({ status: 200, headers: {}, body: '' }), { patience: 100 });
    const client = connectHttp2(door.url);
    const stream = client.request({ ':method': 'POST', ':path': '/' });
    stream.on('error', () => {});
    stream.write('a');
    await new Promise((resolve) => stream.on('close', resolve));
    client.destroy();
  });

  test('that asks for more than a thousand things before the first is answered is closed', async () => {
    await using server = await serve();
    const { QueueUrl } = await server.sqs.send(new CreateQueueCommand({ QueueName: 'empty' }));
    const poll = request('AmazonSQS.ReceiveMessage', JSON.stringify({ QueueUrl, WaitTimeSeconds: 20 }));
    const socket = await dial(server.url);
    const closed = rest(socket);
    socket.write(poll.repeat(1001));
    expect(await closed).toBe('');
    await lives(server);
  });

  test('may ask for several things at once, and is answered in that order', async () => {
    await using server = await serve();
    const socket = await dial(server.url);
    const names = Array.from({ length: 50 }, (_, index) => `queue-${index}`);
    socket.end(names.map((QueueName) => request('AmazonSQS.CreateQueue', JSON.stringify({ QueueName }))).join(''));
    const answered = [...(await rest(socket)).matchAll(/\/123456789012\/(queue-\d+)"/g)].map(([, name]) => name);
    expect(answered).toEqual(names);
  });

  test('holds sixteen megabytes of requests at most, in HTTP/2 over all its streams', async () => {
    await using server = await serve();
    const client = connectHttp2(server.url);
    const headers = {
      ':method': 'POST',
      'x-amz-target': 'AWSEvents.PutEvents',
      'content-type': 'application/x-amz-json-1.1',
    };
    const streams = Array.from({ length: 5 }, () => client.request(headers));
    // None is ended before all are sent, so that all have to be held.
    await Promise.all(
      streams.map((stream) => new Promise((resolve) => stream.write(Buffer.alloc(4_000_000, 32), resolve))),
    );
    const statuses = await Promise.all(
      streams.map((stream) => {
        stream.end();
        return new Promise((resolve) => stream.on('response', (answer) => resolve(answer[':status'])));
      }),
    );
    client.destroy();
    expect(statuses.filter((status) => status === 400)).toHaveLength(4);
    expect(statuses).toContain(413);
    await lives(server);
  });

  test.for<[string, (client: ReturnType<typeof connectHttp2>) => void]>([
    [
      'takes back every request at once',
      (client) => {
        for (let index = 0; index < 3000; index += 1) {
          const stream = client.request({ ':method': 'POST' });
          stream.on('error', () => {});
          stream.close(constants.NGHTTP2_CANCEL);
        }
      },
    ],
    [
      'pings without an end',
      (client) => {
        for (let index = 0; index < 5000; index += 1) client.ping(() => {});
      },
    ],
    [
      'sends a flood of headers',
      (client) => {
        const flood = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`x-${index}`, 'c'.repeat(50)]));
        client.request({ ':method': 'POST', ...flood }).on('error', () => {});
      },
    ],
  ])('of HTTP/2 that %s harms nobody', async ([, harm]) => {
    await using server = await serve();
    const client = connectHttp2(server.url);
    client.on('error', () => {});
    await new Promise((resolve) => client.on('connect', resolve));
    harm(client);
    await lives(server);
    client.destroy();
    await lives(server);
  });
});

describe('nothing that was taken is lost', () => {
  test('when its sender hangs up without waiting for the answer', async () => {
    await using server = await serve();
    const QueueUrl = await listening(server);
    const socket = await dial(server.url);
    const put = request('AWSEvents.PutEvents', JSON.stringify({ Entries: [event({ from: 'a stranger' })] }));
    await new Promise<void>((resolve) => {
      socket.write(put, () => {
        socket.destroy();
        resolve();
      });
    });
    const { Messages } = await server.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({ detail: { from: 'a stranger' } });
  });

  test('while others send rubbish, hang up and flood', { timeout: 30_000 }, async () => {
    await using server = await serve();
    const QueueUrl = await listening(server);
    const rubbish = async (index: number): Promise<void> => {
      const socket = await dial(server.url);
      socket.write(
        ['garbage\r\n\r\n', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{', 'PRI * HTTP/2.0\r\n'][
          index % 3
        ]!,
      );
      socket.destroy();
    };
    const puts = Array.from({ length: 100 }, (_, index) =>
      server.eventbridge.send(new PutEventsCommand({ Entries: [event({ index })] })),
    );
    await Promise.all([...puts, ...Array.from({ length: 300 }, (_, index) => rubbish(index))]);
    const seen = new Set<number>();
    for (;;) {
      const { Messages = [] } = await server.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      if (Messages.length === 0) break;
      for (const { Body } of Messages) seen.add((JSON.parse(Body!) as { detail: { index: number } }).detail.index);
    }
    expect(seen.size).toBe(100);
    expect(server.told).toEqual([]);
  });
});
