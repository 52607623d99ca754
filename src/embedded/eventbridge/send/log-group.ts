import { parseArn } from '../../arn.ts';
import { Undeliverable } from '../failure.ts';
import type { Sender } from './send-to.ts';

/**
 * Writes one log event. Without a transformer its message is the input and its time the event's; a transformer has to
 * give both: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html#targets-specifics-cwl
 */
export const toLogGroup: Sender = ({ Arn, InputTransformer }, { logGroups, scene: { random } }) => {
  const group = (parseArn(Arn)?.resource ?? '').replace(/^log-group:/, '').replace(/:\*$/, '');
  const stream = random.uuid();
  return ({ arrival: { event } }, input) =>
    logGroups.put(group, stream, [
      InputTransformer === undefined ? { timestamp: Date.parse(event.time), message: input } : readEntry(input),
    ]);
};

function readEntry(input: string): { timestamp: number; message: string } {
  const { timestamp, message } = (JSON.parse(input) ?? {}) as {
    readonly timestamp?: unknown;
    readonly message?: unknown;
  };
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : timestamp;
  if (typeof at !== 'number' || Number.isNaN(at) || typeof message !== 'string') {
    throw new Undeliverable('INVALID_PARAMETER', 'The input of a log group has to be {"timestamp": …, "message": …}');
  }
  return { timestamp: at, message };
}
