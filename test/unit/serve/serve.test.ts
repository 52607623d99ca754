import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CREDENTIALS, event, send, serve } from './clients.ts';

const SETUP = {
  rules: [{ name: 'pushes', pattern: { source: ['app'] }, targets: [{ consumer: 'deployer' }, { queue: 'deploys' }] }],
  consumers: { deployer: { handler: 'handlers/deployer.ts' } },
  root: fileURLToPath(new URL('.', import.meta.url)),
};

test('an event reaches the queue and the consumer that the configuration names', async () => {
  await using server = await serve({ setup: SETUP });
  const { sqs, eventbridge } = server;
  expect((await eventbridge.send(new PutEventsCommand({ Entries: [event({ fail: true })] }))).FailedEntryCount).toBe(0);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'deploys' }));
  expect(QueueUrl).toBe(`${server.url}/123456789012/deploys`);
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({ source: 'app', detail: { fail: true } });
  await expect.poll(() => server.told).toEqual(['deployer threw Error: told to fail']);
});

test('a function can be invoked, and what it returns comes back', async () => {
  await using server = await serve({ setup: SETUP });
  const { lambda } = server;
  const { Payload, StatusCode } = await lambda.send(
    new InvokeCommand({ FunctionName: 'deployer', Payload: JSON.stringify({ detail: { a: 1 } }) }),
  );
  expect([StatusCode, Buffer.from(Payload!).toString()]).toEqual([200, '{"a":1}']);
});

test('clients that speak HTTP/2 are served on the same port', async () => {
  await using server = await serve();
  const { kinesis } = server;
  expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual([]);
});

test('a manual clock stands still until it is moved', async () => {
  await using server = await serve({ setup: SETUP, clock: 'manual' });
  const { sqs } = server;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'deploys' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 300 }));
  const receive = async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.length ?? 0;
  expect(await receive()).toBe(0);
  const before = (await send(`${server.url}/_ecreplay/clock`, { method: 'GET' })).body;
  const after = (await send(`${server.url}/_ecreplay/clock?advance=5m`)).body;
  expect(Date.parse(after.trim()) - Date.parse(before.trim())).toBe(300_000);
  expect(await receive()).toBe(1);
  expect((await send(`${server.url}/_ecreplay/clock?advance=soon`)).status).toBe(400);
});

test('a path of the server itself that there is not is refused: nobody shall think that he has moved the clock', async () => {
  await using server = await serve({ clock: 'manual' });
  const answer = await send(`${server.url}/_ecreplay/clocks?advance=5m`);
  expect([answer.status, answer.body]).toEqual([
    404,
    'Cannot answer "/_ecreplay/clocks": there is only /_ecreplay/clock\n',
  ]);
});

test('who hangs up while waiting for a message does not take it along', async () => {
  await using server = await serve({ setup: SETUP });
  const { sqs } = server;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'deploys' }));
  for (let waiting = 0; waiting < 3; waiting += 1) {
    const leaving = new AbortController();
    const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: leaving.signal,
    });
    // Whoever asks after it is answered after it has begun to wait.
    await sqs.send(new GetQueueUrlCommand({ QueueName: 'deploys' }));
    leaving.abort();
    await expect(poll).rejects.toThrow('Request aborted');
  }
  await sqs.send(new GetQueueUrlCommand({ QueueName: 'deploys' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'still here' }));
  expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toMatchObject([{ Body: 'still here' }]);
});

test('a consumer that waits for a message does not keep a manual clock from moving', async () => {
  const rules = [{ name: 'asks', pattern: { source: ['app'] }, targets: [{ consumer: 'poller' }] }];
  const consumers = { poller: { handler: 'handlers/poller.ts', timeout: '30s' } };
  const setup = { rules, consumers, root: SETUP.root, resources: { queues: { answers: {} } } };
  await using server = await serve({ setup, clock: 'manual' });
  const { sqs, eventbridge } = server;
  await eventbridge.send(new PutEventsCommand({ Entries: [event({})] }));
  await server.advance(10_000);
  expect(server.told).toEqual([]);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'answers' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  expect(server.told).toEqual(['poller threw Error: hello']);
  // Lambda tries it again, when the message has long been visible again.
  await server.advance(60_000);
  expect(server.told).toEqual(['poller threw Error: hello', 'poller threw Error: hello']);
});

