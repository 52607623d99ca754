import { EventBridgeClient, type EventBridgeClientConfig, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { BATCH, ENTRIES } from './workload.ts';

/** How much is sent, and how much of it at once. */
export interface Load {
  readonly kind: keyof typeof ENTRIES;
  readonly events: number;
  /** Requests. */
  readonly inFlight: number;
}

/** The client that all sides of a comparison are called with. */
export function client(config: EventBridgeClientConfig): EventBridgeClient {
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'secret' };
  return new EventBridgeClient({ region: 'us-east-1', credentials, maxAttempts: 1, ...config });
}

/** Sends events in batches of ten, each request as soon as one before it is answered. Throws if any is not taken. */
export async function send(eventbridge: EventBridgeClient, { kind, events, inFlight }: Load): Promise<void> {
  const Entries = Array.from({ length: BATCH }, () => ENTRIES[kind]);
  let left = events / BATCH;
  async function sender(): Promise<void> {
    while ((left -= 1) >= 0) {
      const { FailedEntryCount } = await eventbridge.send(new PutEventsCommand({ Entries }));
      if (FailedEntryCount !== 0) throw new Error(`${FailedEntryCount} events were not taken`);
    }
  }
  await Promise.all(Array.from({ length: inFlight }, sender));
}
