import { EventBridge } from '@aws-sdk/client-eventbridge';
import { expect, test, vi } from 'vitest';
import { openRequests } from '../../../../src/load/publish/request.ts';
import type { Credentials } from '../../../../src/load/publish/sign.ts';
import { type Entry, wireEntry } from '../../../../src/load/publish/wire-entry.ts';

/** A request as AWS's client hands it to whatever sends it. */
interface Worded {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const AT = Date.parse('2026-01-15T09:30:07.250Z');
const SECRET = ['wJalr', 'XUtnFEMI'].join('/');
const LASTING: Credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET };

/** What the client would send, under one clock. */
async function bySdk(endpoint: string, credentials: Credentials, entries: readonly Entry[]): Promise<Worded> {
  vi.useFakeTimers({ toFake: ['Date'], now: AT });
  let worded: Worded | undefined;
  const client = new EventBridge({
    region: 'eu-central-1',
    endpoint,
    credentials,
    requestHandler: {
      handle: (request: unknown) => {
        worded = request as Worded;
        return Promise.reject(new TypeError('It is not sent'));
      },
    },
  });
  const Entries = entries.map(({ Resources, ...entry }) => ({
    ...entry,
    ...(Resources && { Resources: [...Resources] }),
  }));
  await client.putEvents({ Entries }).catch(() => undefined);
  client.destroy();
  vi.useRealTimers();
  return worded!;
}

/** What we would send, with the id and the agent of the client's. */
function byUs(endpoint: string, credentials: Credentials, entries: readonly Entry[], { headers }: Worded) {
  const word = openRequests({
    endpoint: new URL(endpoint),
    region: 'eu-central-1',
    credentials: () => credentials,
    agent: { 'x-amz-user-agent': headers['x-amz-user-agent']!, 'user-agent': headers['user-agent']! },
    attempts: 3,
    now: () => AT,
    invocationId: () => headers['amz-sdk-invocation-id']!,
  });
  const { headers: ours, body } = word(entries.map(wireEntry), 1);
  const pairs = Array.from({ length: ours.length / 2 }, (_, at) => [ours[2 * at]!, ours[2 * at + 1]!] as const);
  return { headers: Object.fromEntries(pairs), body: body.toString() };
}

const FULL: Entry = {
  Detail: JSON.stringify({ 'image-tag': 'ü\n\u2028😀"\\', 'repository-name': 'web', at: 1.5 }),
  Source: 'my.ecr',
  DetailType: 'ECR Image Action',
  Resources: ['arn:aws:ecr:eu-central-1:123456789012:repository/web'],
  Time: new Date('2026-01-15T09:30:00.123Z'),
  EventBusName: 'orders',
  TraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
};

test.each([
  ['one entry with every member', LASTING, [FULL], 'http://127.0.0.1:4566'],
  ['one entry with hardly any', LASTING, [{ Source: 'a', DetailType: '/', Detail: '{}' }], 'http://127.0.0.1:4566'],
  ['ten entries', LASTING, Array.from({ length: 10 }, () => FULL), 'https://events.eu-central-1.amazonaws.com'],
  ['a session', { ...LASTING, sessionToken: 'FwoGZXIvYXdzE/+=' }, [FULL], 'http://localhost:80'],
  ['a whole second', LASTING, [{ ...FULL, Time: new Date('2026-01-15T09:30:00Z') }], 'http://[::1]:8080'],
] as const)('%s is worded and signed, byte for byte, as by the SDK', async (_, credentials, entries, endpoint) => {
  const theirs = await bySdk(endpoint, credentials, entries);
  const ours = byUs(endpoint, credentials, entries, theirs);
  expect(ours.body).toBe(Buffer.from(theirs.body).toString());
  expect(ours.headers).toEqual(theirs.headers);
  expect(ours.headers['authorization']).toContain('Signature=');
});

test('a new day has a new key, and so have new credentials', async () => {
  let now = AT;
  let credentials = LASTING;
  const word = openRequests({
    endpoint: new URL('http://localhost'),
    region: 'eu-central-1',
    credentials: () => credentials,
    agent: { 'x-amz-user-agent': 'a', 'user-agent': 'a' },
    attempts: 3,
    now: () => now,
    invocationId: () => 'the-same',
  });
  const signature = (): string => /Signature=(\w+)/.exec(word(['{}'], 1).headers.at(-1)!)![1]!;
  const first = signature();
  expect(signature()).toBe(first);
  now += 86_400_000;
  const second = signature();
  credentials = { ...LASTING, secretAccessKey: `${SECRET}2` };
  expect(new Set([first, second, signature()]).size).toBe(3);
});

test('a request says which attempt it is', () => {
  const word = openRequests({
    endpoint: new URL('http://localhost'),
    region: 'eu-central-1',
    credentials: () => LASTING,
    agent: { 'x-amz-user-agent': 'a', 'user-agent': 'a' },
    attempts: 5,
    now: () => AT,
    invocationId: () => 'the-same',
  });
  expect(word(['{}'], 2).headers).toContain('attempt=2; max=5');
});
