import type { Operation } from './ledger.ts';
import { GetAuthorizationToken } from './operation/authorization.ts';
import { BatchDeleteImage, BatchGetImage } from './operation/batch-image.ts';
import { DescribeImages, ListImages } from './operation/list-images.ts';
import { PutImage } from './operation/put-image.ts';
import {
  BatchCheckLayerAvailability,
  CompleteLayerUpload,
  GetDownloadUrlForLayer,
  InitiateLayerUpload,
  UploadLayerPart,
} from './operation/layer.ts';
import { DeleteLifecyclePolicy, GetLifecyclePolicy, PutLifecyclePolicy } from './operation/lifecycle-policy.ts';
import { DeleteRepositoryPolicy, GetRepositoryPolicy, SetRepositoryPolicy } from './operation/policy.ts';
import {
  CreateRepository,
  DeleteRepository,
  DescribeRepositories,
  ListTagsForResource,
  PutImageScanningConfiguration,
  PutImageTagMutability,
  TagResource,
  UntagResource,
} from './operation/repository.ts';
import { DescribeImageScanFindings, StartImageScan } from './operation/scan.ts';

/** The operations this registry acts out, by the name that ECR's API gives them. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  BatchCheckLayerAvailability,
  BatchDeleteImage,
  BatchGetImage,
  CompleteLayerUpload,
  CreateRepository,
  DeleteLifecyclePolicy,
  DeleteRepository,
  DeleteRepositoryPolicy,
  DescribeImageScanFindings,
  DescribeImages,
  DescribeRepositories,
  GetAuthorizationToken,
  GetDownloadUrlForLayer,
  GetLifecyclePolicy,
  GetRepositoryPolicy,
  InitiateLayerUpload,
  ListImages,
  ListTagsForResource,
  PutImage,
  PutImageScanningConfiguration,
  PutImageTagMutability,
  PutLifecyclePolicy,
  SetRepositoryPolicy,
  StartImageScan,
  TagResource,
  UntagResource,
  UploadLayerPart,
};
