import type { LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { CreateRepositoryCommand, DeleteRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { expect, test } from 'vitest';
import { eventHistory } from '../../../../src/recording/capture/event-history.ts';
import type { Reach } from '../../../../src/recording/capture/reach.ts';
import { asTheUser, withAccount } from './account.ts';
import { all, record } from './said.ts';

asTheUser();

test('the event history of the embedded AWS is read with a real client', async () => {
  await withAccount(async (_, reach, { endpoint, advance }) => {
    const ecr = new ECRClient({ region: 'us-east-2', endpoint });
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
    await ecr.send(new DeleteRepositoryCommand({ repositoryName: 'web' }));
    // CloudTrail is minutes late.
    await advance(15 * 60_000);
    const wish = { attribute: { key: 'EventSource', value: 'ecr.amazonaws.com' }, to: Date.now() + 3_600_000 };
    const { found } = await all(eventHistory(wish, reach));
    const names = found.map((one) => (one.channel === 'cloudtrail' ? one.record.eventName : ''));
    expect(new Set(names)).toEqual(new Set(['DeleteRepository', 'CreateRepository']));
  }, 'manual');
});

const NOW = Date.parse('2026-01-15T12:00:00Z');

/** A history of so many records, a minute apart, that answers two requests a second and no more. */
function history(many: number): {
  readonly reach: Reach;
  readonly asked: LookupEventsCommandInput[];
  throttled: number;
} {
  let now = NOW;
  const moments: number[] = [];
  const asked: LookupEventsCommandInput[] = [];
  const records = Array.from({ length: many }, (_, at) => record(`r-${at}`, new Date(NOW - at * 60_000).toISOString()));
  const told = { reach: undefined as unknown as Reach, asked, throttled: 0 };
  const client = {
    lookupEvents: (input: LookupEventsCommandInput) => {
      asked.push(input);
      moments.push(now);
      if (moments.filter((moment) => moment > now - 1_000).length > 2) told.throttled += 1;
      const { StartTime, EndTime, NextToken = '0', MaxResults = 50 } = input;
      const within = records.filter(({ eventTime }) => {
        const at = Date.parse(eventTime);
        return at >= StartTime!.getTime() && at <= EndTime!.getTime();
      });
      const start = Number(NextToken);
      const page = within.slice(start, start + MaxResults);
      return Promise.resolve({
        Events: page.map((one) => ({
          EventId: one.eventID,
          EventTime: new Date(one.eventTime),
          CloudTrailEvent: JSON.stringify(one),
        })),
        ...(start + MaxResults < within.length && { NextToken: String(start + MaxResults) }),
      });
    },
  };
  const reach = {
    where: { account: '123456789012', region: 'us-east-2' },
    clients: { open: () => Promise.resolve(client) },
    clock: {
      now: () => now,
      sleep: (duration: number) => {
        now += duration;
        return Promise.resolve();
      },
    },
    attempt: <Result>(_: string, doing: () => Promise<Result>) => doing(),
  };
  told.reach = reach as unknown as Reach;
  return told;
}

test('all pages are read, no faster than CloudTrail answers', async () => {
  const told = history(230);
  const { ids } = await all(eventHistory({}, told.reach));
  expect(ids).toHaveLength(230);
  expect(told.asked).toHaveLength(5);
  expect(told.throttled).toBe(0);
});

test('reading goes on at the oldest that was read, up to the moment at which it began', async () => {
  const first = await all(eventHistory({}, history(230).reach), { enough: 100 });
  const told = history(230);
  const { ids, batches } = await all(eventHistory({}, told.reach), { from: first.batches.at(-1)?.cursor });
  expect(new Set([...first.ids, ...ids]).size).toBe(230);
  expect(told.asked[0]?.EndTime).toEqual(new Date(NOW - 99 * 60_000 + 1_000));
  expect(batches.at(-1)?.part).toBe(1);
});
