import type { BusEvent } from '../../eventbridge/event.ts';

/** What a fault `change` says, but for which event it touches. */
export interface Change {
  readonly set?: Record<string, unknown>;
  readonly remove?: string[];
}

/** Members that AWS's own schemas of these events do not require, by their detail-type. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'ECR Image Action': ['image-tag', 'manifest-media-type', 'artifact-media-type'],
  'ECR Referrer Action': ['image-tag', 'manifest-media-type', 'artifact-media-type'],
  'ECR Image Scan': ['finding-severity-counts'],
  'ECR Pull Through Cache Action': ['image-tag', 'image-digest', 'failure-code', 'failure-reason'],
  'ECR Replication Action': ['image-tag'],
  'AWS API Call via CloudTrail': ['userAgent', 'requestID', 'sessionCredentialFromConsole', 'tlsDetails', 'resources'],
  'AWS Service Event via CloudTrail': ['resources', 'serviceEventDetails'],
};

/** Ways in which an event may be worded and still be what AWS says it is: members that are new, that are missing, values that are new. */
export function changesOf({ detail, 'detail-type': detailType }: BusEvent): readonly Change[] {
  const missing = (OPTIONAL[detailType] ?? [])
    .filter((member) => Object.hasOwn(detail, member))
    .map((member): Change => ({ remove: [`detail.${member}`] }));
  return [
    { set: { 'detail.added-later': 'by AWS' } },
    ...missing,
    { set: { 'detail.added-later': { 'with-members': [1, null] }, 'replay-name': 'added-later' } },
    ...(Object.hasOwn(detail, 'action-type') ? [{ set: { 'detail.action-type': 'ADDED_LATER' } }] : []),
    ...(Object.hasOwn(detail, 'scan-status')
      ? [
          { set: { 'detail.image-tags': [] } },
          { set: { 'detail.finding-severity-counts': { CRITICAL: 1, TOTAL: 1, ADDED_LATER: 1 } } },
        ]
      : []),
    ...(detailType.endsWith('via CloudTrail')
      ? [{ set: { 'detail.eventVersion': '1.99', 'detail.addedLater': {} } }]
      : []),
  ];
}
