import type { Json, JsonObject } from '../registry/activity.ts';
import { textAt } from './said.ts';

/** Members that are ids: another run has others, and nothing else differs. */
const IDS: ReadonlySet<string> = new Set([
  'eventID',
  'requestID',
  'sharedEventID',
  'uploadId',
  'grantId',
  'policyId',
  'principalId',
  'accessKeyId',
  'assumedRoleId',
  'sessionToken',
  'sAMLAssertionID',
  'nameQualifier',
  'findingArn',
]);
/** Members that are times: `eventTime`, `createdAt`, `last-activated-at`, `expiration`. */
const TIMES = /^(?:eventTime|eventTimestamp|creationDate|expiration)$|At$|-at$/;
/** Texts in which ids and buckets are mentioned. */
const MENTIONS: ReadonlySet<string> = new Set(['aws:s3:arn', 'errorMessage']);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What a record says, up to ids and times: two records of the same meaning are the same text. */
export function meaningOfRecord(record: JsonObject): string {
  return JSON.stringify(withoutIds(record));
}

/** What an event says, up to ids and times. What stands in its envelope besides is EventBridge's, such as `replay-name`. */
export function meaningOfEvent(event: JsonObject): string {
  const { source, account, region, resources, detail } = event;
  const said = { 'detail-type': event['detail-type'], source, account, region, resources, detail };
  return JSON.stringify(
    withoutIds(Object.fromEntries(Object.entries(said).map(([name, value]) => [name, value ?? null]))),
  );
}

/** A value with its ids and times taken out, and what an object holds in the order of the alphabet. */
export function withoutIds(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => withoutIds(item));
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([member, inner]) => [member, withoutId(member, inner)]),
  );
}

/** Whether a member holds an id, or a time, by its name. */
export function kindOf(member: string): 'id' | 'time' | undefined {
  if (IDS.has(member)) return 'id';
  return TIMES.test(member) ? 'time' : undefined;
}

/** A member's value without what another run has otherwise. */
export function withoutId(member: string, inner: Json): Json {
  const kind = typeof inner === 'string' || typeof inner === 'number' ? kindOf(member) : undefined;
  if (kind !== undefined) return `<${kind}>`;
  if (typeof inner !== 'string') return withoutIds(inner);
  // A SAML provider is known by a text that is drawn for it, any other by its ARN.
  if (member === 'identityProvider' && !inner.startsWith('arn:')) return '<id>';
  return MENTIONS.has(member) ? inner.replaceAll(UUID, '<id>') : inner;
}

/** What a record or an event says, up to ids and times. */
export function meaningOf(value: JsonObject): string {
  return textAt(value, 'detail-type') === undefined ? meaningOfRecord(value) : meaningOfEvent(value);
}
