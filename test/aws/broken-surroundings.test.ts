import { expect, test } from 'vitest';
import { readLedgers } from '../../src/bus/remote/ledger.ts';
import { Problems } from '../../src/problem.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { delivery, PUSH, recording } from './deliveries.ts';
import { openProxy, refusal, type Way } from './proxy.ts';
import { type StandIn, standIn } from './stand-in.ts';

const RULE: Rule = { name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'c' }] };
const TO_QUEUE: Rule = { ...RULE, targets: [{ queue: 'deploys' }] };

/** A consumer, and what it has been called with. */
function audience() {
  const seen: unknown[] = [];
  return { seen, consumers: new Map([['c', recording('c', seen)]]) };
}

/** How many messages lie in a queue. */
async function count({ sqs }: StandIn, QueueName: string): Promise<number> {
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName });
  const names = ['ApproximateNumberOfMessages'] as const;
  const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: [...names] });
  return Number(Attributes?.['ApproximateNumberOfMessages']);
}

/** Lets the first request of this kind take another way, and all others pass. */
function once(operation: string, way: Way, when: (body: string) => boolean = () => true) {
  let done = false;
  return (name: string, body: string): Way => {
    if (done || name !== operation || !when(body)) return 'pass';
    done = true;
    return way;
  };
}

const isReplay = (body: string): boolean => body.includes('"DetailType":"replay"');

test.for([
  [
    'credentials that have expired',
    {
      status: 403,
      type: 'text/xml',
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>',
    },
    'Cannot tell whose account this is: the credentials have expired, wanted new ones',
  ],
  [
    'credentials that nobody knows',
    {
      status: 403,
      type: 'text/xml',
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>No.</Message></Error></ErrorResponse>',
    },
    'Cannot tell whose account this is: the credentials are not known there (InvalidClientTokenId)',
  ],
  [
    'endpoints that answer with a web page',
    { status: 200, type: 'text/html', body: '<!doctype html><html><body>Welcome</body></html>' },
    /^Cannot tell whose account this is: \S+ does not answer as AWS does$/,
  ],
  [
    'endpoints that know no such page',
    { status: 404, type: 'text/html', body: '<html><body>Not found<br></body></html>' },
    /^Cannot tell whose account this is: \S+ does not answer as AWS does$/,
  ],
] as const)('%s are told before anything is made', async ([, way, message]) => {
  await using aws = await standIn();
  await using proxy = await openProxy(aws.server.url, () => way);
  const opening = aws.open({ endpoint: proxy.url, strategy: 'clone' }, { rules: [RULE], ...audience() });
  await expect(opening).rejects.toMatchObject({ code: 'ENVIRONMENT_MISSING' });
  await expect(opening).rejects.toThrow(message);
  expect(await aws.left()).toEqual([]);
});

test('an endpoint at which nobody listens is told', async () => {
  await using aws = await standIn();
  const { url } = await openProxy(aws.server.url, () => 'pass').then(async (proxy) => {
    await proxy[Symbol.asyncDispose]();
    return proxy;
  });
  await expect(aws.open({ endpoint: url })).rejects.toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message: `Cannot tell whose account this is: ${url} cannot be reached (ECONNREFUSED)`,
  });
});

test('no credentials are told, and where they are looked for', async () => {
  await using aws = await standIn();
  const problem = await withoutCredentials(() => aws.open().catch((error: unknown) => error));
  expect(problem).toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message:
      'Cannot tell whose account this is: there are no credentials, wanted AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  });
});

test('an event whose answer is lost is not sent again, and its fate is said to be unknown', async () => {
  await using aws = await standIn();
  await using proxy = await openProxy(aws.server.url, once('PutEvents', 'cut', isReplay));
  const { seen, consumers } = audience();
  {
    await using bus = await aws.open({ endpoint: proxy.url, strategy: 'clone' }, { rules: [RULE], consumers });
    const lost = delivery();
    await expect(bus.deliver(lost)).rejects.toMatchObject({
      code: 'ENVIRONMENT_MISSING',
      message: `Cannot deliver event ${PUSH.id} to account 123456789012 at ${proxy.url}: the connection to ${proxy.url} was lost (ECONNRESET)`,
    });
    expect(bus.fates?.get(lost)).toBe('unknown');
    // It had got there all the same, and once.
    await bus.settle();
    expect(seen).toEqual([PUSH]);
  }
  expect(await aws.left()).toEqual([]);
});

test('a message whose answer is lost is not sent again', async () => {
  await using aws = await standIn();
  await aws.sqs.createQueue({ QueueName: 'deploys' });
  await using proxy = await openProxy(aws.server.url, once('SendMessage', 'cut'));
  await using bus = await aws.open({ endpoint: proxy.url }, { rules: [TO_QUEUE] });
  const lost = delivery();
  await expect(bus.deliver(lost)).rejects.toThrow('was lost (ECONNRESET)');
  expect(bus.fates?.get(lost)).toBe('unknown');
  expect(await count(aws, 'deploys')).toBe(1);
});

