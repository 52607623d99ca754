import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQS } from '@aws-sdk/client-sqs';
import { PutEventsCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ImageSpec } from '../../src/consumer/consumer.ts';
import { openConsumers } from '../../src/consumer/open-consumers.ts';
import { openImage } from '../../src/bus/image/image-consumer.ts';
import { LOCALSTACK_IMAGE } from '../../src/bus/bus-spec.ts';
import { seeded } from '../../src/random.ts';
import { openServer, type Server, type Serving } from '../../src/serve/open-server.ts';

/** Any image with Python and its SDK in it will do, and this one is here anyway. */
const image = LOCALSTACK_IMAGE;
const endpoint = process.env['ECREPLAY_LOCALSTACK'] ?? '';

vi.setConfig({ testTimeout: 60_000 });

let state = '';

beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'ecreplay-image-'));
  vi.stubEnv('ECREPLAY_STATE', state);
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(state, { recursive: true, force: true });
});

/** A worker that passes on what it finds in a queue, as fast as it comes. */
const WORKER = `
import boto3
sqs = boto3.client("sqs")
source = sqs.get_queue_url(QueueName="work")["QueueUrl"]
target = sqs.get_queue_url(QueueName="done")["QueueUrl"]
while True:
    for message in sqs.receive_message(QueueUrl=source, WaitTimeSeconds=5).get("Messages", []):
        sqs.send_message(QueueUrl=target, MessageBody=message["Body"])
        sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
`;

/** What answers at 8080 as an image for Lambda does: it calls AWS, and fails when it is told to. */
const FUNCTION = `
import http.server, json, boto3
sqs = boto3.client("sqs")
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args): pass
    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            if event.get("fail"): raise ValueError("told to")
            sqs.create_queue(QueueName="made")
            answer = {"path": self.path, "tag": event["tag"]}
        except Exception as error:
            answer = {"errorType": type(error).__name__, "errorMessage": str(error)}
        body = json.dumps(answer).encode()
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("", 8080), Handler).serve_forever()
`;

/** The public image has its Python and what belongs to it in a folder of its own. */
const START =
  'python=/opt/code/localstack/.venv/bin/python; [ -x "$python" ] || python=python3; exec "$python" -c "$0"';

function python(script: string, more: Partial<ImageSpec> = {}): ImageSpec {
  return { image, entrypoint: ['sh', '-c', START], command: [script], ...more };
}

/** The containers of consumers that are there, whatever they do. */
function containers(): readonly string[] {
  const names = execFileSync('docker', ['ps', '--all', '--filter', 'label=ecreplay', '--format', '{{.Names}}']);
  return names
    .toString()
    .split('\n')
    .filter((name) => name.endsWith('-consumer'));
}

function opening(consumer: ImageSpec) {
  return {
    specs: { consumer },
    root: '.',
    importModule: () => Promise.reject(new Error('There is no module')),
    openImage,
    account: '123456789012',
    region: 'us-east-2',
    start: Date.parse('2026-01-15T09:30:00Z'),
    random: seeded(1),
  };
}

/** The status of an answer to a request that is made under another name. */
function statusAs(host: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers: { host }, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject).end();
  });
}

function serveWith(setup: Serving['setup'], told: string[]): Promise<Server> {
  return openServer({
    setup,
    account: '123456789012',
    region: 'us-east-2',
    port: 0,
    host: '127.0.0.1',
    allowed: [],
    clock: 'real',
    seed: 1,
    tell: (line) => void told.push(line),
  });
}

const MOMENT = { at: Date.parse('2026-01-15T09:30:00Z'), emittedAt: 0, rule: 'r', eventId: 'e' };

