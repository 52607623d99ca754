import type { ApiCall, Json, JsonObject } from '../registry/activity.ts';
import type { Instant } from '../clock.ts';

/** `eventSource` by service. */
export const EVENT_SOURCE = { ecr: 'ecr.amazonaws.com', kms: 'kms.amazonaws.com', sts: 'sts.amazonaws.com' } as const;

const READS = new Set([
  'BatchCheckLayerAvailability',
  'BatchGetImage',
  'BatchGetRepositoryScanningConfiguration',
  'ValidatePullThroughCacheRule',
  // KMS: a data key is made and used without changing anything that is kept.
  'Decrypt',
  'GenerateDataKey',
  // STS: a session is handed out, nothing is kept (real records of 2025 and 2026).
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
]);

/** Whether the trail calls an operation read-only (facts 2.1; BatchGetImage and PutImage confirmed by real records). */
export function isReadOnly(operation: string): boolean {
  let known = readOnly.get(operation);
  if (known === undefined)
    readOnly.set(operation, (known = READS.has(operation) || /^(?:Get|List|Describe)/.test(operation)));
  return known;
}

const readOnly = new Map<string, boolean>();

/** Read-only, and yet their real records have the whole answer (facts 2.2, splunk 2021; STS as above). */
const ANSWERED_READS = new Set(['DescribeImageScanFindings', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']);

/** Whether the record shows the answer: by operation, not by readOnly alone. */
export function showsAnswer(operation: string): boolean {
  return !isReadOnly(operation) || ANSWERED_READS.has(operation);
}

/** A member that holds an instant, wherever in an answer it stands: `createdAt`, `vulnerabilitySourceUpdatedAt`, STS's `expiration`. */
const DATE = /At$|^expiration$/;
/** Calls whose answers have no date: the busy ones, which are not searched for any. */
const DATELESS = new Set(['PutImage', 'InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload', 'CreateGrant']);

/** The answer with its dates in words and its tags in small letters; `inWords` knows the profile's way of writing dates. */
export function withDates(call: ApiCall, answer: JsonObject, inWords: (instant: Instant) => string): JsonObject {
  return DATELESS.has(call.operation) ? answer : (dated(answer, inWords) as JsonObject);
}

function dated(value: Json, inWords: (instant: Instant) => string): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => dated(item, inWords));
  if (isTag(value as JsonObject)) return tagInTrail(value as JsonObject);
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [
      member,
      typeof inner === 'number' && DATE.test(member) ? inWords(inner) : dated(inner, inWords),
    ]),
  );
}

function isTag(value: JsonObject): boolean {
  return 'Key' in value && Object.keys(value).length <= 2;
}

/** Tags have `Key` and `Value` in the API and `key` and `value` in the trail (facts 2.3). */
function tagInTrail(tag: JsonObject): JsonObject {
  return isTag(tag) ? { key: tag['Key'] ?? '', value: tag['Value'] ?? '' } : tag;
}

/** The request as the trail shows it. */
export function requestOf(call: ApiCall): JsonObject | null {
  const { request } = call;
  // KMS shows which grant was retired elsewhere: see `additionalOf`.
  if (call.operation === 'RetireGrant') return null;
  for (const member of ['tags', 'resourceTags']) {
    const tags = request[member];
    if (Array.isArray(tags)) return { ...request, [member]: (tags as readonly JsonObject[]).map(tagInTrail) };
  }
  // The bytes of a layer are in no record.
  if ('layerPartBlob' in request)
    return Object.fromEntries(Object.entries(request).filter(([member]) => member !== 'layerPartBlob'));
  for (const _member in request) return request;
  // A request without members is recorded as null.
  return null;
}

/** What the trail says of a call beside request and answer (KMS developer guide, log entry of RetireGrant). */
export function additionalOf({ operation, request, additional }: ApiCall): JsonObject | undefined {
  if (additional !== undefined) return additional;
  const { grantId } = request;
  return operation === 'RetireGrant' && grantId !== undefined ? { grantId } : undefined;
}

/** The answer of CreateGrant names the key too, since December 2022 (KMS developer guide, log entry of CreateGrant). */
export function withKey(call: ApiCall, answer: JsonObject): JsonObject {
  const keyArn = call.resources[0]?.arn;
  return call.operation === 'CreateGrant' && keyArn !== undefined ? { ...answer, keyId: keyArn } : answer;
}
