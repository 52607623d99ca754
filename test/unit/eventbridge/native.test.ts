import { expect, test } from 'vitest';
import { toEvents } from '../../../src/eventbridge/events.ts';
import type { Activity, Change } from '../../../src/registry/activity.ts';
import { DEFAULT_OPTIONS } from '../../../src/scenario/default-options.ts';
import type { Options } from '../../../src/scenario/options.ts';

const DIGEST = `sha256:${'7f5b'.repeat(16)}`;
const AT = Date.UTC(2026, 0, 15, 9, 30, 1, 740);

/** The one event that a change gives, without what chance draws. */
function told(
  change: Change,
  { region = 'us-west-2', options = {} }: { region?: string; options?: Partial<Options> } = {},
) {
  const activity: Activity = {
    account: '123456789012',
    region,
    happenings: [
      {
        kind: 'scan',
        index: 0,
        at: AT,
        ended: AT,
        step: 0,
        repository: 'web',
        repositoryArn: `arn:aws:ecr:${region}:123456789012:repository/web`,
        changes: [change],
      },
    ],
    failures: [],
    ended: AT,
  };
  const how = { profile: 'observed', seed: 1, options: { ...DEFAULT_OPTIONS, ...options } } as const;
  return toEvents(activity, [], how);
}

/** As text, so that the order of members counts too. */
function words(change: Change, how?: Parameters<typeof told>[1]) {
  const [emission] = told(change, how);
  const { 'detail-type': detailType, source, account, region, resources, detail } = emission!.event;
  return JSON.stringify([detailType, source, account, region, resources, detail]);
}

const ARN = 'arn:aws:ecr:us-west-2:123456789012:repository/web';
const ARCHIVED = {
  repository: 'web',
  digest: DIGEST,
  tags: ['1'],
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  artifactType: 'application/vnd.oci.image.config.v1+json',
};

