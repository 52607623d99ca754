import { SQS } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { openSetup } from '../../../../src/rehearse/load-setup.ts';
import { openServer } from '../../../../src/serve/open-server.ts';
import { worker } from './workers.ts';

test('a process that polls is at work where AWS is served, in real time', async () => {
  using it = worker('for (;;) for (const message of await receive()) await remove(message);');
  const warnings: string[] = [];
  const note = ({ message }: Error): void => void warnings.push(message);
  process.on('warning', note);
  const { setup } = await openSetup(it.setup, it.root);
  const server = await openServer({
    setup,
    port: 0,
    host: '127.0.0.1',
    clock: 'real',
    account: '123456789012',
    region: 'us-east-1',
    seed: 1,
    allowed: [],
    tell: (line) => void warnings.push(line),
  });
  try {
    const sqs = new SQS({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const QueueUrl = `${server.url}/123456789012/pushes`;
    await sqs.sendMessage({ QueueUrl, MessageBody: '{}' });
    const left = async () =>
      (
        await sqs.getQueueAttributes({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        })
      ).Attributes;
    await expect
      .poll(left, { timeout: 10_000 })
      .toEqual({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  } finally {
    await server[Symbol.asyncDispose]();
    process.off('warning', note);
  }
  expect(warnings).toEqual([]);
});
