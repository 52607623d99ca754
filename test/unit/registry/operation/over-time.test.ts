import { expect, test } from 'vitest';
import type { Change, JsonObject } from '../../../../src/registry/activity.ts';
import { catchUp } from '../../../../src/registry/due.ts';
import type { Ledger } from '../../../../src/registry/ledger.ts';
import {
  ACCOUNT,
  answer,
  ask,
  CONFIG,
  DIGEST,
  EUROPE,
  LAYER,
  LIFECYCLE,
  MANIFEST,
  opened,
  OTHER_MANIFEST,
  POLICY,
  PRINCIPAL,
  PROFILE,
  REGION,
  SBOM,
  SPARE,
  upload,
  WEB,
  WEST,
} from './furnished.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ONE = { ...WEB, imageId: { imageTag: 'one' } } as const;

/** A registry with one repository and one image. */
function stocked(...before: readonly (readonly [string, JsonObject])[]): Ledger {
  const ledger = opened();
  for (const [operation, request] of before) answer(ledger, operation, request);
  answer(ledger, 'CreateRepository', WEB);
  for (const layer of [CONFIG, LAYER, SPARE]) upload(ledger, 'web', layer);
  answer(ledger, 'PutImage', { ...WEB, imageManifest: MANIFEST, imageTag: 'one' });
  return ledger;
}

function letPass(ledger: Ledger, milliseconds: number): void {
  const until = ledger.now + milliseconds;
  catchUp(ledger, until);
  ledger.now = Math.max(ledger.now, until);
}

/** What has changed since this was last asked. */
function changes(ledger: Ledger): readonly Change[] {
  return ledger.take().flatMap((happening) => happening.changes);
}

function actions(ledger: Ledger): readonly string[] {
  return ledger.take().flatMap((happening) => (happening.kind === 'call' ? [] : [happening.kind]));
}

function statusOfOne(ledger: Ledger): unknown {
  const { imageDetails } = answer(ledger, 'DescribeImages', { ...WEB, imageIds: [{ imageTag: 'one' }] });
  return (imageDetails as readonly JsonObject[])[0]?.['imageStatus'];
}

test('an archived image cannot be pulled until it is restored, which takes minutes and is told of', () => {
  const ledger = stocked();
  ledger.take();
  expect(answer(ledger, 'UpdateImageStorageClass', { ...ONE, targetStorageClass: 'ARCHIVE' })).toMatchObject({
    imageStatus: 'ARCHIVED',
  });
  expect(changes(ledger)).toMatchObject([
    { kind: 'image-storage-class-changed', storageClass: 'ARCHIVE', tags: ['one'] },
  ]);
  const pull = { ...WEB, imageIds: [{ imageTag: 'one' }] };
  expect(answer(ledger, 'BatchGetImage', pull)).toMatchObject({
    images: [],
    failures: [{ failureCode: 'ImageNotFound' }],
  });
  expect(
    answer(ledger, 'BatchCheckLayerAvailability', { ...WEB, layerDigests: [LAYER.digest, SPARE.digest] }),
  ).toMatchObject({
    layers: [{ layerAvailability: 'ARCHIVED' }, { layerAvailability: 'AVAILABLE' }],
  });
  expect(answer(ledger, 'ListImages', WEB)).toEqual({ imageIds: [] });
  expect(answer(ledger, 'ListImages', { ...WEB, filter: { imageStatus: 'ARCHIVED' } })['imageIds']).toHaveLength(1);

  answer(ledger, 'UpdateImageStorageClass', { ...ONE, targetStorageClass: 'STANDARD' });
  expect(statusOfOne(ledger)).toBe('ACTIVATING');
  ledger.take();
  letPass(ledger, 19 * MINUTE);
  expect(statusOfOne(ledger)).toBe('ACTIVATING');
  letPass(ledger, 2 * MINUTE);
  expect(statusOfOne(ledger)).toBe('ACTIVE');
  expect(changes(ledger)).toMatchObject([
    { kind: 'image-storage-class-changed', storageClass: 'STANDARD', lastActivatedAt: expect.any(Number) as number },
  ]);
  expect(answer(ledger, 'BatchGetImage', pull)).toMatchObject({ failures: [] });
});

