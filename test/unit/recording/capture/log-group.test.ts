import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { liveTail } from '../../../../src/recording/capture/live-tail.ts';
import { logGroup } from '../../../../src/recording/capture/log-group.ts';
import type { Reach } from '../../../../src/recording/capture/reach.ts';
import type { Account } from '../../../contract/aws/account.ts';
import { asTheUser, withAccount } from './account.ts';
import { all, event, record } from './said.ts';

asTheUser();

const GROUP = '/aws/events/ecr';
const HOUR = 3_600_000;

async function fill({ logs }: Account, messages: readonly string[], began = Date.now() - HOUR): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP })).catch(() => undefined);
  await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 's' })).catch(() => undefined);
  await logs.send(
    new PutLogEventsCommand({
      logGroupName: GROUP,
      logStreamName: 's',
      logEvents: messages.map((message, index) => ({ timestamp: began + index, message })),
    }),
  );
}

test('every event and record of a log group is found, with the time at which it came there', async () => {
  await withAccount(async (account, reach) => {
    const before = Date.now();
    await fill(account, [JSON.stringify(event('e-1')), 'START RequestId: 1', JSON.stringify(record('r-1'))]);
    const { ids, found, notes } = await all(logGroup(GROUP, {}, reach));
    expect(ids).toEqual(['e-1', 'r-1']);
    expect(found[0]?.arrivedAt).toBeGreaterThanOrEqual(before);
    expect(notes).toEqual([`1 line of ${GROUP} is no event and no record`]);
  });
});

test('an event that was delivered twice is found twice, and each has a name of its own', async () => {
  await withAccount(async (account, reach) => {
    await fill(account, [JSON.stringify(event('e-1')), JSON.stringify(event('e-1'))]);
    const { ids, found } = await all(logGroup(GROUP, {}, reach));
    expect(ids).toEqual(['e-1', 'e-1']);
    expect(new Set(found.map(({ delivery }) => delivery)).size).toBe(2);
  });
});

/** A way to a log group whose answers are parted into pages, some of them empty. */
function paged({ logs }: Account, reach: Reach): { readonly reach: Reach; readonly asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  const client = {
    filterLogEvents: async ({ nextToken, ...wish }: { nextToken?: string; logGroupName: string }) => {
      asked.push(nextToken);
      const { events = [] } = await logs.send(new FilterLogEventsCommand(wish));
      const at = nextToken === undefined ? 0 : Number(nextToken);
      // Each second page is empty, as those of long stretches without a match are.
      const page = at % 2 === 1 ? events.slice((at - 1) / 2, (at + 1) / 2) : [];
      return { events: page, ...(at < events.length * 2 && { nextToken: String(at + 1) }) };
    },
  };
  const clients = { ...reach.clients, open: () => Promise.resolve(client) } as unknown as Reach['clients'];
  return { reach: { ...reach, clients }, asked };
}

test('an empty page is not the last', async () => {
  await withAccount(async (account, reach) => {
    await fill(
      account,
      ['e-1', 'e-2', 'e-3'].map((id) => JSON.stringify(event(id))),
    );
    const pages = paged(account, reach);
    const { ids } = await all(logGroup(GROUP, {}, pages.reach));
    expect(ids).toEqual(['e-1', 'e-2', 'e-3']);
    expect(pages.asked).toEqual([undefined, '1', '2', '3', '4', '5', '6']);
  });
});

test('reading goes on where it was left, looking back a little', async () => {
  await withAccount(async (account, reach) => {
    const began = Date.now() - HOUR;
    await fill(account, [JSON.stringify(event('e-1'))], began - HOUR);
    await fill(account, [JSON.stringify(event('e-2'))], began);
    const first = await all(logGroup(GROUP, {}, reach));
    await fill(account, [JSON.stringify(event('e-3'))], began + 1_000);
    const { ids } = await all(logGroup(GROUP, {}, reach), { from: first.batches.at(-1)?.cursor });
    expect(ids).toEqual(['e-2', 'e-3']);
  });
});

test('only what happened within the window is kept', async () => {
  await withAccount(async (account, reach) => {
    const now = Date.now();
    const times = [3, 2, 1].map((hours) => new Date(now - hours * HOUR).toISOString());
    await fill(
      account,
      times.map((time) => JSON.stringify(event(time, time))),
      now - HOUR,
    );
    const window = { from: now - 2.5 * HOUR, to: now - HOUR };
    expect((await all(logGroup(GROUP, window, reach))).ids).toEqual([times[1]]);
  });
});

test('a log group that is not there is a problem that names it', async () => {
  await withAccount(async (_, reach) => {
    await expect(all(logGroup('/aws/events/none', {}, reach))).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining('Cannot read the log group "/aws/events/none"') as string,
    });
  });
});

test('a log group is followed as it is written', async () => {
  await withAccount(async (account, reach) => {
    await fill(account, [JSON.stringify(event('before'))]);
    const arn = `arn:aws:logs:us-east-2:123456789012:log-group:${GROUP}`;
    const following = all(liveTail(arn, {}, reach), { enough: 2 });
    const writing = setInterval(
      () => void fill(account, [JSON.stringify(event('live'))], Date.now()).catch(() => undefined),
      50,
    );
    const { ids } = await following.finally(() => clearInterval(writing));
    expect(ids.slice(0, 2)).toEqual(['live', 'live']);
  });
});

test('what a live tail has left out of a busy second is said, and read from the log group', async () => {
  await withAccount(async (account, reach) => {
    await fill(account, ['the group is there']);
    const many = Array.from({ length: 600 }, (_, index) => JSON.stringify(event(`e-${index}`)));
    const arn = `arn:aws:logs:us-east-2:123456789012:log-group:${GROUP}`;
    const source = liveTail(arn, {}, reach);
    let fed = false;
    const feeding = setInterval(() => {
      if (fed) return;
      fed = true;
      void fill(account, many, Date.now());
    }, 300);
    // The sample comes live, and with the end of the session the rest.
    const { ids, notes } = await all(source, { enough: 500 }).finally(() => clearInterval(feeding));
    expect(new Set(ids).size).toBe(600);
    expect(notes.join()).toContain('sent a sample of 1 second');
  });
});
