import type { ApiCall, JsonObject } from '../registry/activity.ts';
import type { Instant } from '../clock.ts';

/** `eventSource` by service. */
export const EVENT_SOURCE = { ecr: 'ecr.amazonaws.com', kms: 'kms.amazonaws.com' } as const;

const READS = new Set([
  'BatchCheckLayerAvailability',
  'BatchGetImage',
  'BatchGetRepositoryScanningConfiguration',
  'ValidatePullThroughCacheRule',
  // KMS: a data key is made and used without changing anything that is kept.
  'Decrypt',
  'GenerateDataKey',
]);

/** Whether the trail calls an operation read-only (facts 2.1; BatchGetImage and PutImage confirmed by real records). */
export function isReadOnly(operation: string): boolean {
  return READS.has(operation) || /^(?:Get|List|Describe)/.test(operation);
}

/** Read-only, and yet its real record has the whole answer (facts 2.2, splunk 2021). */
const ANSWERED_READS = new Set(['DescribeImageScanFindings']);

/** Whether the record shows the answer: by operation, not by readOnly alone. */
export function showsAnswer(operation: string): boolean {
  return !isReadOnly(operation) || ANSWERED_READS.has(operation);
}

/** The answer with its dates in words; `inWords` knows the profile's way of writing them. */
export function withDates(call: ApiCall, answer: JsonObject, inWords: (instant: Instant) => string): JsonObject {
  const { repository, lastEvaluatedAt } = answer;
  if (
    typeof repository === 'object' &&
    repository !== null &&
    'createdAt' in repository &&
    typeof repository.createdAt === 'number'
  ) {
    return { ...answer, repository: { ...repository, createdAt: inWords(repository.createdAt) } };
  }
  return call.service === 'ecr' && typeof lastEvaluatedAt === 'number'
    ? { ...answer, lastEvaluatedAt: inWords(lastEvaluatedAt) }
    : answer;
}

/** Tags have `Key` and `Value` in the API and `key` and `value` in the trail (facts 2.3). */
export function requestOf(call: ApiCall): JsonObject | null {
  const { request } = call;
  // KMS shows which grant was retired elsewhere: see `additionalOf`.
  if (call.operation === 'RetireGrant') return null;
  const { tags } = request;
  if (Array.isArray(tags)) {
    return {
      ...request,
      tags: (tags as readonly JsonObject[]).map((tag) =>
        'Key' in tag ? { key: tag['Key'] ?? '', value: tag['Value'] ?? '' } : tag,
      ),
    };
  }
  for (const _member in request) return request;
  // A request without members is recorded as null.
  return null;
}

/** What the trail says of a call beside request and answer (KMS developer guide, log entry of RetireGrant). */
export function additionalOf({ operation, request }: ApiCall): JsonObject | undefined {
  const { grantId } = request;
  return operation === 'RetireGrant' && grantId !== undefined ? { grantId } : undefined;
}

/** The answer of CreateGrant names the key too, since December 2022 (KMS developer guide, log entry of CreateGrant). */
export function withKey(call: ApiCall, answer: JsonObject): JsonObject {
  const keyArn = call.resources[0]?.arn;
  return call.operation === 'CreateGrant' && keyArn !== undefined ? { ...answer, keyId: keyArn } : answer;
}
