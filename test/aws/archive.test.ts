import { expect, test, vi } from 'vitest';
import type { AwsSpec } from '../../src/bus/bus-spec.ts';
import { delivery, PUSH, recording } from './deliveries.ts';
import { openProxy } from './proxy.ts';
import { type StandIn, standIn } from './stand-in.ts';

const RULES = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'c' }] }];
const WINDOW = { from: '2026-01-15T00:00:00Z', to: '2026-01-16T00:00:00Z' };

/** An account with an archive of what has happened there. */
async function withArchive(...events: readonly (typeof PUSH)[]) {
  const aws = await standIn();
  await aws.events.createArchive({ ArchiveName: 'all', EventSourceArn: aws.arn('events', 'event-bus/default') });
  for (const event of events) await aws.server.estate.buses.accept(event, { reaches: 'enabled' }).sent;
  return aws;
}

function spec(aws: StandIn, archive: Partial<NonNullable<AwsSpec['archive']>> = {}): Partial<AwsSpec> {
  return {
    strategy: 'archive',
    archive: { arn: aws.arn('events', 'archive/all'), ...WINDOW, filterArns: [], ...archive },
  };
}

function audience() {
  const seen: object[] = [];
  return { seen, consumers: new Map([['c', recording('c', seen)]]) };
}

test('a replay without FilterArns is refused, because it would fire every rule on the bus', async () => {
  await using aws = await withArchive();
  const archive = { arn: aws.arn('events', 'archive/all'), ...WINDOW } as unknown as NonNullable<AwsSpec['archive']>;
  await expect(aws.open({ strategy: 'archive', archive }, { rules: RULES, ...audience() })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message:
      'Cannot replay an archive: without FilterArns a replay fires every rule on the bus, wanted "archive.filterArns" with those that may',
  });
});

test('a replay fires the rules that are named and our own, and no other rule of the account', async () => {
  await using aws = await withArchive(PUSH);
  for (const name of ['named', 'other']) {
    await aws.sqs.createQueue({ QueueName: name });
    await aws.events.putRule({ Name: name, EventPattern: '{"source":["aws.ecr"]}' });
    await aws.events.putTargets({ Rule: name, Targets: [{ Id: 't', Arn: aws.arn('sqs', name) }] });
  }
  const { seen, consumers } = audience();
  {
    await using bus = await aws.open(spec(aws, { filterArns: [aws.arn('events', 'rule/named')] }), {
      rules: RULES,
      consumers,
    });
    expect((await bus.deliver(delivery())).matched).toEqual(['pushes', 'named']);
  }
  expect(seen).toMatchObject([PUSH]);
  expect(Object.keys(seen[0] ?? {})).toContain('replay-name');
  const messages = async (QueueName: string) => {
    const { QueueUrl } = await aws.sqs.getQueueUrl({ QueueName });
    return (await aws.sqs.receiveMessage({ QueueUrl })).Messages?.length ?? 0;
  };
  expect([await messages('named'), await messages('other')]).toEqual([1, 0]);
  expect((await aws.left()).filter((name) => name.includes('ecreplay'))).toEqual([]);
});

test('one replay of the window serves all events in it', async () => {
  const second = { ...PUSH, id: 'second', time: '2026-01-15T09:40:00Z' };
  await using aws = await withArchive(PUSH, second);
  let started = 0;
  await using proxy = await openProxy(aws.server.url, (operation) => {
    if (operation === 'StartReplay') started += 1;
    return 'pass';
  });
  const { seen, consumers } = audience();
  await using bus = await aws.open({ ...spec(aws), endpoint: proxy.url }, { rules: RULES, consumers });
  await bus.deliver(delivery(second));
  await bus.deliver(delivery());
  expect(seen).toMatchObject([{ id: 'second' }, { id: PUSH.id }]);
  expect(started).toBe(1);
});

test('an event that the archive does not hold cannot be replayed', async () => {
  await using aws = await withArchive();
  await using bus = await aws.open(spec(aws), { rules: RULES, ...audience() });
  await expect(bus.deliver(delivery())).rejects.toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message: `Cannot replay event ${PUSH.id} of ${PUSH.time}: the archive does not hold it, and this strategy replays only what happened between 2026-01-15T00:00:00.000Z and 2026-01-16T00:00:00.000Z`,
  });
});

test('what happens in the meantime calls nobody', async () => {
  await using aws = await withArchive(PUSH);
  const { seen, consumers } = audience();
  await using bus = await aws.open(spec(aws), { rules: RULES, consumers });
  await aws.server.estate.buses.accept({ ...PUSH, id: 'now' }, { reaches: 'enabled' }).sent;
  await bus.deliver(delivery());
  await bus.settle();
  expect(seen).toMatchObject([{ id: PUSH.id }]);
});

test.for([
  ['no archive at all', () => ({ strategy: 'archive' as const }), 'the configuration names none'],
  [
    'an archive that is not there',
    (aws: StandIn) => spec(aws, { arn: aws.arn('events', 'archive/none') }),
    'Archive none does not exist',
  ],
  [
    'a window that ends before it begins',
    (aws: StandIn) => spec(aws, { from: WINDOW.to, to: WINDOW.from }),
    'as moments, one before the other',
  ],
  ['a window that is none', (aws: StandIn) => spec(aws, { from: 'yesterday' }), 'as moments, one before the other'],
  [
    'an archive of somebody else',
    (aws: StandIn) => spec(aws, { arn: 'arn:aws:events:us-east-2:444455556666:archive/all' }),
    'is not in account 123456789012 in us-east-2',
  ],
  [
    'a rule that is not there',
    (aws: StandIn) => spec(aws, { filterArns: [aws.arn('events', 'rule/none')] }),
    'Rule none does not exist',
  ],
] as const)('%s is refused before anything is made', async ([, wish, message]) => {
  await using aws = await withArchive();
  await expect(aws.open(wish(aws), { rules: RULES, ...audience() })).rejects.toThrow(message);
  expect(await aws.left()).toEqual([]);
});

test('a dry run prints the replay that it would start, and starts none', async () => {
  await using aws = await withArchive(PUSH);
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    printed.push(String(line));
    return true;
  });
  {
    await using bus = await aws.open({ ...spec(aws), dryRun: true }, { rules: RULES, ...audience() });
    const { unheard } = await bus.deliver(delivery());
    expect(unheard).toEqual({ c: 'has printed the calls that it would make, and made none' });
  }
  vi.restoreAllMocks();
  const replay = printed.find((line) => line.startsWith('eventbridge:StartReplay'));
  expect(replay).toContain(`"EventSourceArn":"${aws.arn('events', 'archive/all')}"`);
  expect(replay).toContain('"FilterArns":["');
  const { Replays } = await aws.events.listReplays({});
  expect(Replays).toEqual([]);
  expect(await aws.left()).toEqual([]);
});