test('pushing an archived image again restores it at once', () => {
  const ledger = stocked();
  answer(ledger, 'UpdateImageStorageClass', { ...ONE, targetStorageClass: 'ARCHIVE' });
  ledger.take();
  answer(ledger, 'PutImage', { ...WEB, imageManifest: MANIFEST, imageTag: 'one' });
  expect(changes(ledger).map(({ kind }) => kind)).toEqual(['image-storage-class-changed', 'image-pushed']);
  expect(statusOfOne(ledger)).toBe('ACTIVE');
});

test('what refers to an image follows it within a day, if a day passes', () => {
  for (const [operation, request, kind, left] of [
    ['UpdateImageStorageClass', { ...ONE, targetStorageClass: 'ARCHIVE' }, 'image-storage-class-changed', 2],
    ['BatchDeleteImage', { ...WEB, imageIds: [{ imageDigest: DIGEST }] }, 'referrer-deleted', 0],
  ] as const) {
    const ledger = stocked();
    answer(ledger, 'PutImage', { ...WEB, imageManifest: SBOM });
    expect(changes(ledger).at(-1)?.kind).toBe('referrer-pushed');
    answer(ledger, operation, request);
    ledger.take();
    letPass(ledger, HOUR);
    expect(changes(ledger)).toEqual([]);
    letPass(ledger, 24 * HOUR);
    expect(changes(ledger).map((change) => change.kind)).toEqual([kind]);
    expect(answer(ledger, 'ListImages', { ...WEB, filter: { imageStatus: 'ANY' } })['imageIds']).toHaveLength(left);
    catchUp(ledger, Infinity);
  }
});

test('referrers are listed by type and status, also of an image that is not there', () => {
  const ledger = stocked();
  answer(ledger, 'PutImage', { ...WEB, imageManifest: SBOM });
  const subject = { ...WEB, subjectId: { imageDigest: DIGEST } };
  const [referrer] = answer(ledger, 'ListImageReferrers', subject)['referrers'] as readonly JsonObject[];
  expect(referrer).toMatchObject({ artifactType: 'text/sbom+json', artifactStatus: 'ACTIVE', size: SBOM.length });
  expect(answer(ledger, 'ListImageReferrers', { ...subject, filter: { artifactTypes: ['other'] } })).toEqual({
    referrers: [],
  });
  expect(answer(ledger, 'ListImageReferrers', { ...subject, filter: { artifactStatus: 'ARCHIVED' } })).toEqual({
    referrers: [],
  });
  const orphan = SBOM.replaceAll(DIGEST, `sha256:${'7'.repeat(64)}`);
  answer(ledger, 'PutImage', { ...WEB, imageManifest: orphan });
  expect(
    answer(ledger, 'ListImageReferrers', { ...WEB, subjectId: { imageDigest: `sha256:${'7'.repeat(64)}` } })[
      'referrers'
    ],
  ).toHaveLength(1);
});

test('a preview is in progress for some seconds, then tells what would go, and a record tells that it was', () => {
  const ledger = stocked();
  answer(ledger, 'PutImage', { ...WEB, imageManifest: OTHER_MANIFEST, imageTag: 'two' });
  const lifecyclePolicyText = LIFECYCLE.replace('"countNumber":100', '"countNumber":1');
  answer(ledger, 'StartLifecyclePolicyPreview', { ...WEB, lifecyclePolicyText });
  expect(answer(ledger, 'GetLifecyclePolicyPreview', WEB)).toEqual({
    registryId: ACCOUNT,
    ...WEB,
    lifecyclePolicyText,
    status: 'IN_PROGRESS',
  });
  ledger.take();
  letPass(ledger, 10_000);
  expect(actions(ledger)).toEqual(['lifecycle-preview']);
  const told = answer(ledger, 'GetLifecyclePolicyPreview', WEB);
  expect(told).toMatchObject({
    status: 'COMPLETE',
    previewResults: [{ imageTags: ['one'], action: { type: 'EXPIRE' }, appliedRulePriority: 1 }],
    summary: { expiringImageTotalCount: 1 },
  });
  expect(answer(ledger, 'GetLifecyclePolicyPreview', { ...WEB, filter: { tagStatus: 'UNTAGGED' } })).toMatchObject({
    previewResults: [],
  });
  // Nothing has gone.
  expect(answer(ledger, 'ListImages', WEB)['imageIds']).toHaveLength(2);
});

