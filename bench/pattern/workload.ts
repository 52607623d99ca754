/** What the matchers are measured on: rules as teams write them for ECR, and the events that ECR and CloudTrail send. */
export interface Workload {
  readonly rules: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

/** A workload with that many rules; the events are always the same. */
export function workload(count: number): Workload {
  const rules = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`rule-${index}`, JSON.stringify(ruleAt(index))]),
  );
  return { rules, events: Array.from({ length: 64 }, (_, index) => JSON.stringify(eventAt(index))) };
}

const SHAPES = 10;

/** Every tenth rule has the same shape; each is about a repository or a team of its own. */
function ruleAt(index: number): object {
  const repository = repositoryAt(index);
  const image = { source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] };
  const call = { source: ['aws.ecr'], 'detail-type': ['AWS API Call via CloudTrail'] };
  switch (index % SHAPES) {
    case 0:
      return { ...image, detail: { 'action-type': ['PUSH'], result: ['SUCCESS'], 'repository-name': [repository] } };
    case 1:
      return {
        ...image,
        detail: { 'action-type': ['PUSH'], 'repository-name': [repository], 'image-tag': [{ exists: true }] },
      };
    case 2:
      return {
        ...image,
        detail: { 'action-type': ['PUSH', 'DELETE'], 'repository-name': [{ prefix: `team-${index}/` }] },
      };
    case 3:
      return {
        source: ['aws.ecr'],
        'detail-type': ['ECR Image Scan'],
        detail: { 'repository-name': [repository], 'finding-severity-counts': { CRITICAL: [{ numeric: ['>', 0] }] } },
      };
    case 4:
      return {
        ...call,
        detail: {
          eventSource: ['ecr.amazonaws.com'],
          eventName: ['PutImage'],
          requestParameters: { repositoryName: [repository] },
        },
      };
    case 5:
      return {
        ...call,
        detail: {
          eventName: ['BatchDeleteImage', 'DeleteRepository'],
          requestParameters: { repositoryName: [repository] },
          errorCode: [{ exists: false }],
        },
      };
    case 6:
      return {
        ...image,
        detail: { 'repository-name': [repository], 'image-tag': [{ 'anything-but': { prefix: ['dev-', 'pr-'] } }] },
      };
    case 7:
      return {
        ...image,
        detail: {
          'repository-name': [repository],
          $or: [{ 'action-type': ['DELETE'] }, { result: [{ 'anything-but': 'SUCCESS' }] }],
        },
      };
    case 8:
      return {
        resources: [`arn:aws:ecr:us-east-1:123456789012:repository/${repository}`],
        'detail-type': ['ECR Image Scan', 'ECR Replication Action'],
      };
    default:
      return { ...image, detail: { 'repository-name': [repository], 'image-tag': [{ wildcard: `v${index}.*` }] } };
  }
}

function eventAt(index: number): object {
  const repository = repositoryAt(index * 7);
  const envelope = (detailType: string, resources: readonly string[], detail: object): object => ({
    version: '0',
    id: `13cde686-328b-6117-af20-0e55661${String(index).padStart(5, '0')}`,
    'detail-type': detailType,
    source: 'aws.ecr',
    account: '123456789012',
    time: '2026-01-15T09:30:00Z',
    region: 'us-east-1',
    resources,
    detail,
  });
  const digest = `sha256:${index.toString(16).padStart(64, '7')}`;
  switch (index % 4) {
    case 0:
      return envelope('ECR Image Action', [], {
        result: 'SUCCESS',
        'repository-name': repository,
        'image-digest': digest,
        'action-type': index % 8 ? 'PUSH' : 'DELETE',
        'image-tag': `v${index * 7}.4.2`,
      });
    case 1:
      return envelope('ECR Image Scan', [`arn:aws:ecr:us-east-1:123456789012:repository/${repository}`], {
        'scan-status': 'COMPLETE',
        'repository-name': repository,
        'finding-severity-counts': { CRITICAL: index % 3, HIGH: 2, MEDIUM: 9 },
        'image-digest': digest,
        'image-tags': ['latest', `v${index}.0.1`],
      });
    default:
      return envelope('AWS API Call via CloudTrail', [], call(index, repository, digest));
  }
}

/** A CloudTrail record of about 2 KB. */
function call(index: number, repository: string, digest: string): object {
  const layers = Array.from({ length: 3 }, (_, layer) => ({
    mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    size: 43252507 + layer,
    digest,
  }));
  const manifest = JSON.stringify(
    {
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { size: 5486, digest },
      layers,
    },
    null,
    3,
  );
  const deletes = index % 4 === 3;
  const imageId = { imageDigest: digest, imageTag: `v${index}.0.1` };
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:github-actions',
      arn: 'arn:aws:sts::123456789012:assumed-role/ci-pusher/github-actions',
      accountId: '123456789012',
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', arn: 'arn:aws:iam::123456789012:role/ci-pusher' },
        attributes: { mfaAuthenticated: 'false' },
      },
    },
    eventTime: '2026-01-15T09:30:00Z',
    eventSource: 'ecr.amazonaws.com',
    eventName: deletes ? 'BatchDeleteImage' : 'PutImage',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.12',
    userAgent: 'console.amazonaws.com',
    requestParameters: deletes
      ? { repositoryName: repository, imageIds: [imageId] }
      : { repositoryName: repository, imageTag: imageId.imageTag, registryId: '123456789012', imageManifest: manifest },
    responseElements: deletes
      ? { failures: [], imageIds: [imageId] }
      : { image: { repositoryName: repository, imageManifest: manifest, registryId: '123456789012', imageId } },
    requestID: 'cf044b7d-5f9d-11e9-9b2a-95983139cc57',
    eventID: `2bfd4ee2-2178-4a82-a27d-b12939923${String(index).padStart(3, '0')}`,
    readOnly: false,
    resources: [{ ARN: `arn:aws:ecr:us-east-1:123456789012:repository/${repository}`, accountId: '123456789012' }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
    recipientAccountId: '123456789012',
  };
}

function repositoryAt(index: number): string {
  return `team-${index % 300}/app-${index % 17}`;
}
