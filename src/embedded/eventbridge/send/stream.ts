import { parsePath, readPath } from '../../../rule/input/path.ts';
import type { Sender } from './send-to.ts';

/**
 * Puts one record. The partition key is what the path finds in the event, or else the event's id.
 *
 * Whether AWS looks for it in the event or in the transformed input is documented nowhere.
 */
export const toStream: Sender = ({ Arn, KinesisParameters }, { streams }) => {
  const path = parsePath(KinesisParameters?.PartitionKeyPath ?? '$.id') ?? [];
  return ({ arrival: { event } }, input) => {
    const found = readPath(path, event) ?? event.id;
    streams.put(Arn, {
      data: Buffer.from(input),
      partitionKey: typeof found === 'string' ? found : JSON.stringify(found),
    });
  };
};