const REPLICATION = [
  'PutReplicationConfiguration',
  { replicationConfiguration: { rules: [{ destinations: [WEST, EUROPE] }] } },
] as const;

test('an image arrives at its destinations some seconds after its push; the first makes the repository there', () => {
  const ledger = stocked(REPLICATION);
  expect(answer(ledger, 'DescribeImageReplicationStatus', ONE)['replicationStatuses']).toEqual([
    { region: 'us-west-2', registryId: ACCOUNT, status: 'IN_PROGRESS' },
    { region: 'eu-west-1', registryId: ACCOUNT, status: 'IN_PROGRESS' },
  ]);
  ledger.take();
  letPass(ledger, 10_000);
  const arrived = ledger.take().filter((happening) => happening.kind !== 'call');
  expect(arrived.map(({ kind }) => kind).toSorted()).toEqual([
    'replication',
    'replication',
    'service-create-repository',
    'service-create-repository',
  ]);
  expect(arrived.map(({ elsewhere }) => String(elsewhere?.region)).toSorted()).toEqual([
    'eu-west-1',
    'eu-west-1',
    'us-west-2',
    'us-west-2',
  ]);
  expect(arrived.flatMap((each) => each.changes)).toContainEqual({
    kind: 'image-replicated',
    repository: 'web',
    digest: DIGEST,
    tag: 'one',
    result: 'SUCCESS',
    sourceAccount: ACCOUNT,
    sourceRegion: REGION,
    destination: { account: ACCOUNT, region: 'us-west-2' },
  });
  answer(ledger, 'PutImage', { ...WEB, imageManifest: OTHER_MANIFEST, imageTag: 'two' });
  letPass(ledger, 10_000);
  expect(actions(ledger)).toEqual(['replication', 'replication']);
});

test('a destination that refuses replicas is told so, and a filter leaves repositories out', () => {
  const ledger = stocked(REPLICATION);
  letPass(ledger, 10_000);
  ledger.registry.settings.refusingDestinations.set(`${ACCOUNT}/us-west-2`, 'DESTINATION_REGISTRY_ACCESS_DENIED');
  answer(ledger, 'PutImage', { ...WEB, imageManifest: OTHER_MANIFEST, imageTag: 'two' });
  letPass(ledger, 10_000);
  expect(
    answer(ledger, 'DescribeImageReplicationStatus', { ...WEB, imageId: { imageTag: 'two' } })['replicationStatuses'],
  ).toContainEqual({
    region: 'us-west-2',
    registryId: ACCOUNT,
    status: 'FAILED',
    failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED',
  });
  answer(ledger, 'PutReplicationConfiguration', {
    replicationConfiguration: {
      rules: [{ destinations: [WEST], repositoryFilters: [{ filter: 'prod', filterType: 'PREFIX_MATCH' }] }],
    },
  });
  ledger.take();
  answer(ledger, 'PutImage', { ...WEB, imageManifest: SBOM });
  letPass(ledger, 10_000);
  expect(actions(ledger)).toEqual([]);
});

function backfill(ledger: Ledger, replicationBackfillId: string): JsonObject {
  return answer(ledger, 'DescribeReplicationBackfillResults', { replicationBackfillId });
}

