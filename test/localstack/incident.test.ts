import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { toEntry } from '../../src/bus/localstack/entry.ts';
import { keepsAnIncident } from '../contract/incident.ts';
import { localStack } from './localstack.ts';

const endpoint = process.env['ECREPLAY_LOCALSTACK'] ?? '';
const { absent } = localStack(endpoint);

test.skipIf(absent !== undefined)(
  'an incident in LocalStack becomes a scenario that fails the same way, until the bug is mended',
  { timeout: 300_000 },
  async () => {
    // Accounts are told apart by the digits of the access key.
    const account = String(Date.now()).slice(-12).padStart(12, '1');
    await keepsAnIncident({
      endpoint,
      account,
      region: 'us-east-2',
      accessKeyId: account,
      tell: async (event, eventBridge) => {
        const { FailedEntryCount } = await eventBridge.send(
          new PutEventsCommand({ Entries: [toEntry(event, 'default')] }),
        );
        expect(FailedEntryCount).toBe(0);
      },
    });
  },
);
