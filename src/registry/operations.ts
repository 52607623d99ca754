import type { Operation } from './ledger.ts';
import { GetAccountSetting, PutAccountSetting } from './operation/account-setting.ts';
import { GetAuthorizationToken } from './operation/authorization.ts';
import {
  DescribeReplicationBackfillResults,
  ListReplicationBackfills,
  StartReplicationBackfill,
  StopReplicationBackfill,
} from './operation/backfill.ts';
import { BatchDeleteImage, BatchGetImage } from './operation/batch-image.ts';
import {
  CreatePullThroughCacheRule,
  DeletePullThroughCacheRule,
  DescribePullThroughCacheRules,
  UpdatePullThroughCacheRule,
  ValidatePullThroughCacheRule,
} from './operation/cache-rule.ts';
import {
  CreateRepositoryCreationTemplate,
  DeleteRepositoryCreationTemplate,
  DescribeRepositoryCreationTemplates,
  UpdateRepositoryCreationTemplate,
} from './operation/creation-template.ts';
import {
  BatchCheckLayerAvailability,
  CompleteLayerUpload,
  GetDownloadUrlForLayer,
  InitiateLayerUpload,
  UploadLayerPart,
} from './operation/layer.ts';
import { DeleteLifecyclePolicy, GetLifecyclePolicy, PutLifecyclePolicy } from './operation/lifecycle-policy.ts';
import { GetLifecyclePolicyPreview, StartLifecyclePolicyPreview } from './operation/lifecycle-preview.ts';
import { DescribeImages, ListImages } from './operation/list-images.ts';
import {
  DeleteRegistryPolicy,
  DeleteRepositoryPolicy,
  GetRegistryPolicy,
  GetRepositoryPolicy,
  PutRegistryPolicy,
  SetRepositoryPolicy,
} from './operation/policy.ts';
import {
  DeregisterPullTimeUpdateExclusion,
  ListPullTimeUpdateExclusions,
  RegisterPullTimeUpdateExclusion,
} from './operation/pull-time-exclusion.ts';
import { PutImage } from './operation/put-image.ts';
import { ListImageReferrers } from './operation/referrers.ts';
import {
  BatchGetRepositoryScanningConfiguration,
  GetRegistryScanningConfiguration,
  PutRegistryScanningConfiguration,
} from './operation/registry-scanning.ts';
import {
  DescribeImageReplicationStatus,
  DescribeRegistry,
  PutReplicationConfiguration,
} from './operation/replication.ts';
import {
  CreateRepository,
  DeleteRepository,
  DescribeRepositories,
  PutImageScanningConfiguration,
  PutImageTagMutability,
} from './operation/repository.ts';
import { DescribeImageScanFindings, StartImageScan } from './operation/scan.ts';
import {
  DeleteSigningConfiguration,
  DescribeImageSigningStatus,
  GetSigningConfiguration,
  PutSigningConfiguration,
} from './operation/signing.ts';
import { ListTagsForResource, TagResource, UntagResource } from './operation/tag.ts';
import { UpdateImageStorageClass } from './operation/storage-class.ts';

/** What this registry acts out, by the name that ECR's API gives it: all that the API has. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  BatchCheckLayerAvailability,
  BatchDeleteImage,
  BatchGetImage,
  BatchGetRepositoryScanningConfiguration,
  CompleteLayerUpload,
  CreatePullThroughCacheRule,
  CreateRepository,
  CreateRepositoryCreationTemplate,
  DeleteLifecyclePolicy,
  DeletePullThroughCacheRule,
  DeleteRegistryPolicy,
  DeleteRepository,
  DeleteRepositoryCreationTemplate,
  DeleteRepositoryPolicy,
  DeleteSigningConfiguration,
  DeregisterPullTimeUpdateExclusion,
  DescribeImageReplicationStatus,
  DescribeImageScanFindings,
  DescribeImageSigningStatus,
  DescribeImages,
  DescribePullThroughCacheRules,
  DescribeRegistry,
  DescribeReplicationBackfillResults,
  DescribeRepositories,
  DescribeRepositoryCreationTemplates,
  GetAccountSetting,
  GetAuthorizationToken,
  GetDownloadUrlForLayer,
  GetLifecyclePolicy,
  GetLifecyclePolicyPreview,
  GetRegistryPolicy,
  GetRegistryScanningConfiguration,
  GetRepositoryPolicy,
  GetSigningConfiguration,
  InitiateLayerUpload,
  ListImageReferrers,
  ListImages,
  ListPullTimeUpdateExclusions,
  ListReplicationBackfills,
  ListTagsForResource,
  PutAccountSetting,
  PutImage,
  PutImageScanningConfiguration,
  PutImageTagMutability,
  PutLifecyclePolicy,
  PutRegistryPolicy,
  PutRegistryScanningConfiguration,
  PutReplicationConfiguration,
  PutSigningConfiguration,
  RegisterPullTimeUpdateExclusion,
  SetRepositoryPolicy,
  StartImageScan,
  StartLifecyclePolicyPreview,
  StartReplicationBackfill,
  StopReplicationBackfill,
  TagResource,
  UntagResource,
  UpdateImageStorageClass,
  UpdatePullThroughCacheRule,
  UpdateRepositoryCreationTemplate,
  UploadLayerPart,
  ValidatePullThroughCacheRule,
};
