import { gunzipSync } from 'node:zlib';
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda';

interface Denial {
  readonly eventName: string;
  readonly userIdentity: { readonly arn?: string };
}

/** Counts, by who was denied, the lines that a subscription filter lets through. */
export function handler({ awslogs }: CloudWatchLogsEvent): Promise<Readonly<Record<string, number>>> {
  const { logEvents } = JSON.parse(
    gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8'),
  ) as CloudWatchLogsDecodedData;
  const counts: Record<string, number> = {};
  for (const { message } of logEvents) {
    const { userIdentity } = JSON.parse(message) as Denial;
    const who = userIdentity.arn ?? 'nobody';
    counts[who] = (counts[who] ?? 0) + 1;
  }
  return Promise.resolve(counts);
}
