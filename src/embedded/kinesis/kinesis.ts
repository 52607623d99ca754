import type { Operation } from '../service.ts';
import { consumerOperations } from './consumers.ts';
import { streamOperations } from './describe.ts';
import { getOperations } from './get-records.ts';
import { putOperations } from './put-records.ts';
import { settingOperations } from './settings.ts';
import { shardOperations } from './shards.ts';
import type { Streams } from './streams.ts';
import { subscriptionOperations } from './subscriptions.ts';
import { tagOperations } from './tags.ts';

/** Amazon Kinesis Data Streams. */
export function kinesis({ streams }: { readonly streams: Streams }): Readonly<Record<string, Operation>> {
  return {
    ...streamOperations(streams),
    ...putOperations(streams),
    ...getOperations(streams),
    ...shardOperations(streams),
    ...consumerOperations(streams),
    ...subscriptionOperations(streams),
    ...settingOperations(streams),
    ...tagOperations(streams),
    // The wire has checked each input against the service's model.
  } as Readonly<Record<string, (input: never) => unknown>> as Readonly<Record<string, Operation>>;
}
