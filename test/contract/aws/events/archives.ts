import {
  CancelReplayCommand,
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  ListArchivesCommand,
  ListReplaysCommand,
  StartReplayCommand,
  UpdateArchiveCommand,
} from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { nextBody, take } from '../queue.ts';
import { listening, put } from '../rule.ts';
import { until } from '../until.ts';

/** Makes an archive of the default bus, which keeps what comes from then on. */
async function archive(aws: Account, pattern?: unknown): Promise<void> {
  await aws.eventBridge.send(
    new CreateArchiveCommand({
      ArchiveName: 'yesterday',
      EventSourceArn: aws.arn('events', 'event-bus/default'),
      ...(pattern === undefined ? {} : { EventPattern: JSON.stringify(pattern) }),
    }),
  );
}

function replay(aws: Account, change: object = {}) {
  return aws.eventBridge.send(
    new StartReplayCommand({
      ReplayName: 'again',
      EventSourceArn: aws.arn('events', 'archive/yesterday'),
      EventStartTime: new Date(Date.now() - 3_600_000),
      EventEndTime: new Date(Date.now() + 3_600_000),
      Destination: { Arn: aws.arn('events', 'event-bus/default') },
      ...change,
    }),
  );
}

/** What archives and replays promise. */
export const ARCHIVES: Promises = {
  'an archive is made, changed, listed and deleted': async (aws) => {
    await archive(aws);
    await aws.eventBridge.send(new UpdateArchiveCommand({ ArchiveName: 'yesterday', RetentionDays: 3 }));
    expect(await aws.eventBridge.send(new DescribeArchiveCommand({ ArchiveName: 'yesterday' }))).toMatchObject({
      ArchiveArn: aws.arn('events', 'archive/yesterday'),
      EventSourceArn: aws.arn('events', 'event-bus/default'),
      State: 'ENABLED',
      RetentionDays: 3,
    });
    const { Archives } = await aws.eventBridge.send(new ListArchivesCommand({}));
    expect(Archives?.map(({ ArchiveName }) => ArchiveName)).toEqual(['yesterday']);
    await aws.eventBridge.send(new DeleteArchiveCommand({ ArchiveName: 'yesterday' }));
    await expect(aws.eventBridge.send(new DescribeArchiveCommand({ ArchiveName: 'yesterday' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Archive yesterday does not exist.',
    });
  },

  'an archive is made once': async (aws) => {
    await archive(aws);
    await expect(archive(aws)).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'Archive yesterday already exists.',
    });
  },

  'an event comes again with the name of the replay, otherwise as it was': async (aws) => {
    await archive(aws);
    const queue = await listening(aws);
    await put(aws, { Time: new Date() });
    const first = JSON.parse((await nextBody(aws, queue)) ?? '{}') as object;
    expect(await replay(aws)).toMatchObject({ ReplayArn: aws.arn('events', 'replay/again'), State: 'STARTING' });
    const second = JSON.parse((await nextBody(aws, queue)) ?? '{}') as object;
    expect(second).toEqual({ ...first, 'replay-name': 'again' });
  },

  'the name of the replay stands after the region': async (aws) => {
    await archive(aws);
    const queue = await listening(aws);
    await put(aws, { Time: new Date() });
    await take(aws, queue, 1);
    await replay(aws);
    expect(Object.keys(JSON.parse((await nextBody(aws, queue)) ?? '{}') as object)).toEqual([
      'version',
      'id',
      'detail-type',
      'source',
      'account',
      'time',
      'region',
      'replay-name',
      'resources',
      'detail',
    ]);
  },

  'an archive with a pattern keeps only what matches': async (aws) => {
    await archive(aws, { 'detail-type': ['kept'] });
    const queue = await listening(aws);
    await put(aws, { DetailType: 'left out', Time: new Date() });
    await put(aws, { DetailType: 'kept', Time: new Date() });
    await take(aws, queue, 2);
    await replay(aws);
    const again = (await take(aws, queue, 2, 2)).map(
      ({ Body }) => (JSON.parse(Body!) as Record<string, string>)['detail-type'],
    );
    expect(again).toEqual(['kept']);
  },

  'a replay goes back to the bus of its archive': async (aws) => {
    await archive(aws);
    await aws.eventBridge.send(new CreateEventBusCommand({ Name: 'other' }));
    await expect(replay(aws, { Destination: { Arn: aws.arn('events', 'event-bus/other') } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
    });
  },

  'a replay begins before it ends': async (aws) => {
    await archive(aws);
    await expect(replay(aws, { EventEndTime: new Date(Date.now() - 7_200_000) })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
    });
  },

  'a replay needs an archive': async (aws) => {
    await expect(replay(aws)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter EventSourceArn is not valid. Reason: Archive yesterday does not exist.',
    });
  },

  'a replay has a name of its own': async (aws) => {
    await archive(aws);
    await replay(aws);
    await expect(replay(aws)).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'Replay again already exists.',
    });
  },

  'a replay that is not there can neither be described nor cancelled': async ({ eventBridge }) => {
    const missing = { name: 'ResourceNotFoundException', message: 'Replay nothing does not exist.' };
    await expect(eventBridge.send(new DescribeReplayCommand({ ReplayName: 'nothing' }))).rejects.toMatchObject(missing);
    await expect(eventBridge.send(new CancelReplayCommand({ ReplayName: 'nothing' }))).rejects.toMatchObject(missing);
  },

  'replays are listed by their name, their archive and their state': async (aws) => {
    await archive(aws);
    await replay(aws);
    await replay(aws, { ReplayName: 'once-more' });
    const names = async (filter: object) =>
      (await aws.eventBridge.send(new ListReplaysCommand(filter))).Replays?.map(({ ReplayName }) => ReplayName);
    expect((await names({}))?.toSorted()).toEqual(['again', 'once-more']);
    expect(await names({ NamePrefix: 'once' })).toEqual(['once-more']);
    expect((await names({ EventSourceArn: aws.arn('events', 'archive/yesterday') }))?.length).toBe(2);
    expect(await names({ EventSourceArn: aws.arn('events', 'archive/other') })).toEqual([]);
    expect(await names({ State: 'FAILED' })).toEqual([]);
  },

  'a replay of nothing is completed, and cannot be cancelled any more': async (aws) => {
    await archive(aws);
    await replay(aws);
    const describe = () => aws.eventBridge.send(new DescribeReplayCommand({ ReplayName: 'again' }));
    expect((await until(describe, ({ State }) => State === 'COMPLETED')).State).toBe('COMPLETED');
    await expect(aws.eventBridge.send(new CancelReplayCommand({ ReplayName: 'again' }))).rejects.toMatchObject({
      name: 'IllegalStatusException',
    });
  },
};
