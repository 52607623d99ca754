import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { SQS } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { openClients } from '../../../../src/bus/remote/clients.ts';
import { invocationObserver } from '../../../../src/load/observe/invocations.ts';
import { observeLogs } from '../../../../src/load/observe/logs.ts';
import type { Seen } from '../../../../src/load/observe/observer.ts';
import { observeProbe } from '../../../../src/load/observe/probe.ts';
import { observeQueue } from '../../../../src/load/observe/queue.ts';
import { openServer } from '../../../../src/serve/open-server.ts';

const CREDENTIALS = { accessKeyId: '123456789012', secretAccessKey: 'none' };

/** Takes down what it is told, until so much has come. Events are told by `seq=` and a number. */
function listener(many: number): { readonly seen: Seen; readonly told: string[]; readonly all: Promise<void> } {
  const told: string[] = [];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const tell = (line: string): void => {
    if (told.push(line) === many) resolve();
  };
  return {
    told,
    all,
    seen: {
      seqIn: (text) => {
        const [, seq] = /seq=(\d+)/.exec(text) ?? [];
        return seq === undefined ? undefined : Number(seq);
      },
      delivered: (seq, _, { maybeAgain = false } = {}) => tell(`delivered ${seq}${maybeAgain ? ' maybe again' : ''}`),
      processed: (seq) => tell(`processed ${seq}`),
      failed: (seq) => tell(`failed ${seq}`),
      deadLettered: (seq) => tell(`dead-lettered ${seq}`),
    },
  };
}

async function aws(): Promise<string> {
  const server = await openServer({
    setup: { rules: [], consumers: {}, root: '.' },
    port: 0,
    host: '127.0.0.1',
    allowed: [],
    clock: 'real',
    account: '123456789012',
    region: 'us-east-1',
    seed: 1,
    tell: (line) => expect.unreachable(line),
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server.url;
}

test('what lies in a queue has been delivered, and is taken away', async () => {
  const endpoint = await aws();
  const reach = { region: 'us-east-1', endpoint, credentials: CREDENTIALS };
  const sqs = new SQS(reach);
  const { QueueUrl } = await sqs.createQueue({ QueueName: 'arrivals', Attributes: { VisibilityTimeout: '0' } });
  for (const body of ['{"detail":"seq=7"}', 'nothing of ours', '{"Message":"{\\"detail\\":\\"seq=8\\"}"}'])
    await sqs.sendMessage({ QueueUrl, MessageBody: body });
  const { seen, told, all } = listener(2);
  const observer = await observeQueue(QueueUrl!, openClients(reach));
  observer.watch(seen, () => 0, 0);
  await all;
  await observer[Symbol.asyncDispose]();
  expect([...new Set(told.map((line) => line.replace(' maybe again', '')))].toSorted()).toEqual([
    'delivered 7',
    'delivered 8',
  ]);
  expect(observer.failure()).toBeUndefined();
});

test('what a line of a log group tells of has been delivered, once', async () => {
  const endpoint = await aws();
  const reach = { region: 'us-east-1', endpoint, credentials: CREDENTIALS };
  const logs = new CloudWatchLogs(reach);
  const stream = { logGroupName: 'consumer', logStreamName: 'one' };
  await logs.createLogGroup({ logGroupName: 'consumer' });
  await logs.createLogStream(stream);
  const now = Date.now();
  const lines = ['START', 'got seq=1', 'got seq=2'];
  await logs.putLogEvents({ ...stream, logEvents: lines.map((message, at) => ({ message, timestamp: now + at })) });
  const { seen, told, all } = listener(2);
  const observer = observeLogs('consumer', openClients(reach));
  observer.watch(seen, () => 0, now - 1_000);
  await all;
  await observer[Symbol.asyncDispose]();
  expect(told).toEqual(['delivered 1', 'delivered 2']);
});

test('whoever calls the probe says what it was given, in the path or in the body', async () => {
  const { seen, told, all } = listener(2);
  const observer = await observeProbe(0);
  onTestFinished(() => observer[Symbol.asyncDispose]());
  observer.watch(seen, () => 0, 0);
  const url = `http://127.0.0.1:${observer.port}`;
  expect((await fetch(`${url}/?seq=3`)).status).toBe(204);
  expect((await fetch(url, { method: 'POST', body: '{"digest":"seq=4"}' })).status).toBe(204);
  expect((await fetch(url, { method: 'POST', body: 'rubbish' })).status).toBe(204);
  await all;
  expect(told).toEqual(['delivered 3', 'delivered 4']);
});

test('a port that is taken is a problem of the person who chose it', async () => {
  const first = await observeProbe(0);
  onTestFinished(() => first[Symbol.asyncDispose]());
  await expect(observeProbe(first.port)).rejects.toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message: `Cannot listen for probe calls on port ${first.port}: EADDRINUSE`,
  });
});

test('an event that comes again after its consumer has failed is no duplicate', () => {
  const { seen, told } = listener(0);
  const observer = invocationObserver(1);
  const { watching } = observer;
  observer.watch(seen, () => 0, 0);
  watching.began({ detail: 'seq=1' })({ kind: 'timed-out', after: 3_000 });
  watching.began({ detail: 'seq=1' })({ kind: 'returned', value: null });
  watching.began({ detail: 'seq=1' })({ kind: 'returned', value: null });
  watching.worked(['seq=2', 'nothing'], { kind: 'returned', value: null });
  expect(told).toEqual([
    'delivered 1',
    'failed 1',
    'delivered 1 maybe again',
    'processed 1',
    'delivered 1',
    'processed 1',
    'delivered 2',
    'processed 2',
  ]);
});