test('a backfill sends what was there before, can be stopped, and fails where half of it fails', () => {
  const ledger = stocked();
  answer(ledger, 'PutImage', { ...WEB, imageManifest: OTHER_MANIFEST, imageTag: 'two' });
  answer(ledger, ...REPLICATION);
  const start = (destination: JsonObject) =>
    answer(ledger, 'StartReplicationBackfill', { destination })['replicationBackfillId'] as string;
  const west = start(WEST);
  expect(backfill(ledger, west)).toMatchObject({ status: 'PREPARING', results: [] });
  letPass(ledger, 31_000);
  expect(backfill(ledger, west)).toMatchObject({ status: 'IN_PROGRESS', progress: { totalReplicationCount: 2 } });
  letPass(ledger, MINUTE);
  expect(backfill(ledger, west)).toMatchObject({
    status: 'COMPLETE',
    progress: { completedReplicationCount: 2, failedReplicationCount: 0 },
    results: [{ repositoryName: 'web', imageId: { imageDigest: DIGEST }, status: 'COMPLETE' }, { status: 'COMPLETE' }],
  });
  // What has arrived does not go again.
  const again = start(WEST);
  letPass(ledger, 2 * MINUTE);
  expect(backfill(ledger, again)).toMatchObject({ status: 'COMPLETE', progress: { totalReplicationCount: 0 } });

  ledger.registry.settings.refusingDestinations.set(`${ACCOUNT}/eu-west-1`, 'DESTINATION_REGISTRY_ACCESS_DENIED');
  const europe = start(EUROPE);
  letPass(ledger, 2 * MINUTE);
  expect(backfill(ledger, europe)).toMatchObject({
    status: 'FAILED',
    progress: { failureCodes: ['DESTINATION_REGISTRY_ACCESS_DENIED'], failedReplicationCount: 2 },
  });
  const stopped = start(EUROPE);
  expect(answer(ledger, 'StopReplicationBackfill', { replicationBackfillId: stopped })).toMatchObject({
    status: 'STOPPING',
  });
  letPass(ledger, 2 * MINUTE);
  expect(backfill(ledger, stopped)).toMatchObject({ status: 'STOPPED', results: [] });
  const listed = answer(ledger, 'ListReplicationBackfills')['backfills'] as readonly JsonObject[];
  expect(listed.map(({ status }) => status)).toEqual(['STOPPED', 'FAILED', 'COMPLETE', 'COMPLETE']);
});

const CACHE = [
  'CreatePullThroughCacheRule',
  { ecrRepositoryPrefix: 'mirror', upstreamRegistryUrl: 'public.ecr.aws' },
] as const;
const NGINX = { repositoryName: 'mirror/nginx', imageIds: [{ imageTag: 'latest' }] } as const;

test('the first pull of a mirrored image makes its repository as the template says, and brings it in', () => {
  const ledger = stocked(CACHE, [
    'CreateRepositoryCreationTemplate',
    {
      prefix: 'mirror',
      appliedFor: ['PULL_THROUGH_CACHE'],
      imageTagMutability: 'IMMUTABLE',
      repositoryPolicy: POLICY,
      lifecyclePolicy: LIFECYCLE,
    },
  ]);
  ledger.take();
  const { images } = answer(ledger, 'BatchGetImage', NGINX);
  expect(images).toHaveLength(1);
  const [call, made] = ledger.take();
  expect(made).toMatchObject({
    kind: 'service-create-repository',
    repository: 'mirror/nginx',
    reason: 'PULL_THROUGH_CACHE',
  });
  expect(call?.changes).toMatchObject([
    { kind: 'pull-through-cached', status: 'SUCCESS', prefix: 'mirror', tag: 'latest', ruleVersion: '1' },
  ]);
  expect(call?.changes[0]?.at).toBeGreaterThan(call?.ended ?? Infinity);
  expect(answer(ledger, 'DescribeRepositories', { repositoryNames: ['mirror/nginx'] })['repositories']).toMatchObject([
    { imageTagMutability: 'IMMUTABLE' },
  ]);
  expect(answer(ledger, 'GetLifecyclePolicy', { repositoryName: 'mirror/nginx' })['lifecyclePolicyText']).toBe(
    LIFECYCLE,
  );
  const manifest = JSON.parse((images as readonly JsonObject[])[0]?.['imageManifest'] as string) as {
    layers: { digest: string }[];
  };
  for (const { digest } of manifest.layers)
    answer(ledger, 'GetDownloadUrlForLayer', { repositoryName: 'mirror/nginx', layerDigest: digest });
});

