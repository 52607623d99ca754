import { expect, test } from 'vitest';
import type { Clients } from '../../../../src/bus/remote/clients.ts';
import { findLeftovers } from '../../../../src/bus/remote/leftovers.ts';
import { RUN_TAG } from '../../../../src/bus/remote/resource.ts';
import { missingPackage } from '../../../../src/bus/remote/sdk.ts';

const INSTALLED: Readonly<Record<string, object>> = {
  eventbridge: { listEventBuses: async () => ({ EventBuses: [] }) },
  sqs: {
    listQueues: async () => ({ QueueUrls: ['http://127.0.0.1:4566/123456789012/ecreplay-1-control'] }),
    listQueueTags: async () => ({ Tags: { [RUN_TAG]: '1' } }),
  },
};

/** What a run with one consumer needs, and nothing else. */
const clients = {
  reach: { region: 'us-east-1' },
  open: async (name: string) => {
    if (INSTALLED[name] !== undefined) return INSTALLED[name];
    const code = 'ERR_MODULE_NOT_FOUND';
    throw missingPackage(Object.assign(new Error('not there'), { code }), `@aws-sdk/client-${name}`);
  },
} as unknown as Clients;

test('what the installed clients can find is found, and each kind that has no client is told', async () => {
  const missing: string[] = [];
  const found = await findLeftovers(clients, 0, (one, kind) => missing.push(`${kind}: ${one.package}`));
  expect(found.map(({ resource }) => resource)).toEqual([{ kind: 'queue', name: 'ecreplay-1-control' }]);
  expect(missing).toEqual([
    'topics: @aws-sdk/client-sns',
    'streams: @aws-sdk/client-kinesis',
    'delivery streams: @aws-sdk/client-firehose',
    'log groups: @aws-sdk/client-cloudwatch-logs',
    'state machines: @aws-sdk/client-sfn',
  ]);
});

test('a search that nobody wants parts of fails where a client is missing', async () => {
  await expect(findLeftovers(clients, 0)).rejects.toThrow('"@aws-sdk/client-sns" is not installed');
});
