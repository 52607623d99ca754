import type { JsonObject } from '../../../../src/registry/activity.ts';
import type { Ledger } from '../../../../src/registry/ledger.ts';
import {
  ABSENT,
  answer,
  DIGEST,
  LAYER,
  LIFECYCLE,
  MANIFEST,
  NEW_MANIFEST,
  OTHER_DIGEST,
  POLICY,
  PRINCIPAL,
  PROFILE,
  SBOM,
  SECRET,
  WEB,
  WEST,
} from './furnished.ts';

/** A request that an operation refuses by its own rules, what has to be so before, and words of the answer. */
export interface ErrorCase {
  readonly code: string;
  readonly words: string | RegExp;
  readonly request: JsonObject | ((ids: { readonly uploadId: string; readonly backfillId: string }) => JsonObject);
  readonly before?: (ledger: Ledger) => void;
}

const MISSING = { repositoryName: 'missing' } as const;
const ARN = 'arn:aws:ecr:us-east-2:123456789012:repository';
const ELSEWHERE = { ...WEB, registryId: '111122223333' } as const;
const NOWHERE = "The repository with name 'missing' does not exist in the registry with id '123456789012'";
const ONE = { ...WEB, imageId: { imageTag: 'one' } } as const;
const NO_IMAGE = { ...WEB, imageId: { imageTag: 'none' } } as const;
const NO_IMAGE_WORDS =
  "The image with imageId {imageDigest:'null', imageTag:'none'} does not exist within the repository with name 'web' in the registry with id '123456789012'";

/** The repository is missing: here, and in the registry of another account. */
function noRepository(rest: JsonObject = {}): readonly ErrorCase[] {
  return [
    { code: 'RepositoryNotFoundException', words: NOWHERE, request: { ...rest, ...MISSING } },
    {
      code: 'RepositoryNotFoundException',
      words: "The repository with name 'web' does not exist in the registry with id '111122223333'",
      request: { ...rest, ...ELSEWHERE },
    },
  ];
}

const noImage: ErrorCase = { code: 'ImageNotFoundException', words: NO_IMAGE_WORDS, request: NO_IMAGE };

function validation(words: string | RegExp, request: JsonObject, before?: (ledger: Ledger) => void): ErrorCase {
  return { code: 'ValidationException', words, request, ...(before === undefined ? {} : { before }) };
}

function invalid(words: string | RegExp, request: JsonObject): ErrorCase {
  return { code: 'InvalidParameterException', words, request };
}

const badToken = (request: JsonObject = {}) => invalid(/at 'nextToken'/, { ...request, nextToken: 'nonsense' });
const UPLOAD_ID = '00000000-0000-4000-8000-000000000000';
const noUpload = (rest: JsonObject): ErrorCase => ({
  code: 'UploadNotFoundException',
  words: `The upload with id '${UPLOAD_ID}' in the repository with name 'web' in registry with id '123456789012' does not exist`,
  request: { ...WEB, uploadId: UPLOAD_ID, ...rest },
});
const PART = { partFirstByte: 5_242_880, partLastByte: 5_242_889 };
const NO_POLICY =
  "Lifecycle policy does not exist for the repository with name 'empty' in the registry with id '123456789012'";
const policyMissing: ErrorCase = {
  code: 'LifecyclePolicyNotFoundException',
  words: NO_POLICY,
  request: { repositoryName: 'empty' },
};
const notRule = (rest: JsonObject = {}): ErrorCase => ({
  code: 'PullThroughCacheRuleNotFoundException',
  words: "The pull through cache rule with prefix 'none' does not exist",
  request: { ecrRepositoryPrefix: 'none', ...rest },
});
const notTemplate: ErrorCase = {
  code: 'TemplateNotFoundException',
  words: "The repository creation template with prefix 'none' does not exist",
  request: { prefix: 'none' },
};
const rule = (more: JsonObject) => ({ ecrRepositoryPrefix: 'new', upstreamRegistryUrl: 'quay.io', ...more });
const tooManyTags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
const destinations = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ region: 'eu-west-1', registryId: `4444${10_000_000 + index}` }));
const lifecycleOf = (selection: JsonObject, action: JsonObject = { type: 'expire' }) =>
  JSON.stringify({ rules: [{ rulePriority: 1, description: 'a rule that is not one', selection, action }] });

const MIRRORED = { repositoryName: 'mirror/nginx' } as const;