test('a mirrored tag is compared with the upstream once a day, and what was pushed here never is', () => {
  const ledger = stocked(CACHE);
  answer(ledger, 'BatchGetImage', NGINX);
  ledger.take();
  answer(ledger, 'BatchGetImage', NGINX);
  expect(changes(ledger)).toEqual([]);
  letPass(ledger, 25 * HOUR);
  answer(ledger, 'BatchGetImage', NGINX);
  expect(changes(ledger)).toMatchObject([{ kind: 'pull-through-cached', status: 'SUCCESS' }]);
  for (const layer of [CONFIG, LAYER]) upload(ledger, 'mirror/nginx', layer);
  answer(ledger, 'PutImage', { repositoryName: 'mirror/nginx', imageManifest: MANIFEST, imageTag: 'ours' });
  ledger.take();
  answer(ledger, 'BatchGetImage', { repositoryName: 'mirror/nginx', imageIds: [{ imageTag: 'ours' }] });
  expect(changes(ledger)).toEqual([]);
});

test('an upstream that is down is told of: with an error where there is no repository, inside the answer where there is', () => {
  const ledger = stocked(CACHE);
  const rule = ledger.registry.settings.cacheRules.get('mirror')!;
  rule.failing = { code: 'UpstreamUnavailable', reason: 'The upstream is down' };
  expect(answer(ledger, 'ValidatePullThroughCacheRule', { ecrRepositoryPrefix: 'mirror' })).toMatchObject({
    isValid: false,
    failure: 'The upstream is down',
  });
  ledger.take();
  const { failure } = ask(ledger, 'BatchGetImage', NGINX);
  expect(failure?.code).toBe('UnableToGetUpstreamImageException');
  expect(changes(ledger)).toMatchObject([
    { kind: 'pull-through-cached', status: 'FAILED', failureCode: 'UpstreamUnavailable' },
  ]);
  delete rule.failing;
  answer(ledger, 'BatchGetImage', NGINX);
  rule.failing = { code: 'UpstreamUnavailable', reason: 'The upstream is down' };
  ledger.take();
  expect(
    answer(ledger, 'BatchGetImage', { ...NGINX, imageIds: [{ imageTag: 'other' }, { imageTag: 'latest' }] }),
  ).toMatchObject({
    images: [{ imageId: { imageTag: 'latest' } }],
    failures: [{ failureCode: 'UpstreamUnavailable', failureReason: 'The upstream is down' }],
  });
  expect(changes(ledger)).toMatchObject([{ status: 'FAILED', tag: 'other' }]);
});

test('a push where there is no repository makes one if a template is for that, of the longest prefix', () => {
  const template = (prefix: string, imageTagMutability: string) =>
    ['CreateRepositoryCreationTemplate', { prefix, imageTagMutability, appliedFor: ['CREATE_ON_PUSH'] }] as const;
  const ledger = stocked(template('ROOT', 'MUTABLE'), template('prod', 'MUTABLE'), template('prod/live', 'IMMUTABLE'));
  ledger.take();
  answer(ledger, 'InitiateLayerUpload', { repositoryName: 'prod/live/web' });
  expect(ledger.take().map((happening) => happening.kind)).toEqual(['call', 'service-create-repository']);
  answer(ledger, 'InitiateLayerUpload', { repositoryName: 'production' });
  const made = answer(ledger, 'DescribeRepositories', { repositoryNames: ['prod/live/web', 'production'] });
  expect(made['repositories']).toMatchObject([{ imageTagMutability: 'IMMUTABLE' }, { imageTagMutability: 'MUTABLE' }]);
  answer(ledger, 'DeleteRepositoryCreationTemplate', { prefix: 'ROOT' });
  expect(ask(ledger, 'InitiateLayerUpload', { repositoryName: 'productive' }).failure?.code).toBe(
    'RepositoryNotFoundException',
  );
});

