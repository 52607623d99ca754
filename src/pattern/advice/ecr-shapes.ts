import type { EventShape } from './shape.ts';

const SEVERITIES = {
  'finding-severity-counts.CRITICAL?': 'number',
  'finding-severity-counts.HIGH?': 'number',
  'finding-severity-counts.MEDIUM?': 'number',
  'finding-severity-counts.LOW?': 'number',
  'finding-severity-counts.INFORMATIONAL?': 'number',
  'finding-severity-counts.UNDEFINED?': 'number',
} as const;

/** Image and Referrer Action have one schema; the values are those of AWS's samples, and both words for failure. */
const ACTION = {
  'action-type': ['PUSH', 'DELETE', 'UPDATE_STORAGE_CLASS'],
  'repository-name': 'text',
  result: ['SUCCESS', 'FAILED', 'FAILURE'],
  'image-digest?': 'text',
  'image-tag?': 'text',
  'manifest-media-type?': 'text',
  'artifact-media-type?': 'text',
  'target-storage-class?': ['ARCHIVE', 'STANDARD'],
  'last-activated-at?': 'text',
} as const;

/** The members of a CloudTrail record; what a call asked and was answered is its own affair. */
const RECORD = {
  eventVersion: 'text',
  'userIdentity.*': 'anything',
  eventTime: 'text',
  eventSource: ['ecr.amazonaws.com'],
  eventName: 'text',
  awsRegion: 'text',
  'sourceIPAddress?': 'text',
  'userAgent?': 'text',
  'errorCode?': 'text',
  'errorMessage?': 'text',
  'requestParameters.*': 'anything',
  'responseElements.*': 'anything',
  'additionalEventData.*': 'anything',
  'serviceEventDetails.*': 'anything',
  'requestID?': 'text',
  eventID: 'text',
  'sharedEventID?': 'text',
  'apiVersion?': 'text',
  readOnly: 'flag',
  'resources.*': 'anything',
  eventType: ['AwsApiCall', 'AwsServiceEvent'],
  'managementEvent?': 'flag',
  recipientAccountId: 'text',
  'eventCategory?': ['Management'],
  'vpcEndpointId?': 'text',
  'vpcEndpointAccountId?': 'text',
  'sessionCredentialFromConsole?': 'text',
  'tlsDetails.*': 'anything',
  'addendum.*': 'anything',
} as const;

const SCAN_STATUSES = [
  ...['COMPLETE', 'FAILED', 'IN_PROGRESS', 'UNSUPPORTED_IMAGE', 'ACTIVE', 'PENDING', 'SCAN_ELIGIBILITY_EXPIRED'],
  ...['FINDINGS_UNAVAILABLE', 'LIMIT_EXCEEDED', 'IMAGE_ARCHIVED'],
];

/** Every kind of event that tells of Amazon ECR, from AWS's schema registry and documents; see the facts on ECR events. */
export const ecrShapes: readonly EventShape[] = [
  { source: 'aws.ecr', detailType: 'ECR Image Action', resources: false, detail: ACTION },
  { source: 'aws.ecr', detailType: 'ECR Referrer Action', resources: false, detail: ACTION },
  {
    source: 'aws.ecr',
    detailType: 'ECR Image Scan',
    resources: true,
    detail: {
      'repository-name': 'text',
      'scan-status': SCAN_STATUSES,
      'image-digest?': 'text',
      'image-tags?': 'text',
      ...SEVERITIES,
    },
  },
  {
    source: 'aws.ecr',
    detailType: 'ECR Scan Resource Change',
    resources: false,
    detail: { 'action-type': 'text', 'repositories.*': 'anything', 'resource-type': 'text', 'scan-type': 'text' },
  },
  {
    source: 'aws.ecr',
    detailType: 'ECR Pull Through Cache Action',
    resources: true,
    detail: {
      'rule-version?': 'text',
      'sync-status': 'text',
      'ecr-repository-prefix': 'text',
      'repository-name': 'text',
      'upstream-registry-url': 'text',
      'image-tag?': 'text',
      'image-digest?': 'text',
      'failure-code?': 'text',
      'failure-reason?': 'text',
    },
  },
  {
    source: 'aws.ecr',
    detailType: 'ECR Replication Action',
    resources: true,
    detail: {
      result: ['SUCCESS', 'FAILED', 'FAILURE'],
      'repository-name': 'text',
      'image-digest': 'text',
      'source-account': 'text',
      'action-type': ['REPLICATE'],
      'source-region': 'text',
      'image-tag?': 'text',
    },
  },
  { source: 'aws.ecr', detailType: 'ECR Artifact Action', resources: true, detail: undefined },
  { source: 'aws.ecr', detailType: 'AWS API Call via CloudTrail', resources: false, detail: RECORD },
  { source: 'aws.ecr', detailType: 'AWS Service Event via CloudTrail', resources: false, detail: RECORD },
  {
    source: 'aws.inspector2',
    detailType: 'Inspector2 Scan',
    resources: true,
    detail: {
      'version?': 'text',
      'scan-status': 'text',
      'repository-name': 'text',
      'image-digest?': 'text',
      'image-tags?': 'text',
      'finding-severity-counts.TOTAL?': 'number',
      ...SEVERITIES,
    },
  },
  { source: 'aws.inspector2', detailType: 'Inspector2 Finding', resources: true, detail: undefined },
  { source: 'aws.inspector2', detailType: 'Inspector2 Coverage', resources: true, detail: undefined },
];
