import { expect, test } from 'vitest';
import type { BusEvent } from '../../../../src/eventbridge/event.ts';
import { arn, NOW, stage } from './stage.ts';

const BUS = arn('events', 'event-bus/default');

function push(id: string, time: string): BusEvent {
  return {
    version: '0',
    id,
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    account: '123456789012',
    time,
    region: 'us-east-2',
    resources: [],
    detail: { 'action-type': 'PUSH' },
  };
}

/** A stage with an archive of pushes, a rule that hears them, and three events that have come. */
async function archived() {
  const all = stage();
  all.ask('CreateArchive', {
    ArchiveName: 'a',
    EventSourceArn: BUS,
    EventPattern: '{"source":["aws.ecr"]}',
    RetentionDays: 1,
  });
  all.ask('PutRule', { Name: 'r', EventPattern: '{"source":["aws.ecr"]}' });
  all.ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: all.queue('q') }] });
  for (const event of [
    push('1', '2026-01-15T09:30:00Z'),
    push('2', '2026-01-15T09:31:00Z'),
    push('3', '2026-01-15T09:32:00Z'),
  ]) {
    await all.eventBridge.buses.accept(event, { reaches: 'enabled' }).sent;
  }
  await all.messages('q');
  return all;
}

const REPLAY = {
  ReplayName: 'again',
  EventSourceArn: arn('events', 'archive/a'),
  EventStartTime: new Date('2026-01-15T09:30:00Z'),
  EventEndTime: new Date('2026-01-15T09:32:00Z'),
  Destination: { Arn: BUS },
};

test('an archive keeps what its pattern matches, and is a rule that AWS keeps', async () => {
  const { ask, eventBridge } = await archived();
  eventBridge.buses.put([{ Source: 'shop', DetailType: 'd', Detail: '{}' }]);
  expect(ask('DescribeArchive', { ArchiveName: 'a' })).toMatchObject({
    ArchiveArn: arn('events', 'archive/a'),
    ArchiveName: 'a',
    EventCount: 3,
    State: 'ENABLED',
    RetentionDays: 1,
  });
  expect(ask('DescribeRule', { Name: 'Events-Archive-a' })).toMatchObject({
    EventPattern: '{"source":["aws.ecr"],"replay-name":[{"exists":false}]}',
    ManagedBy: 'prod.vhs.events.aws.internal',
  });
  expect(() => ask('DeleteRule', { Name: 'Events-Archive-a' })).toThrow('is managed by an AWS service');
  ask('DeleteArchive', { ArchiveName: 'a' });
  expect(ask('ListRules')).toMatchObject({ Rules: [{ Name: 'r' }] });
});

test('a replay delivers the events of its window again, with its name behind the region, and archives none', async () => {
  const { ask, agenda, messages } = await archived();
  expect(ask('StartReplay', REPLAY)).toEqual({
    ReplayArn: arn('events', 'replay/again'),
    State: 'STARTING',
    ReplayStartTime: new Date(NOW),
  });
  await agenda.settle(0);
  const { 'detail-type': type } = push('1', '');
  expect((await messages('q')).map(({ body }) => body)).toEqual(
    ['1', '2'].map(
      (id, index) =>
        `{"version":"0","id":"${id}","detail-type":"${type}","source":"aws.ecr","account":"123456789012","time":"2026-01-15T09:3${index}:00Z","region":"us-east-2","replay-name":"again","resources":[],"detail":{"action-type":"PUSH"}}`,
    ),
  );
  expect(ask('DescribeReplay', { ReplayName: 'again' })).toMatchObject({
    State: 'COMPLETED',
    EventLastReplayedTime: new Date('2026-01-15T09:31:00Z'),
  });
  expect(ask('DescribeArchive', { ArchiveName: 'a' })).toMatchObject({ EventCount: 3 });
});