const EVENTS: readonly (readonly [what: string, change: Change, words: readonly unknown[]])[] = [
  [
    'a push of a tag',
    { kind: 'image-pushed', repository: 'web', digest: DIGEST, tag: 'latest' },
    [
      'ECR Image Action',
      'aws.ecr',
      [],
      {
        result: 'SUCCESS',
        'repository-name': 'web',
        'image-digest': DIGEST,
        'action-type': 'PUSH',
        'image-tag': 'latest',
      },
    ],
  ],
  [
    'a deletion without a tag',
    { kind: 'image-deleted', repository: 'web', digest: DIGEST },
    [
      'ECR Image Action',
      'aws.ecr',
      [],
      { result: 'SUCCESS', 'repository-name': 'web', 'image-digest': DIGEST, 'action-type': 'DELETE' },
    ],
  ],
  [
    'an image that was archived',
    { kind: 'image-storage-class-changed', ...ARCHIVED, storageClass: 'ARCHIVE', isReferrer: false },
    [
      'ECR Image Action',
      'aws.ecr',
      [],
      {
        'action-type': 'UPDATE_STORAGE_CLASS',
        'target-storage-class': 'ARCHIVE',
        'image-digest': DIGEST,
        'repository-name': 'web',
        result: 'SUCCESS',
        'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
        'artifact-media-type': 'application/vnd.oci.image.config.v1+json',
      },
    ],
  ],
  [
    'an SBOM that was restored, to a fraction of a second without zeros at its end',
    {
      kind: 'image-storage-class-changed',
      ...ARCHIVED,
      artifactType: 'text/sbom+json',
      storageClass: 'STANDARD',
      lastActivatedAt: AT,
      isReferrer: true,
    },
    [
      'ECR Referrer Action',
      'aws.ecr',
      [],
      {
        'action-type': 'UPDATE_STORAGE_CLASS',
        'target-storage-class': 'STANDARD',
        'image-digest': DIGEST,
        'repository-name': 'web',
        result: 'SUCCESS',
        'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
        'artifact-media-type': 'text/sbom+json',
        'last-activated-at': '2026-01-15T09:30:01.74Z',
      },
    ],
  ],
  [
    'a signature that was pushed',
    { kind: 'referrer-pushed', repository: 'web', digest: DIGEST },
    [
      'ECR Referrer Action',
      'aws.ecr',
      [],
      { result: 'SUCCESS', 'repository-name': 'web', 'image-digest': DIGEST, 'action-type': 'PUSH' },
    ],
  ],
  [
    'a basic scan that has ended',
    {
      kind: 'image-scanned',
      repository: 'web',
      digest: DIGEST,
      tags: ['1', 'latest'],
      status: 'COMPLETE',
      counts: { CRITICAL: 10, MEDIUM: 9 },
    },
    [
      'ECR Image Scan',
      'aws.ecr',
      [ARN],
      {
        'scan-status': 'COMPLETE',
        'repository-name': 'web',
        'finding-severity-counts': { CRITICAL: 10, MEDIUM: 9 },
        'image-digest': DIGEST,
        'image-tags': ['1', 'latest'],
      },
    ],
  ],
  [
    'a basic scan that failed, without any counts',
    { kind: 'image-scanned', repository: 'web', digest: DIGEST, tags: [], status: 'FAILED' },
    [
      'ECR Image Scan',
      'aws.ecr',
      [ARN],
      { 'scan-status': 'FAILED', 'repository-name': 'web', 'image-digest': DIGEST, 'image-tags': [] },
    ],
  ],
  [
    'repositories that are scanned more often',
    {
      kind: 'scan-frequency-changed',
      repositories: [{ name: 'web', arn: ARN, frequency: 'SCAN_ON_PUSH', previousFrequency: 'MANUAL' }],
    },
    [
      'ECR Scan Resource Change',
      'aws.ecr',
      [],
      {
        'action-type': 'SCAN_FREQUENCY_CHANGE',
        repositories: [
          {
            'repository-name': 'web',
            'repository-arn': ARN,
            'scan-frequency': 'SCAN_ON_PUSH',
            'previous-scan-frequency': 'MANUAL',
          },
        ],
        'resource-type': 'REPOSITORY',
        'scan-type': 'ENHANCED',
      },
    ],
  ],
  [
    'an image that came through a pull-through cache',
    {
      kind: 'pull-through-cached',
      repository: 'web',
      prefix: 'we',
      upstreamRegistryUrl: 'public.ecr.aws',
      ruleVersion: '1',
      status: 'SUCCESS',
      tag: '3.17.2',
      digest: DIGEST,
    },
    [
      'ECR Pull Through Cache Action',
      'aws.ecr',
      [ARN],
      {
        'rule-version': '1',
        'sync-status': 'SUCCESS',
        'ecr-repository-prefix': 'we',
        'repository-name': 'web',
        'upstream-registry-url': 'public.ecr.aws',
        'image-tag': '3.17.2',
        'image-digest': DIGEST,
      },
    ],
  ],
  [
    'an image that did not come through',
    {
      kind: 'pull-through-cached',
      repository: 'web',
      prefix: 'we',
      upstreamRegistryUrl: 'public.ecr.aws',
      ruleVersion: '1',
      status: 'FAILED',
      tag: '3.17.2',
      failureCode: 'UpstreamUnavailable',
      failureReason: 'The upstream registry is not available.',
    },
    [
      'ECR Pull Through Cache Action',
      'aws.ecr',
      [ARN],
      {
        'rule-version': '1',
        'sync-status': 'FAILED',
        'ecr-repository-prefix': 'we',
        'repository-name': 'web',
        'upstream-registry-url': 'public.ecr.aws',
        'image-tag': '3.17.2',
        'failure-code': 'UpstreamUnavailable',
        'failure-reason': 'The upstream registry is not available.',
      },
    ],
  ],
  [
    'an enhanced scan, whose repository-name is an ARN and whose counts have a total',
    {
      kind: 'inspector-scanned',
      repository: 'web',
      digest: DIGEST,
      tags: ['1'],
      status: 'INITIAL_SCAN_COMPLETE',
      counts: { CRITICAL: 0, HIGH: 1, MEDIUM: 6, TOTAL: 10 },
    },
    [
      'Inspector2 Scan',
      'aws.inspector2',
      [ARN],
      {
        'scan-status': 'INITIAL_SCAN_COMPLETE',
        'repository-name': ARN,
        'finding-severity-counts': { CRITICAL: 0, HIGH: 1, MEDIUM: 6, TOTAL: 10 },
        'image-digest': DIGEST,
        'image-tags': ['1'],
        version: '1.0',
      },
    ],
  ],
  [
    'a finding of Inspector, which is the detail itself',
    { kind: 'inspector-found', repository: 'web', digest: DIGEST, tags: ['1'], finding: { severity: 'HIGH' } },
    ['Inspector2 Finding', 'aws.inspector2', [`${ARN}/${DIGEST}`], { severity: 'HIGH' }],
  ],
  [
    'an image that Inspector looks after',
    {
      kind: 'inspector-covered',
      repository: 'web',
      digest: DIGEST,
      scanType: 'PACKAGE',
      status: { reason: 'SUCCESSFUL', code: 'ACTIVE' },
    },
    [
      'Inspector2 Coverage',
      'aws.inspector2',
      [`${ARN}/${DIGEST}`],
      {
        scanStatus: { reason: 'SUCCESSFUL', statusCodeValue: 'ACTIVE' },
        scanType: 'PACKAGE',
        eventTimestamp: '2026-01-15T09:30:01.740000Z',
        version: '1.0',
      },
    ],
  ],
];