test('a pushed image is signed with the profiles whose rules mean its repository, and the signature refers to it', () => {
  const ledger = stocked([
    'PutSigningConfiguration',
    {
      signingConfiguration: {
        rules: [
          { signingProfileArn: PROFILE },
          {
            signingProfileArn: `${PROFILE}_other`,
            repositoryFilters: [{ filter: 'prod/*', filterType: 'WILDCARD_MATCH' }],
          },
        ],
      },
    },
  ]);
  const status = () => answer(ledger, 'DescribeImageSigningStatus', ONE)['signingStatuses'];
  expect(status()).toEqual([{ signingProfileArn: PROFILE, status: 'IN_PROGRESS' }]);
  ledger.take();
  letPass(ledger, 10_000);
  expect(changes(ledger).map(({ kind }) => kind)).toEqual(['referrer-pushed']);
  expect(status()).toEqual([{ signingProfileArn: PROFILE, status: 'COMPLETE' }]);
  expect(
    answer(ledger, 'ListImageReferrers', { ...WEB, subjectId: { imageDigest: DIGEST } })['referrers'],
  ).toMatchObject([{ artifactType: 'application/vnd.cncf.notary.signature' }]);
});

test('enhanced scanning tells which repositories it looks at more often or less, and takes manual scans away', () => {
  const ledger = stocked();
  ledger.take();
  const scan = (scanFrequency: string, filter: string) => ({
    scanType: 'ENHANCED',
    rules: [{ scanFrequency, repositoryFilters: [{ filter, filterType: 'WILDCARD' }] }],
  });
  answer(ledger, 'PutRegistryScanningConfiguration', scan('CONTINUOUS_SCAN', 'w*b'));
  answer(ledger, 'PutRegistryScanningConfiguration', scan('CONTINUOUS_SCAN', 'we'));
  answer(ledger, 'PutRegistryScanningConfiguration', scan('SCAN_ON_PUSH', '*'));
  expect(changes(ledger)).toMatchObject([
    { repositories: [{ name: 'web', frequency: 'CONTINUOUS_SCAN', previousFrequency: 'MANUAL' }] },
    { repositories: [{ name: 'web', frequency: 'SCAN_ON_PUSH', previousFrequency: 'CONTINUOUS_SCAN' }] },
  ]);
  expect(answer(ledger, 'BatchGetRepositoryScanningConfiguration', { repositoryNames: ['web', 'none'] })).toMatchObject(
    {
      scanningConfigurations: [{ repositoryName: 'web', scanOnPush: true, scanFrequency: 'SCAN_ON_PUSH' }],
      failures: [{ repositoryName: 'none', failureCode: 'REPOSITORY_NOT_FOUND' }],
    },
  );
});

