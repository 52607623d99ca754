import type { BusEvent } from '../../../../src/eventbridge/event.ts';
import type { Batch, Cursor, Source } from '../../../../src/recording/capture/source.ts';
import type { Recorded } from '../../../../src/recording/recorded.ts';

/** An event with an id of its own. */
export function event(id: string, time = '2026-01-15T09:30:00Z'): BusEvent {
  return {
    version: '0',
    id,
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    account: '123456789012',
    time,
    region: 'us-east-2',
    resources: [],
    detail: { 'action-type': 'PUSH', result: 'SUCCESS', 'repository-name': 'web', 'image-tag': id },
  };
}

/** A record with an id of its own. */
export function record(eventID: string, eventTime = '2026-01-15T09:30:00Z') {
  return {
    eventVersion: '1.08',
    userIdentity: { type: 'AWSService', invokedBy: 'ecr.amazonaws.com' },
    eventTime,
    eventSource: 'ecr.amazonaws.com',
    eventName: 'PutImage',
    awsRegion: 'us-east-2',
    sourceIPAddress: 'ecr.amazonaws.com',
    userAgent: 'ecr.amazonaws.com',
    requestParameters: null,
    responseElements: null,
    eventID,
    eventType: 'AwsApiCall',
    recipientAccountId: '123456789012',
  };
}

/** The id of what was found. */
export function idOf(found: Recorded): string {
  return found.channel === 'eventbridge' ? found.event.id : found.record.eventID;
}

/** What a source has said by the time it ended, or `enough` was found. */
export async function all(
  source: Source,
  { from, enough = Infinity }: { readonly from?: Cursor | undefined; readonly enough?: number } = {},
) {
  const found: Recorded[] = [];
  const batches: Batch[] = [];
  const notes: string[] = [];
  const broken: string[] = [];
  const ending = new AbortController();
  const reading = {
    from,
    signal: ending.signal,
    note: (sentence: string) => void notes.push(sentence),
    broken: (sentence: string) => void broken.push(sentence),
  };
  for await (const batch of source.read(reading)) {
    batches.push(batch);
    found.push(...batch.found);
    if (found.length >= enough) ending.abort();
  }
  return { found, ids: found.map(idOf), batches, notes, broken };
}
