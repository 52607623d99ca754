import type { Instant } from '../clock.ts';
import type { Json, JsonObject } from '../registry/activity.ts';
import { seconds } from './moment-text.ts';
import type { CloudTrailRecord } from './record.ts';
import type { Circumstances } from './wording.ts';

/** A record that a scenario quotes, member for member and in its own order, with ids and a time of its own. */
export function quotation(said: JsonObject, at: Instant, { account, region, id }: Circumstances): CloudTrailRecord {
  const drawn: Record<string, Json> = { ...said };
  for (const member of ['requestID', 'sharedEventID']) if (member in drawn) drawn[member] = id();
  drawn['eventTime'] = seconds(at);
  drawn['eventID'] = id();
  // What the envelope of the bus is made of.
  drawn['awsRegion'] ??= region;
  drawn['eventType'] ??= 'AwsApiCall';
  drawn['recipientAccountId'] ??= account;
  return drawn as unknown as CloudTrailRecord;
}