test('a pull leaves its time behind, unless who pulls is an exclusion', () => {
  const ledger = stocked(['RegisterPullTimeUpdateExclusion', { principalArn: PRINCIPAL }]);
  const pulled = () =>
    (answer(ledger, 'DescribeImages', WEB)['imageDetails'] as readonly JsonObject[])[0]?.['lastRecordedPullTime'];
  const request = { ...WEB, imageIds: [{ imageTag: 'one' }] };
  ledger.call(
    {
      kind: 'AssumedRole',
      accountId: ACCOUNT,
      via: 'sdk',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/scanner/job`,
      session: {
        creationDate: 0,
        mfa: false,
        issuer: { type: 'Role', principalId: 'AROAEXAMPLE', arn: PRINCIPAL, accountId: ACCOUNT },
      },
    },
    'BatchGetImage',
    request,
    40,
  );
  expect(pulled()).toBeUndefined();
  const { ended } = ask(ledger, 'BatchGetImage', request);
  expect(pulled()).toBe(ended);
});

test.each([
  ['IMMUTABLE', undefined, false, false],
  ['MUTABLE', undefined, true, true],
  ['IMMUTABLE_WITH_EXCLUSION', 'dev-*', false, true],
  ['MUTABLE_WITH_EXCLUSION', 'dev-*', true, false],
] as const)('under %s with %s a release moves: %s, a build of dev: %s', (imageTagMutability, filter, release, dev) => {
  const ledger = stocked();
  answer(ledger, 'PutImageTagMutability', {
    ...WEB,
    imageTagMutability,
    ...(filter === undefined ? {} : { imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter }] }),
  });
  for (const [imageTag, moves] of [
    ['v1', release],
    ['dev-1', dev],
  ] as const) {
    answer(ledger, 'PutImage', { ...WEB, imageManifest: MANIFEST, imageTag });
    const { failure } = ask(ledger, 'PutImage', { ...WEB, imageManifest: OTHER_MANIFEST, imageTag });
    expect(failure?.code).toBe(moves ? undefined : 'ImageTagAlreadyExistsException');
  }
});

test('walking through the pages gives everything once, in order', () => {
  const ledger = opened();
  const names = Array.from({ length: 23 }, (_, index) => `team/service-${index}`);
  for (const repositoryName of names) answer(ledger, 'CreateRepository', { repositoryName });
  const seen: unknown[] = [];
  let nextToken: JsonObject[string] | undefined;
  do {
    const page = answer(ledger, 'DescribeRepositories', {
      maxResults: 5,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    seen.push(...(page['repositories'] as readonly JsonObject[]).map(({ repositoryName }) => repositoryName));
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  expect(seen).toEqual(names);
});

test('what was begun in a repository that is deleted comes to nothing', () => {
  const ledger = stocked([
    'PutSigningConfiguration',
    { signingConfiguration: { rules: [{ signingProfileArn: PROFILE }] } },
  ]);
  answer(ledger, 'StartLifecyclePolicyPreview', { ...WEB, lifecyclePolicyText: LIFECYCLE });
  answer(ledger, 'UpdateImageStorageClass', { ...ONE, targetStorageClass: 'ARCHIVE' });
  answer(ledger, 'UpdateImageStorageClass', { ...ONE, targetStorageClass: 'STANDARD' });
  answer(ledger, 'PutImage', { ...WEB, imageManifest: OTHER_MANIFEST, imageTag: 'two' });
  answer(ledger, 'StartImageScan', { ...WEB, imageId: { imageTag: 'two' } });
  answer(ledger, 'DeleteRepository', { ...WEB, force: true });
  ledger.take();
  letPass(ledger, HOUR);
  catchUp(ledger, Infinity);
  expect(ledger.take()).toEqual([]);
});

test('an image that is restored before what refers to it has followed keeps it', () => {
  const ledger = stocked();
  answer(ledger, 'PutImage', { ...WEB, imageManifest: SBOM });
  answer(ledger, 'UpdateImageStorageClass', { ...ONE, targetStorageClass: 'ARCHIVE' });
  answer(ledger, 'UpdateImageStorageClass', { ...ONE, targetStorageClass: 'STANDARD' });
  letPass(ledger, 24 * HOUR);
  expect(answer(ledger, 'ListImages', WEB)['imageIds']).toHaveLength(2);
});

test('a token is given for each registry that is asked for', () => {
  const { authorizationData } = answer(opened(), 'GetAuthorizationToken', { registryIds: [ACCOUNT, '111122223333'] });
  expect((authorizationData as readonly JsonObject[]).map(({ proxyEndpoint }) => proxyEndpoint)).toEqual([
    `https://${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`,
    `https://111122223333.dkr.ecr.${REGION}.amazonaws.com`,
  ]);
});