test.each(EVENTS)(
  '%s is told as AWS words it, member after member',
  (_, change, [detailType, source, resources, detail]) => {
    expect(words(change)).toBe(JSON.stringify([detailType, source, '123456789012', 'us-west-2', resources, detail]));
  },
);

const REPLICATED: Change = {
  kind: 'image-replicated',
  repository: 'docker-hub/alpine',
  digest: DIGEST,
  tag: '3.17.2',
  result: 'SUCCESS',
  sourceAccount: '123456789012',
  sourceRegion: 'us-west-2',
  destination: { account: '111122223333', region: 'us-east-1' },
};

test('a replica is told in the account and the Region that it goes to, FAILED where others say FAILURE', () => {
  expect(words(REPLICATED)).toBe(
    JSON.stringify([
      'ECR Replication Action',
      'aws.ecr',
      '111122223333',
      'us-east-1',
      ['arn:aws:ecr:us-east-1:111122223333:repository/docker-hub/alpine'],
      {
        result: 'SUCCESS',
        'repository-name': 'docker-hub/alpine',
        'image-digest': DIGEST,
        'source-account': '123456789012',
        'action-type': 'REPLICATE',
        'source-region': 'us-west-2',
        'image-tag': '3.17.2',
      },
    ]),
  );
  expect(told(REPLICATED)[0]?.elsewhere).toBe(true);
  expect(told({ ...REPLICATED, result: 'FAILED' })[0]?.event.detail).toMatchObject({ result: 'FAILED' });
});

test('a replica that comes here is on the bus here', () => {
  const here = { ...REPLICATED, destination: { account: '123456789012', region: 'us-west-2' } };
  expect(told(here)[0]).not.toHaveProperty('elsewhere');
});

test('an event has the time at which it happened, where that is later than the call it hangs on', () => {
  const later = AT + 90_000;
  const [emission] = told({ kind: 'image-pushed', repository: 'web', digest: DIGEST, at: later });
  expect(emission).toMatchObject({ at: later, event: { time: '2026-01-15T09:31:31Z' } });
});

test('what a pushed signature gives is an option', () => {
  const change: Change = { kind: 'referrer-pushed', repository: 'web', digest: DIGEST };
  expect(words(change, { options: { referrerEvents: 'image' } })).toMatch(/^\["ECR Image Action"/);
  expect(told(change, { options: { referrerEvents: 'none' } })).toEqual([]);
});

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('ARNs of %s are of the partition %s', (region, partition) => {
  const change: Change = { kind: 'image-scanned', repository: 'web', digest: DIGEST, tags: [], status: 'FAILED' };
  expect(told(change, { region })[0]?.event.resources).toEqual([
    `arn:${partition}:ecr:${region}:123456789012:repository/web`,
  ]);
});
