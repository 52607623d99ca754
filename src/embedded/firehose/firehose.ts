import type { Operation } from '../service.ts';
import type { DeliveryStreams } from './delivery-streams.ts';
import { lifecycleOperations } from './lifecycle.ts';
import { recordOperations } from './records.ts';

/** Amazon Data Firehose, with S3 for its only destination. */
export function firehose({
  deliveryStreams,
}: {
  readonly deliveryStreams: DeliveryStreams;
}): Readonly<Record<string, Operation>> {
  return {
    ...lifecycleOperations(deliveryStreams),
    ...recordOperations(deliveryStreams),
    // The wire has checked each input against the service's model.
  } as Readonly<Record<string, (input: never) => unknown>> as Readonly<Record<string, Operation>>;
}
