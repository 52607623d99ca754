import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, expect, test } from 'vitest';
import { sendEvent } from '../../../src/bus/remote/send-event.ts';
import { openServer } from '../../../src/serve/open-server.ts';
import { choose } from '../../../src/trigger/choose.ts';
import { readDestination } from '../../../src/trigger/destination.ts';

const told: string[] = [];
const server = await openServer({
  setup: {
    rules: [],
    consumers: {
      deployer: { handler: 'handlers/deployers.ts#deploy' },
      broken: { handler: 'handlers/deployers.ts#fail' },
    },
    resources: { queues: { pushes: {}, 'pushes.fifo': {} }, topics: { pushes: {} } },
    root: import.meta.dirname,
  },
  port: 0,
  host: '127.0.0.1',
  clock: 'real',
  account: '123456789012',
  region: 'us-east-1',
  seed: 1,
  allowed: [],
  tell: (line) => void told.push(line),
});
afterAll(() => server[Symbol.asyncDispose]());

const REACH = {
  region: 'us-east-1',
  endpoint: server.url,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
const { chosen } = await choose('push', undefined, {});
const { event } = chosen;

test.for(['pushes', 'pushes.fifo', 'arn:aws:sqs:us-east-1:123456789012:pushes', `${server.url}/123456789012/pushes`])(
  'a queue has the event as it is: %s',
  async (name) => {
    const { told: words, isGood } = await sendEvent(event, { kind: 'queue', name }, REACH);
    expect({ words, isGood }).toEqual({
      words: expect.stringMatching(/^queue ".*" has it as message [\w-]{36}$/) as unknown,
      isGood: true,
    });
    const sqs = new SQS(REACH);
    const QueueUrl = `${server.url}/123456789012/${name.endsWith('.fifo') ? 'pushes.fifo' : 'pushes'}`;
    const { Messages: [message] = [] } = await sqs.receiveMessage({ QueueUrl });
    expect(message?.Body).toBe(chosen.text);
    await sqs.deleteMessage({ QueueUrl, ReceiptHandle: message!.ReceiptHandle });
  },
);

test('a function is invoked, and says what it returned or why it failed', async () => {
  expect(await sendEvent(event, { kind: 'function', name: 'deployer' }, REACH)).toEqual({
    told: 'function "deployer" returned "1.4.2"',
    isGood: true,
  });
  const { told: words, isGood } = await sendEvent(event, { kind: 'function', name: 'broken' }, REACH);
  expect(words).toContain('failed (Unhandled): {"errorType":"TypeError"');
  expect(isGood).toBe(false);
});

test('a topic is told', async () => {
  const name = 'arn:aws:sns:us-east-1:123456789012:pushes';
  expect((await sendEvent(event, { kind: 'topic', name }, REACH)).isGood).toBe(true);
  await expect(sendEvent(event, { kind: 'topic', name: 'pushes' }, REACH)).rejects.toThrow('wanted its ARN');
});

test('a bus takes an event of a source that is not AWS, and says why it refuses others', async () => {
  expect((await sendEvent({ ...event, source: 'my.ecr' }, { kind: 'bus', name: 'default' }, REACH)).isGood).toBe(true);
  const refused = await sendEvent(event, { kind: 'bus', name: 'default' }, REACH);
  expect(refused).toEqual({ told: expect.stringContaining('NotAuthorizedForSource') as unknown, isGood: false });
  // Without an endpoint it is AWS's own, which is not even asked.
  await expect(sendEvent(event, { kind: 'bus', name: 'default' }, { region: 'us-east-1' })).rejects.toThrow(
    'EventBridge takes a source that begins with "aws." from AWS alone',
  );
});

test('what is not there, and an AWS that is not there, are told', async () => {
  await expect(sendEvent(event, { kind: 'queue', name: 'nowhere' }, REACH)).rejects.toThrow(/nowhere|does not exist/);
  await expect(
    sendEvent(event, { kind: 'queue', name: 'pushes' }, { ...REACH, endpoint: 'http://127.0.0.1:9' }),
  ).rejects.toMatchObject({ code: 'ENVIRONMENT_MISSING' });
});

test.for([
  ['http://127.0.0.1:3000/hook', { kind: 'url', url: 'http://127.0.0.1:3000/hook' }],
  [
    'http://127.0.0.1:4577/123456789012/pushes',
    { kind: 'queue', name: 'http://127.0.0.1:4577/123456789012/pushes', endpoint: 'http://127.0.0.1:4577' },
  ],
  [
    'https://sqs.eu-west-1.amazonaws.com/123456789012/pushes',
    { kind: 'queue', name: 'https://sqs.eu-west-1.amazonaws.com/123456789012/pushes', region: 'eu-west-1' },
  ],
  [
    'arn:aws:lambda:eu-west-1:123456789012:function:deployer',
    { kind: 'function', name: 'arn:aws:lambda:eu-west-1:123456789012:function:deployer', region: 'eu-west-1' },
  ],
  ['bus:default', { kind: 'bus', name: 'default' }],
  ['deployer', { kind: 'consumer', name: 'deployer' }],
  ['-', { kind: 'stdout' }],
] as const)('%s is a place', ([text, place]) => {
  expect(readDestination(text, ['deployer'])).toEqual(place);
});

test.for(['deploier', 'arn:aws:s3:::bucket', 'queue:', 'ftp://x', 'arn:aws:ecs:us-east-1:123456789012:cluster/x'])(
  '%s is none',
  (text) => {
    expect(() => readDestination(text, ['deployer'])).toThrow('Cannot send to');
  },
);