test('a replay may name its rules', async () => {
  const { ask, agenda, messages, queue } = await archived();
  ask('PutRule', { Name: 'only', EventPattern: '{"source":["aws.ecr"]}' });
  ask('PutTargets', { Rule: 'only', Targets: [{ Id: 't', Arn: queue('only') }] });
  ask('StartReplay', { ...REPLAY, Destination: { Arn: BUS, FilterArns: [arn('events', 'rule/only')] } });
  await agenda.settle(0);
  expect(await messages('q')).toEqual([]);
  expect(await messages('only')).toHaveLength(2);
});

test('a replay that is cancelled in time delivers nothing', async () => {
  const { ask, agenda, messages } = await archived();
  ask('StartReplay', REPLAY);
  expect(ask('CancelReplay', { ReplayName: 'again' })).toMatchObject({ State: 'CANCELLING' });
  await agenda.settle(0);
  expect(await messages('q')).toEqual([]);
  expect(ask('ListReplays')).toMatchObject({ Replays: [{ ReplayName: 'again', State: 'CANCELLED' }] });
});

test('what is older than its retention is gone', async () => {
  const { ask, agenda } = await archived();
  await agenda.runUntil(NOW + 86_400_000);
  expect(ask('DescribeArchive', { ArchiveName: 'a' })).toMatchObject({ EventCount: 0 });
});

test.each([
  [
    { EventSourceArn: arn('events', 'archive/b') },
    'Parameter EventSourceArn is not valid. Reason: Archive b does not exist.',
  ],
  [
    { EventEndTime: REPLAY.EventStartTime },
    'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
  ],
  [
    { Destination: { Arn: arn('events', 'event-bus/side') } },
    'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
  ],
])('StartReplay refuses %j', async (change, message) => {
  const { ask } = await archived();
  ask('CreateEventBus', { Name: 'side' });
  expect(() => ask('StartReplay', { ...REPLAY, ...change })).toThrow(message);
});

test('names of archives and replays are taken once', async () => {
  const { ask } = await archived();
  ask('StartReplay', REPLAY);
  expect(() => ask('StartReplay', REPLAY)).toThrow('Replay again already exists.');
  expect(() => ask('CreateArchive', { ArchiveName: 'a', EventSourceArn: BUS })).toThrow('Archive a already exists.');
  expect(() => ask('DescribeArchive', { ArchiveName: 'b' })).toThrow('Archive b does not exist.');
  expect(() => ask('DescribeReplay', { ReplayName: 'b' })).toThrow('Replay b does not exist.');
});

test('a replay repeats an event to the digit, with its name behind the region', async () => {
  const all = await archived();
  all.ask('CreateArchive', { ArchiveName: 'shop', EventSourceArn: BUS, EventPattern: '{"source":["shop"]}' });
  all.ask('PutRule', { Name: 'shop', EventPattern: '{"source":["shop"]}' });
  all.ask('PutTargets', { Rule: 'shop', Targets: [{ Id: 't', Arn: arn('sqs', 'q') }] });
  const Entries = [{ Source: 'shop', DetailType: 'd,"resources":', Detail: '{"n":9007199254740993}' }];
  all.ask('PutEvents', { Entries });
  await all.agenda.settle(0);
  const [first] = await all.messages('q');
  all.ask('StartReplay', { ...REPLAY, EventSourceArn: arn('events', 'archive/shop') });
  await all.agenda.settle(0);
  const [again] = await all.messages('q');
  expect(first?.body).toContain('"detail":{"n":9007199254740993}');
  expect(again?.body).toBe(first?.body.replace('"region":"us-east-2",', '"region":"us-east-2","replay-name":"again",'));
});

test('ten replays go on at once, and no more', async () => {
  const { ask, agenda } = await archived();
  const start = (ReplayName: string) => () => ask('StartReplay', { ...REPLAY, ReplayName });
  for (let index = 0; index < 10; index += 1) start(`r${index}`)();
  expect(start('one-more')).toThrow('The requested resource exceeds the maximum number allowed.');
  await agenda.settle(0);
  expect(start('one-more')()).toMatchObject({ State: 'STARTING' });
});
