import {
  ActivateEventSourceCommand,
  CreatePartnerEventSourceCommand,
  DeactivateEventSourceCommand,
  DeletePartnerEventSourceCommand,
  DescribeEventSourceCommand,
  DescribePartnerEventSourceCommand,
  ListEventSourcesCommand,
  ListPartnerEventSourceAccountsCommand,
  ListPartnerEventSourcesCommand,
  PutPartnerEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';

const Name = 'aws.partner/example.com/registry/web';

/** What EventBridge promises an account that no partner has made an event source for. */
export const PARTNERS: Promises = {
  'an account has no event sources of partners': async ({ eventBridge }) => {
    expect((await eventBridge.send(new ListEventSourcesCommand({}))).EventSources).toEqual([]);
    for (const command of [DescribeEventSourceCommand, ActivateEventSourceCommand, DeactivateEventSourceCommand]) {
      await expect(eventBridge.send(new command({ Name }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Event source ${Name} does not exist.`,
      });
    }
  },

  'an account that is no partner has made no event sources': async ({ eventBridge }) => {
    const list = new ListPartnerEventSourcesCommand({ NamePrefix: 'aws.partner/example.com/registry' });
    expect((await eventBridge.send(list)).PartnerEventSources).toEqual([]);
    const accounts = new ListPartnerEventSourceAccountsCommand({ EventSourceName: Name });
    expect((await eventBridge.send(accounts)).PartnerEventSourceAccounts).toEqual([]);
    await expect(eventBridge.send(new DescribePartnerEventSourceCommand({ Name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  },

  'only a partner makes event sources and puts events into them': async ({ id: Account, eventBridge }) => {
    const disabled = { name: 'OperationDisabledException' };
    await expect(eventBridge.send(new CreatePartnerEventSourceCommand({ Name, Account }))).rejects.toMatchObject(
      disabled,
    );
    await expect(eventBridge.send(new DeletePartnerEventSourceCommand({ Name, Account }))).rejects.toMatchObject(
      disabled,
    );
    const Entries = [{ Source: Name, DetailType: 'pushed', Detail: '{}' }];
    await expect(eventBridge.send(new PutPartnerEventsCommand({ Entries }))).rejects.toMatchObject(disabled);
  },
};