describe.skipIf(endpoint === '')('a consumer that is an image (set ECREPLAY_LOCALSTACK where Docker is)', () => {
  test('a worker polls the AWS that is served, under the name of its host', async () => {
    const told: string[] = [];
    const setup = {
      rules: [{ name: 'pushes', pattern: { source: ['app'] }, targets: [{ queue: 'work' }] }],
      resources: { queues: { work: {}, done: {} } },
      consumers: { worker: python(WORKER) },
      root: '.',
    };
    const opened = await serveWith(setup, told);
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (isOpen) await opened[Symbol.asyncDispose]();
      isOpen = false;
    };
    await using server = { ...opened, [Symbol.asyncDispose]: close };
    const config = {
      endpoint: server.url,
      region: 'us-east-2',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    };
    const [events, sqs] = [new EventBridgeClient(config), new SQS(config)];
    const Entries = [{ Source: 'app', DetailType: 't', Detail: '{"tag":"1.4.2"}' }];
    await events.send(new PutEventsCommand({ Entries }));
    const { QueueUrl } = await sqs.getQueueUrl({ QueueName: 'done' });
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 });
    expect(Messages.map(({ Body = '' }) => (JSON.parse(Body) as { detail: unknown }).detail)).toEqual([
      { tag: '1.4.2' },
    ]);
    expect(containers()).toHaveLength(1);
    // The name is good for the container's own door alone.
    expect(await statusAs('host.docker.internal', server.url)).toBe(403);
    await close();
    events.destroy();
    sqs.destroy();
    expect(containers()).toEqual([]);
    expect(told).toEqual([]);
  });

  test('an image with a port is invoked, and its calls are its own', async () => {
    await using troupe = await openConsumers(opening(python(FUNCTION, { port: 8080 })));
    const consumer = troupe.consumers.get('consumer');
    const invocation = await consumer?.invoke({ tag: '1.4.2' }, MOMENT);
    expect(invocation).toMatchObject({
      consumer: 'consumer',
      rule: 'r',
      outcome: { kind: 'returned', value: { path: '/2015-03-31/functions/function/invocations', tag: '1.4.2' } },
      calls: [{ service: 'sqs', operation: 'CreateQueue', input: { QueueName: 'made' } }],
    });
    expect((await consumer?.invoke({ fail: true }, MOMENT))?.outcome).toEqual({
      kind: 'threw',
      error: { name: 'ValueError', message: 'told to' },
    });
    expect(troupe.stray.refusals).toEqual([]);
  });

  test('an image that takes too long has timed out', async () => {
    const slow = FUNCTION.replace('try:', 'import time; time.sleep(5)\n        try:');
    await using troupe = await openConsumers(opening(python(slow, { port: 8080, timeout: '200ms' })));
    const invocation = await troupe.consumers.get('consumer')?.invoke({ tag: '1' }, MOMENT);
    expect(invocation?.outcome).toEqual({ kind: 'timed-out', after: 200 });
  });

  test('a worker is served and not rehearsed with, because the time of a rehearsal does not wait for it', async () => {
    await expect(openConsumers(opening(python('')))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('an image without "port" fetches its own work') as string,
    });
    expect(containers()).toEqual([]);
  });

  test('a container that has failed is told with the last that it wrote', async () => {
    const told: string[] = [];
    const script = 'print("no queue"); raise SystemExit(3)';
    const server = await serveWith({ rules: [], consumers: { worker: python(script) }, root: '.' }, told);
    const running = (): string =>
      execFileSync('docker', ['ps', '--filter', 'label=ecreplay', '--format', '{{.Names}}']).toString();
    await vi.waitFor(() => expect(running()).not.toContain('-consumer'), 20_000);
    await server[Symbol.asyncDispose]();
    expect(told).toEqual([
      'worker left something running that failed with Error: it has ended with exit code 3: no queue',
    ]);
    expect(containers()).toEqual([]);
  });

  test('an image that is not there is told, and nothing is left', async () => {
    await expect(openConsumers(opening({ image: 'ecreplay.invalid/none:1', port: 8080 }))).rejects.toMatchObject({
      code: 'ENVIRONMENT_MISSING',
      message: expect.stringMatching(
        /^Cannot start consumer "consumer": Docker does not start "ecreplay.invalid\/none:1"/,
      ) as string,
    });
    expect(containers()).toEqual([]);
  });
});