/** A mirrored repository, whose upstream has failed since. */
function brokenUpstream(ledger: Ledger): void {
  answer(ledger, 'BatchGetImage', { ...MIRRORED, imageIds: [{ imageTag: 'latest' }] });
  ledger.registry.settings.cacheRules.get('mirror')!.failing = {
    code: 'UpstreamUnavailable',
    reason: 'The upstream is down',
  };
}

/** What each operation refuses besides requests that do not fit the model. */
export const ERRORS: Readonly<Record<string, readonly ErrorCase[]>> = {
  BatchCheckLayerAvailability: noRepository({ layerDigests: [LAYER.digest] }),
  BatchDeleteImage: noRepository({ imageIds: [{ imageTag: 'one' }] }),
  BatchGetImage: [
    ...noRepository({ imageIds: [{ imageTag: 'one' }] }),
    {
      code: 'UnableToGetUpstreamImageException',
      words: 'The upstream is down',
      request: { repositoryName: 'mirror/nginx', imageIds: [{ imageTag: 'latest' }] },
      before: ({ registry }) => {
        registry.settings.cacheRules.get('mirror')!.failing = {
          code: 'UpstreamUnavailable',
          reason: 'The upstream is down',
        };
      },
    },
  ],
  BatchGetRepositoryScanningConfiguration: [],
  CompleteLayerUpload: [
    ...noRepository({ uploadId: UPLOAD_ID, layerDigests: [LAYER.digest] }),
    noUpload({ layerDigests: [LAYER.digest] }),
    {
      code: 'LayerAlreadyExistsException',
      words: `The layer with digest '${LAYER.digest}' already exists in the repository with name 'web' in registry with id '123456789012'`,
      request: ({ uploadId }) => ({ ...WEB, uploadId, layerDigests: [LAYER.digest] }),
    },
    {
      code: 'EmptyUploadException',
      words: /does not contain any layer parts$/,
      request: ({ uploadId }) => ({ ...WEB, uploadId, layerDigests: [ABSENT] }),
      before: ({ registry }) => {
        for (const each of registry.repositories.get('web')!.uploads.values()) each.received = 0;
      },
    },
    {
      code: 'LayerPartTooSmallException',
      words: /layer parts must be at least 5 MiB in size$/,
      request: ({ uploadId }) => ({ ...WEB, uploadId, layerDigests: [ABSENT] }),
      before: ({ registry }) => {
        for (const each of registry.repositories.get('web')!.uploads.values()) each.smallest = 846;
      },
    },
  ],
  CreatePullThroughCacheRule: [
    {
      code: 'PullThroughCacheRuleAlreadyExistsException',
      words: "The pull through cache rule with prefix 'mirror' already exists in the registry with id '123456789012'",
      request: rule({ ecrRepositoryPrefix: 'mirror' }),
    },
    {
      code: 'UnsupportedUpstreamRegistryException',
      words:
        'The upstream registry URL harbor.example.com is invalid. Specify a valid upstream registry URL and try again',
      request: rule({ upstreamRegistryUrl: 'harbor.example.com' }),
    },
    {
      code: 'UnsupportedUpstreamRegistryException',
      words: /^The specified upstream registry requires authentication\. Specify a valid Secrets Manager ARN/,
      request: rule({ upstreamRegistryUrl: 'registry-1.docker.io' }),
    },
    validation(
      /upstream repository prefix/,
      rule({ ecrRepositoryPrefix: 'ROOT', upstreamRepositoryPrefix: 'library' }),
    ),
    {
      code: 'LimitExceededException',
      words: /The maximum number of pull through cache rules \(50\)/,
      request: rule({}),
      before: (ledger) => {
        for (let index = 1; index < 50; index += 1)
          answer(ledger, 'CreatePullThroughCacheRule', rule({ ecrRepositoryPrefix: `rule-${index}` }));
      },
    },
    invalid(/at 'registryId'/, rule({ registryId: '111122223333' })),
  ],
  CreateRepository: [
    {
      code: 'RepositoryAlreadyExistsException',
      words: "The repository with name 'web' already exists in the registry with id '123456789012'",
      request: WEB,
    },
    {
      code: 'TooManyTagsException',
      words: /^The list of tags on the repository is over the limit/,
      request: { repositoryName: 'new', tags: tooManyTags },
    },
    {
      code: 'InvalidTagParameterException',
      words: /^An invalid parameter has been specified\. Tag keys/,
      request: { repositoryName: 'new', tags: [{ Key: 'k'.repeat(129), Value: 'v' }] },
    },
    invalid(/must satisfy regular expression/, { repositoryName: 'New' }),
    invalid(
      "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length greater than or equal to 2'",
      {
        repositoryName: 'n',
      },
    ),
    invalid(
      "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: 'ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as IMMUTABLE_WITH_EXCLUSION'",
      { repositoryName: 'new', imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' },
    ),
    invalid(/at 'encryptionConfiguration'/, {
      repositoryName: 'new',
      encryptionConfiguration: { encryptionType: 'AES256', kmsKey: 'a-key' },
    }),
  ],
  CreateRepositoryCreationTemplate: [
    {
      code: 'TemplateAlreadyExistsException',
      words:
        "The repository creation template with prefix 'prod' already exists in the registry with id '123456789012'",
      request: { prefix: 'prod', appliedFor: ['REPLICATION'] },
    },
    validation(/at least one of its uses/, { prefix: 'new', appliedFor: [] }),
    validation(/custom role is required/, {
      prefix: 'new',
      appliedFor: ['REPLICATION'],
      resourceTags: [{ Key: 'a', Value: 'b' }],
    }),
    invalid(/Invalid repository policy provided/, {
      prefix: 'new',
      appliedFor: ['REPLICATION'],
      repositoryPolicy: 'nonsense',
    }),
  ],
  DeleteLifecyclePolicy: [...noRepository(), policyMissing],
  DeletePullThroughCacheRule: [notRule()],
  DeleteRegistryPolicy: [
    {
      code: 'RegistryPolicyNotFoundException',
      words: "Registry policy does not exist in the registry with id '123456789012'",
      request: {},
      before: (ledger) => void answer(ledger, 'DeleteRegistryPolicy'),
    },
  ],
  DeleteRepository: [
    ...noRepository(),
    {
      code: 'RepositoryNotEmptyException',
      words:
        "The repository with name 'web' in registry with id '123456789012' cannot be deleted because it still contains images",
      request: WEB,
    },
  ],
  DeleteRepositoryCreationTemplate: [notTemplate],
  DeleteRepositoryPolicy: [
    ...noRepository(),
    {
      code: 'RepositoryPolicyNotFoundException',
      words:
        "Repository policy does not exist for the repository with name 'empty' in the registry with id '123456789012'",
      request: { repositoryName: 'empty' },
    },
  ],
  DeleteSigningConfiguration: [
    {
      code: 'SigningConfigurationNotFoundException',
      words: /^The signing configuration does not exist/,
      request: {},
      before: (ledger) => void answer(ledger, 'DeleteSigningConfiguration'),
    },
  ],
  DeregisterPullTimeUpdateExclusion: [
    {
      code: 'ExclusionNotFoundException',
      words: /does not exist/,
      request: { principalArn: 'arn:aws:iam::123456789012:user/nobody' },
    },
  ],
  DescribeImageReplicationStatus: [...noRepository({ imageId: { imageTag: 'one' } }), noImage],
  DescribeImageScanFindings: [
    ...noRepository({ imageId: { imageTag: 'one' } }),
    noImage,
    {
      code: 'ScanNotFoundException',
      words: /^Image scan does not exist for the image with/,
      request: { ...WEB, imageId: { imageTag: 'fresh' } },
    },
    badToken(ONE),
  ],
  DescribeImageSigningStatus: [...noRepository({ imageId: { imageTag: 'one' } }), noImage],
  DescribeImages: [
    ...noRepository(),
    { code: 'ImageNotFoundException', words: NO_IMAGE_WORDS, request: { ...WEB, imageIds: [{ imageTag: 'none' }] } },
    invalid(/cannot be used when images are specified/, { ...WEB, imageIds: [{ imageTag: 'one' }], maxResults: 1 }),
    badToken(WEB),
  ],
  DescribePullThroughCacheRules: [{ ...notRule(), request: { ecrRepositoryPrefixes: ['mirror', 'none'] } }, badToken()],
  DescribeRegistry: [],
  DescribeReplicationBackfillResults: [
    {
      code: 'ReplicationBackfillNotFoundException',
      words: /does not exist/,
      request: { replicationBackfillId: UPLOAD_ID },
    },
  ],
  DescribeRepositories: [
    { code: 'RepositoryNotFoundException', words: NOWHERE, request: { repositoryNames: ['web', 'missing'] } },
    badToken(),
  ],
  DescribeRepositoryCreationTemplates: [badToken()],
  GetAccountSetting: [validation(/Invalid account setting name/, { name: 'COLOUR' })],
  GetAuthorizationToken: [],
  GetDownloadUrlForLayer: [
    ...noRepository({ layerDigest: LAYER.digest }),
    {
      code: 'LayersNotFoundException',
      words: `The layer with digest '${ABSENT}' does not exist in the repository with name 'web' in registry with id '123456789012'`,
      request: { ...WEB, layerDigest: ABSENT },
    },
    {
      code: 'UnableToGetUpstreamLayerException',
      words: 'The upstream is down',
      request: { ...MIRRORED, layerDigest: ABSENT },
      before: brokenUpstream,
    },
    {
      code: 'LayerInaccessibleException',
      words: /is not accessible$/,
      request: { ...WEB, layerDigest: LAYER.digest },
      before: (ledger) => {
        answer(ledger, 'UpdateImageStorageClass', { ...ONE, targetStorageClass: 'ARCHIVE' });
      },
    },
  ],
  GetLifecyclePolicy: [...noRepository(), policyMissing],
  GetLifecyclePolicyPreview: [
    ...noRepository(),
    {
      code: 'LifecyclePolicyPreviewNotFoundException',
      words: /^Lifecycle policy preview does not exist/,
      request: { repositoryName: 'empty' },
    },
  ],
  GetRegistryPolicy: [
    {
      code: 'RegistryPolicyNotFoundException',
      words: "Registry policy does not exist in the registry with id '123456789012'",
      request: {},
      before: (ledger) => void answer(ledger, 'DeleteRegistryPolicy'),
    },
  ],
  GetRegistryScanningConfiguration: [],
  GetRepositoryPolicy: [
    ...noRepository(),
    {
      code: 'RepositoryPolicyNotFoundException',
      words: /^Repository policy does not exist/,
      request: { repositoryName: 'empty' },
    },
  ],
  GetSigningConfiguration: [
    {
      code: 'SigningConfigurationNotFoundException',
      words: /^The signing configuration does not exist/,
      request: {},
      before: (ledger) => void answer(ledger, 'DeleteSigningConfiguration'),
    },
  ],
  InitiateLayerUpload: noRepository(),
  ListImageReferrers: [
    ...noRepository({ subjectId: { imageDigest: DIGEST } }),
    badToken({ ...WEB, subjectId: { imageDigest: DIGEST } }),
    {
      code: 'UnableToListUpstreamImageReferrersException',
      words: 'The upstream is down',
      request: { ...MIRRORED, subjectId: { imageDigest: DIGEST } },
      before: brokenUpstream,
    },
  ],
  ListImages: [...noRepository(), badToken(WEB)],
  ListPullTimeUpdateExclusions: [badToken()],
  ListReplicationBackfills: [badToken()],
  ListTagsForResource: [
    { code: 'RepositoryNotFoundException', words: NOWHERE, request: { resourceArn: `${ARN}/missing` } },
    invalid("Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'", { resourceArn: 'web' }),
  ],
  PutAccountSetting: [
    validation(/Invalid account setting name/, { name: 'COLOUR', value: 'GREEN' }),
    validation(/must be DISABLED or ENABLED/, { name: 'BLOB_MOUNTING', value: 'MAYBE' }),
  ],
  PutImage: [
    ...noRepository({ imageManifest: MANIFEST }),
    {
      code: 'ImageAlreadyExistsException',
      words: `Image with digest '${DIGEST}' and tag 'one' already exists in the repository with name 'web' in registry with id '123456789012'`,
      request: { ...WEB, imageManifest: MANIFEST, imageTag: 'one' },
    },
    {
      code: 'ImageDigestDoesNotMatchException',
      words: /that Amazon ECR calculated for the image$/,
      request: { ...WEB, imageManifest: NEW_MANIFEST, imageDigest: DIGEST },
    },
    {
      code: 'ImageTagAlreadyExistsException',
      words:
        "The image tag 'one' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.",
      request: { ...WEB, imageManifest: NEW_MANIFEST, imageTag: 'one' },
      before: (ledger) => void answer(ledger, 'PutImageTagMutability', { ...WEB, imageTagMutability: 'IMMUTABLE' }),
    },
    {
      code: 'LayersNotFoundException',
      words: /required for pushing image do not exist/,
      request: { ...WEB, imageManifest: NEW_MANIFEST.replaceAll(LAYER.digest, ABSENT) },
    },
    {
      code: 'ReferencedImagesNotFoundException',
      words: `Images with digests '[${ABSENT}]' required for pushing image into repository with name 'web' in the registry with id '123456789012' do not exist`,
      request: {
        ...WEB,
        imageManifest: JSON.stringify({ schemaVersion: 2, manifests: [{ digest: ABSENT, size: 1 }] }),
      },
    },
    invalid("Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'", {
      ...WEB,
      imageManifest: '{',
    }),
    invalid(/at 'imageTag'/, { ...WEB, imageManifest: NEW_MANIFEST, imageTag: 'a tag' }),
    {
      code: 'LimitExceededException',
      words: /The maximum number of tags \(1000\)/,
      request: { ...WEB, imageManifest: MANIFEST, imageTag: 'one-more' },
      before: ({ registry }) => {
        const { tags } = registry.repositories.get('web')!.images.get(DIGEST)!;
        for (let index = tags.size; index < 1000; index += 1) tags.add(`tag-${index}`);
      },
    },
  ],
  PutImageScanningConfiguration: noRepository({ imageScanningConfiguration: { scanOnPush: true } }),
  PutImageTagMutability: [
    ...noRepository({ imageTagMutability: 'MUTABLE' }),
    invalid(/can't be specified when imageTagMutability is set as MUTABLE/, {
      ...WEB,
      imageTagMutability: 'MUTABLE',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'a*' }],
    }),
    invalid(/at most two wildcards/, {
      ...WEB,
      imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: '*a*b*' }],
    }),
  ],
  PutLifecyclePolicy: [
    ...noRepository({ lifecyclePolicyText: LIFECYCLE }),
    invalid(/Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED\./, {
      ...WEB,
      lifecyclePolicyText: lifecycleOf({ tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 1 }),
    }),
  ],
  PutRegistryPolicy: [
    invalid("Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'", {
      policyText: '{}',
    }),
  ],
  PutRegistryScanningConfiguration: [
    validation(/The scan frequency 'CONTINUOUS_SCAN' is not supported for the scan type 'BASIC'/, {
      scanType: 'BASIC',
      rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [] }],
    }),
    validation(/one rule for each scan frequency/, {
      scanType: 'BASIC',
      rules: [
        { scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [] },
        { scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [] },
      ],
    }),
  ],
  PutReplicationConfiguration: [
    invalid(/Replication destination cannot be the same as the source registry/, {
      replicationConfiguration: { rules: [{ destinations: [{ region: 'us-east-2', registryId: '123456789012' }] }] },
    }),
    validation(/at most 25 unique destinations/, {
      replicationConfiguration: { rules: [{ destinations: destinations(26) }] },
    }),
    validation(/at least one destination/, { replicationConfiguration: { rules: [{ destinations: [] }] } }),
  ],
  PutSigningConfiguration: [
    validation(/one rule of a signing configuration/, {
      signingConfiguration: { rules: [{ signingProfileArn: PROFILE }, { signingProfileArn: PROFILE }] },
    }),
  ],
  RegisterPullTimeUpdateExclusion: [
    { code: 'ExclusionAlreadyExistsException', words: /already exists/, request: { principalArn: PRINCIPAL } },
  ],
  SetRepositoryPolicy: [
    ...noRepository({ policyText: POLICY }),
    invalid("Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'", {
      ...WEB,
      policyText: 'nonsense',
    }),
  ],
  StartImageScan: [
    ...noRepository({ imageId: { imageTag: 'one' } }),
    noImage,
    {
      code: 'LimitExceededException',
      words: 'The scan quota per image has been exceeded. Wait and try again.',
      request: ONE,
    },
    {
      code: 'ImageArchivedException',
      words: 'The specified image is archived and cannot be scanned.',
      request: { ...WEB, imageId: { imageDigest: OTHER_DIGEST } },
    },
    {
      code: 'UnsupportedImageTypeException',
      words: 'The image is of a type that cannot be scanned.',
      request: { ...WEB, imageId: { imageTag: 'sbom' } },
      before: (ledger) => void answer(ledger, 'PutImage', { ...WEB, imageManifest: SBOM, imageTag: 'sbom' }),
    },
    validation('This feature is disabled', ONE, (ledger) => {
      answer(ledger, 'PutRegistryScanningConfiguration', { scanType: 'ENHANCED' });
    }),
  ],
  StartLifecyclePolicyPreview: [
    ...noRepository(),
    policyMissing,
    {
      code: 'LifecyclePolicyPreviewInProgressException',
      words: /has not completed\. Wait and try again$/,
      request: WEB,
      before: (ledger) => void answer(ledger, 'StartLifecyclePolicyPreview', WEB),
    },
    invalid(/Could not map policyString into LifecyclePolicy\./, { ...WEB, lifecyclePolicyText: '{'.repeat(100) }),
  ],
  StartReplicationBackfill: [
    validation(/is not part of the replication configuration/, {
      destination: { region: 'ap-south-1', registryId: '123456789012' },
    }),
    {
      code: 'ReplicationBackfillInProgressException',
      words: /already in progress$/,
      request: { destination: WEST },
    },
  ],
  StopReplicationBackfill: [
    {
      code: 'ReplicationBackfillNotFoundException',
      words: /does not exist/,
      request: { replicationBackfillId: UPLOAD_ID },
    },
    {
      code: 'ReplicationBackfillInvalidStatusException',
      words: /because its status is STOPPING$/,
      request: ({ backfillId }) => ({ replicationBackfillId: backfillId }),
      before: ({ registry }) => {
        for (const backfill of registry.settings.backfills.values()) backfill.status = 'STOPPING';
      },
    },
  ],
  TagResource: [
    {
      code: 'RepositoryNotFoundException',
      words: NOWHERE,
      request: { resourceArn: `${ARN}/missing`, tags: [{ Key: 'a', Value: 'b' }] },
    },
    {
      code: 'TooManyTagsException',
      words: /^The list of tags on the repository is over the limit/,
      request: { resourceArn: `${ARN}/web`, tags: tooManyTags.slice(1) },
    },
    {
      code: 'InvalidTagParameterException',
      words: /^An invalid parameter has been specified/,
      request: { resourceArn: `${ARN}/web`, tags: [{ Key: 'aws:mine', Value: 'b' }] },
    },
  ],
  UntagResource: [
    {
      code: 'RepositoryNotFoundException',
      words: NOWHERE,
      request: { resourceArn: `${ARN}/missing`, tagKeys: ['team'] },
    },
  ],
  UpdateImageStorageClass: [
    ...noRepository({ imageId: { imageTag: 'one' }, targetStorageClass: 'ARCHIVE' }),
    { ...noImage, request: { ...NO_IMAGE, targetStorageClass: 'ARCHIVE' } },
    {
      code: 'ImageStorageClassUpdateNotSupportedException',
      words: /its status is ARCHIVED$/,
      request: { ...WEB, imageId: { imageTag: 'cold' }, targetStorageClass: 'ARCHIVE' },
    },
    {
      code: 'ImageStorageClassUpdateNotSupportedException',
      words: /its status is ACTIVE$/,
      request: { ...ONE, targetStorageClass: 'STANDARD' },
    },
  ],
  UpdatePullThroughCacheRule: [
    notRule({ credentialArn: SECRET }),
    validation(/must be specified to update/, { ecrRepositoryPrefix: 'mirror' }),
  ],
  UpdateRepositoryCreationTemplate: [
    notTemplate,
    validation(/at least one of its uses/, { prefix: 'prod', appliedFor: [] }),
  ],
  UploadLayerPart: [
    ...noRepository({ uploadId: UPLOAD_ID, ...PART }),
    noUpload(PART),
    {
      code: 'InvalidLayerPartException',
      words: /expected first byte 5242880$/,
      request: ({ uploadId }) => ({ ...WEB, uploadId, partFirstByte: 0, partLastByte: 9 }),
    },
    {
      code: 'InvalidLayerPartException',
      words: /a part has at most 20971520 bytes$/,
      request: ({ uploadId }) => ({ ...WEB, uploadId, partFirstByte: 5_242_880, partLastByte: 99_999_999 }),
    },
    {
      code: 'LimitExceededException',
      words: /The maximum size of a layer/,
      request: ({ uploadId }) => ({ ...WEB, uploadId, partFirstByte: 54_525_951_999, partLastByte: 54_525_952_000 }),
      before: ({ registry }) => {
        for (const each of registry.repositories.get('web')!.uploads.values()) each.received = 54_525_951_999;
      },
    },
  ],
  ValidatePullThroughCacheRule: [notRule()],
};