test('of a batch, only what is throttled is sent again', async () => {
  await using aws = await standIn();
  const put = aws.server.estate.buses.put.bind(aws.server.estate.buses);
  const requests: (string | undefined)[][] = [];
  Object.assign(aws.server.estate.buses, {
    put: (entries: Parameters<typeof put>[0]) => {
      requests.push(entries.map(({ DetailType }) => DetailType));
      const throttled = requests.filter((types) => types.includes('replay')).length === 1;
      const { Entries } = put(entries.filter(({ DetailType }) => !(throttled && DetailType === 'replay')));
      const taken = [...Entries];
      return {
        FailedEntryCount: throttled ? 1 : 0,
        Entries: entries.map(({ DetailType }) =>
          throttled && DetailType === 'replay'
            ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }
            : taken.shift(),
        ),
      };
    },
  });
  const { seen, consumers } = audience();
  await using bus = await aws.open({ strategy: 'clone' }, { rules: [RULE], consumers });
  await bus.deliver(delivery());
  expect(requests.filter((types) => !types.includes('canary'))).toEqual([['replay', 'sentinel'], ['replay']]);
  expect(seen).toEqual([PUSH]);
});

test('a call that is throttled is made again, once it is let through', async () => {
  await using aws = await standIn();
  await aws.sqs.createQueue({ QueueName: 'deploys' });
  await using proxy = await openProxy(
    aws.server.url,
    once('SendMessage', refusal('ThrottlingException', 'Rate exceeded')),
  );
  await using bus = await aws.open({ endpoint: proxy.url }, { rules: [TO_QUEUE] });
  await bus.deliver(delivery());
  expect(await count(aws, 'deploys')).toBe(1);
});

test('credentials that expire in the middle of a run end it, and what was made is told', async () => {
  await using aws = await standIn();
  let expired = false;
  const way = (): Way => (expired ? refusal('ExpiredTokenException', 'The security token is expired') : 'pass');
  await using proxy = await openProxy(aws.server.url, way);
  const bus = await aws.open({ endpoint: proxy.url, strategy: 'clone' }, { rules: [RULE], ...audience() });
  expired = true;
  await expect(bus.deliver(delivery())).rejects.toThrow('the credentials have expired, wanted new ones');
  const closing = Promise.resolve(bus[Symbol.asyncDispose]()).catch((error: unknown) => error);
  const problems = (await closing) as Problems;
  expect(problems).toBeInstanceOf(Problems);
  expect(problems.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('the credentials have expired, wanted new ones'),
    expect.stringMatching(
      /^Cannot take away event-bus "ecreplay-.*rule "pushes", .*wanted "ecreplay clean": the credentials/,
    ),
  ]);
  expect(readLedgers()[0]?.resources.map(({ kind }) => kind)).toContain('event-bus');
});

test('a connection that is lost while messages are awaited ends the wait', async () => {
  await using aws = await standIn();
  let lost = false;
  const way = (operation: string): Way =>
    lost && operation === 'ReceiveMessage' ? refusal('AccessDenied', 'No.', 403) : 'pass';
  await using proxy = await openProxy(aws.server.url, way);
  await using bus = await aws.open({ endpoint: proxy.url, strategy: 'clone' }, { rules: [RULE], ...audience() });
  lost = true;
  await expect(bus.deliver(delivery()).then(() => bus.deliver(delivery()))).rejects.toThrow(
    /^Cannot read the queue "ecreplay-/,
  );
  lost = false;
});

test('a run that is interrupted waits for nothing more, and leaves nothing behind', async () => {
  await using aws = await standIn();
  const interruption = new AbortController();
  {
    const rules = [RULE, { ...RULE, name: 'never', pattern: { source: ['aws.ecr'], detail: { size: [7] } } }];
    await using bus = await aws.open({ strategy: 'clone' }, { rules, ...audience(), signal: interruption.signal });
    // A rule that is gone never tells that it has matched, for which a delivery would wait.
    const { EventBuses = [] } = await aws.events.listEventBuses({ NamePrefix: 'ecreplay-' });
    await aws.events.disableRule({ Name: 'never', EventBusName: EventBuses[0]?.Name });
    const delivering = bus.deliver(delivery());
    setImmediate(() => interruption.abort());
    await delivering;
    await bus.settle();
  }
  expect(await aws.left()).toEqual([]);
});

async function withoutCredentials<Result>(act: () => Promise<Result>): Promise<Result> {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, HOME: home } = process.env;
  delete process.env['AWS_ACCESS_KEY_ID'];
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
  process.env['HOME'] = '/nowhere';
  try {
    return await act();
  } finally {
    delete process.env['AWS_EC2_METADATA_DISABLED'];
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, HOME: home });
  }
}