describe('strangers', () => {
  test.each([
    ['a name that is not this machine', { host: 'evil.example' }],
    ['a name that only begins like this machine', { host: 'localhost.evil.example' }],
    ['a web page', { origin: 'https://evil.example' }],
    ['a web page that hides its origin', { origin: 'null' }],
    ['a page that embeds us', { 'sec-fetch-site': 'cross-site' }],
  ])('%s is turned away in the words of the protocol', async (_, headers) => {
    await using server = await serve();
    const answer = await send(server.url, { headers });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ __type: 'AccessDeniedException' });
  });

  test('a preflight is given nothing that would let a page in', async () => {
    await using server = await serve();
    const answer = await send(server.url, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('a host that is allowed by name is let in', async () => {
    await using server = await serve({ allowed: ['host.docker.internal'] });
    const answer = await send(server.url, { headers: { host: 'host.docker.internal:4577' } });
    expect(JSON.parse(answer.body)).toMatchObject({ __type: 'ValidationException' });
  });

  test('a caller without the right signature is refused, and one with it is not', async () => {
    const secretOf = (id: string) => (id === CREDENTIALS.accessKeyId ? CREDENTIALS.secretAccessKey : undefined);
    await using server = await serve({ secretOf });
    const { eventbridge } = server;
    expect(JSON.parse((await send(server.url)).body)).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
    expect((await eventbridge.send(new PutEventsCommand({ Entries: [event()] }))).FailedEntryCount).toBe(0);
  });
});

describe('bad input', () => {
  const limit = 1_048_576;
  const sized = (bytes: number) => ({
    ...event(),
    Detail: `{"a":"${'x'.repeat(bytes - 'app'.length - 'd'.length - 8)}"}`,
  });

  test('a megabyte of events is taken, and a byte more is refused', async () => {
    await using server = await serve();
    const { eventbridge } = server;
    expect((await eventbridge.send(new PutEventsCommand({ Entries: [sized(limit - 1)] }))).FailedEntryCount).toBe(0);
    await expect(eventbridge.send(new PutEventsCommand({ Entries: [sized(limit + 1)] }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
  });

  test('a detail nested 1,001 deep is malformed, and its neighbour is not', async () => {
    await using server = await serve();
    const { eventbridge } = server;
    const Detail = `${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`;
    const { Entries } = await eventbridge.send(new PutEventsCommand({ Entries: [{ ...event(), Detail }, event()] }));
    expect(Entries).toEqual([
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { EventId: expect.any(String) as string },
    ]);
  });

  test.each([
    ['a body that is no JSON', { body: '{"Entries":' }, 400, 'SerializationException'],
    ['a body nested a hundred thousand deep', { body: '['.repeat(100_000) }, 400, 'SerializationException'],
    ['a body of another kind', { body: '[]' }, 400, 'SerializationException'],
    [
      'an operation that does not exist',
      { headers: { 'x-amz-target': 'AWSEvents.Nothing' } },
      400,
      'UnknownOperationException',
    ],
    [
      'an operation that is not acted out',
      { headers: { 'x-amz-target': 'AmazonSSM.CreateMaintenanceWindow' } },
      501,
      'InternalFailure',
    ],
    [
      'an operation of a service that is not here',
      { headers: { 'x-amz-target': 'CodeBuild_20161006.StartBuild' } },
      501,
      'InternalFailure',
    ],
    ['a body beyond every limit', { body: Buffer.alloc(17_000_000, 32) }, 413, 'RequestEntityTooLargeException'],
  ])('%s is refused', async (_, sent, status, code) => {
    await using server = await serve();
    const answer = await send(server.url, sent);
    expect([answer.status, (JSON.parse(answer.body) as { __type: string }).__type]).toEqual([status, code]);
  });

  test('an action that does not exist is refused in XML', async () => {
    await using server = await serve();
    const answer = await send(server.url, {
      headers: {
        'x-amz-target': [],
        'content-type': 'application/x-www-form-urlencoded',
        authorization:
          'AWS4-HMAC-SHA256 Credential=x/20260115/us-east-2/sns/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: 'Action=Nothing&Version=2010-03-31',
    });
    expect(answer.body).toContain('<Code>InvalidAction</Code>');
  });

  test('a client that hangs up half-way takes nobody with it', async () => {
    await using server = await serve();
    const { port } = new URL(server.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"Entr`, () => {
          socket.destroy();
          resolve();
        });
      });
    });
    expect((await server.eventbridge.send(new PutEventsCommand({ Entries: [event()] }))).FailedEntryCount).toBe(0);
    expect(server.told).toEqual([]);
  });

  test('a thousand connections at once are all answered', async () => {
    await using server = await serve();
    const body = JSON.stringify({ Entries: [event()] });
    const answers = await Promise.all(Array.from({ length: 1000 }, () => send(server.url, { body })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

test('a port that is taken is said so', async () => {
  await using server = await serve();
  await expect(serve({ port: Number(new URL(server.url).port) })).rejects.toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message: expect.stringContaining('the port is taken, wanted another with --port') as string,
  });
});

test('PutEvents is throttled where that is wished for, and the next second begins anew', async () => {
  await using server = await serve({ throttle: 2, clock: 'manual' });
  const { eventbridge } = server;
  const put = () => eventbridge.send(new PutEventsCommand({ Entries: [event()] }));
  await put();
  await put();
  await expect(put()).rejects.toMatchObject({
    name: 'ThrottlingException',
    message: 'Rate exceeded',
    $metadata: { httpStatusCode: 400 },
  });
  await server.advance(1000);
  expect((await put()).FailedEntryCount).toBe(0);
});
