import { ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { archive } from '../../../../src/recording/capture/archive.ts';
import { eventBus } from '../../../../src/recording/capture/event-bus.ts';
import type { Recorded } from '../../../../src/recording/recorded.ts';
import type { Account } from '../../../contract/aws/account.ts';
import { asTheUser, withAccount } from './account.ts';
import { all } from './said.ts';

asTheUser();

async function put({ eventBridge }: Account, EventBusName: string, names: readonly string[]): Promise<void> {
  await eventBridge.send(
    new PutEventsCommand({
      Entries: names.map((name) => ({
        EventBusName,
        Source: 'my.registry',
        DetailType: 'ECR Image Action',
        Detail: JSON.stringify({ name }),
      })),
    }),
  );
}

const nameOf = (found: Recorded) => (found.channel === 'eventbridge' ? found.event.detail['name'] : undefined);

async function leftovers({ eventBridge, sqs }: Account, EventBusName: string): Promise<number> {
  const { Rules = [] } = await eventBridge.send(new ListRulesCommand({ EventBusName }));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const ours = [...Rules.map(({ Name = '' }) => Name), ...QueueUrls].filter((name) => name.includes('ecreplay-record'));
  return ours.length;
}

test('a bus is listened on by a rule and a queue of its own, which are gone afterwards', async () => {
  await withAccount(async (account, reach) => {
    await account.eventBridge.send(new CreateEventBusCommand({ Name: 'registry' }));
    const sending = setInterval(() => void put(account, 'registry', ['first', 'second']).catch(() => undefined), 100);
    const { found, notes } = await all(eventBus('registry', {}, reach), { enough: 2 }).finally(() =>
      clearInterval(sending),
    );
    expect(found.slice(0, 2).map(nameOf)).toEqual(['first', 'second']);
    expect(notes[0]).toMatch(/^Listening on the bus "registry" by the rule "ecreplay-record-/);
    expect(await leftovers(account, 'registry')).toBe(0);
  });
});

test('listening ends when its time is over', async () => {
  await withAccount(async (account, reach) => {
    const { found } = await all(eventBus('default', { duration: 50 }, reach));
    expect(found).toEqual([]);
    expect(await leftovers(account, 'default')).toBe(0);
  });
});

test('an archive is read through one rule, sorted, as the events were, and nobody else on the bus hears of it', async () => {
  await withAccount(async (account, reach) => {
    const { eventBridge, sqs, arn } = account;
    await eventBridge.send(new CreateEventBusCommand({ Name: 'registry' }));
    await eventBridge.send(
      new CreateArchiveCommand({ ArchiveName: 'kept', EventSourceArn: arn('events', 'event-bus/registry') }),
    );
    await put(account, 'registry', ['first', 'second', 'third']);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'others' }));
    await eventBridge.send(
      new PutRuleCommand({ Name: 'others', EventBusName: 'registry', EventPattern: '{"source":["my.registry"]}' }),
    );
    await eventBridge.send(
      new PutTargetsCommand({
        Rule: 'others',
        EventBusName: 'registry',
        Targets: [{ Id: '1', Arn: arn('sqs', 'others') }],
      }),
    );
    const window = { from: Date.now() - 3_600_000, to: Date.now() + 60_000 };
    const { found, batches } = await all(archive(arn('events', 'archive/kept'), window, reach));
    expect(new Set(found.map(nameOf))).toEqual(new Set(['first', 'second', 'third']));
    expect(found).toHaveLength(3);
    expect(found.every((one) => !('replay-name' in (one as { readonly event: object }).event))).toBe(true);
    expect(batches.at(-1)).toMatchObject({ cursor: { time: window.to }, part: 1 });
    const heard = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(heard.Messages ?? []).toEqual([]);
    expect(await leftovers(account, 'registry')).toBe(0);
  });
});

test('an archive that is not there is a problem, and nothing is left behind', async () => {
  await withAccount(async (account, reach) => {
    const reading = all(archive(account.arn('events', 'archive/none'), { from: 0, to: 1_000 }, reach));
    await expect(reading).rejects.toThrow('Cannot read the archive "none"');
    expect(await leftovers(account, 'default')).toBe(0);
  });
});
