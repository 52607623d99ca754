import type { AdviceTable } from './advice.ts';

/** What people get wrong about the events of Amazon ECR. */
export const ecrAdvice: AdviceTable = {
  paths: [
    {
      path: 'resources',
      detailTypes: ['ECR Image Action', 'ECR Referrer Action'],
      advice:
        '`resources` is `[]` in every ECR Image Action and ECR Referrer Action; match `detail.repository-name` instead',
    },
    {
      path: 'resources',
      detailTypes: ['ECR Scan Resource Change'],
      advice:
        '`resources` is `[]` in every ECR Scan Resource Change; match `detail.repositories.repository-name` instead',
    },
    {
      path: 'resources',
      detailTypes: ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
      advice:
        '`resources` is `[]` in every event via CloudTrail; match `detail.requestParameters.repositoryName` instead',
    },
    {
      path: 'detail.image-tag',
      detailTypes: ['ECR Image Scan', 'Inspector2 Scan'],
      advice: 'a scan names all tags of the image, in the list `detail.image-tags`',
    },
    {
      path: 'detail.image-tag',
      detailTypes: ['ECR Image Action'],
      whenEmpty: true,
      advice: 'an image pushed without a tag (each platform of a multi-platform image is) has no `image-tag` at all',
    },
    {
      path: 'detail.image-tags',
      detailTypes: ['ECR Image Action'],
      advice: 'an ECR Image Action names one tag, in the string `detail.image-tag`',
    },
    {
      path: 'detail.repository-name',
      detailTypes: ['AWS API Call via CloudTrail'],
      advice: 'an API call names its repository in `detail.requestParameters.repositoryName`',
    },
    {
      path: 'detail.image-tags',
      detailTypes: ['ECR Image Scan', 'Inspector2 Scan'],
      whenEmpty: true,
      advice: '`detail.image-tags` is `[]` where the image has no tag; match `detail.image-digest` or the repository',
    },
    {
      path: 'detail.repository-name',
      detailTypes: ['Inspector2 Scan'],
      advice: 'Inspector writes the ARN of the repository there: match it with {"suffix": ":repository/…"}',
    },
    {
      path: 'detail.repository-name',
      detailTypes: ['ECR Scan Resource Change'],
      advice: 'an ECR Scan Resource Change names its repositories in `detail.repositories.repository-name`',
    },
    {
      path: 'detail.repository-name',
      detailTypes: ['AWS Service Event via CloudTrail'],
      whenEmpty: true,
      advice:
        'a service event has no request: its repository is named in `detail.resources` or `detail.serviceEventDetails`',
    },
    ...['requestParameters', 'requestParameters.repositoryName'].map((member) => ({
      path: `detail.${member}`,
      detailTypes: ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
      whenEmpty: true,
      advice: '`detail.requestParameters` is null where the call was denied, and in every service event',
    })),
    ...[
      'responseElements',
      'responseElements.image.imageId.imageTag',
      'responseElements.repository.repositoryName',
    ].map((member) => ({
      path: `detail.${member}`,
      detailTypes: ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
      whenEmpty: true,
      advice:
        '`detail.responseElements` is null where the call failed, where it only reads, and in every service event',
    })),
    {
      path: 'detail.readOnly',
      detailTypes: ['AWS Service Event via CloudTrail'],
      advice: '`detail.readOnly` is true in a PolicyExecutionEvent, though it deletes images',
    },
    {
      path: 'detail.userIdentity.type',
      detailTypes: ['AWS Service Event via CloudTrail'],
      whenEmpty: true,
      advice: 'a service event has no `userIdentity.type` or `arn`; match `detail.userIdentity.invokedBy`',
    },
    {
      path: 'detail.userIdentity.arn',
      detailTypes: ['AWS Service Event via CloudTrail'],
      whenEmpty: true,
      advice: 'a service event has no `userIdentity.type` or `arn`; match `detail.userIdentity.invokedBy`',
    },
    {
      path: 'detail.sourceIPAddress',
      detailTypes: ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
      advice: '`detail.sourceIPAddress` is no address where a service called, but its name or "AWS Internal"',
    },
    ...['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED'].map((severity) => ({
      path: `detail.finding-severity-counts.${severity}`,
      detailTypes: ['ECR Image Scan', 'Inspector2 Scan'],
      whenEmpty: true,
      advice: 'a severity without findings is not counted, and a scan that failed counts none: add {"exists": false}',
    })),
    {
      path: 'detail.finding-severity-counts.TOTAL',
      detailTypes: ['ECR Image Scan'],
      advice: 'only Inspector counts a `TOTAL`; ECR Image Scan counts severities',
    },
  ],
  values: [
    {
      path: 'source',
      wanted: 'ecr.amazonaws.com',
      instead: 'aws.ecr',
      because: '`ecr.amazonaws.com` is the `detail.eventSource` of a CloudTrail record',
    },
    {
      path: 'detail.eventSource',
      wanted: 'aws.ecr',
      instead: 'ecr.amazonaws.com',
      because: '`aws.ecr` is the `source` of the event around the record',
    },
    {
      path: 'detail.action-type',
      wanted: 'PutImage',
      instead: 'PUSH',
      because: '`PutImage` is the API call that CloudTrail records',
    },
    {
      path: 'detail.action-type',
      wanted: 'BatchDeleteImage',
      instead: 'DELETE',
      because: '`BatchDeleteImage` is the API call that CloudTrail records',
    },
    {
      path: 'detail.action-type',
      wanted: 'PULL',
      because: 'ECR sends no event for a pull; CloudTrail records one as `detail.eventName` BatchGetImage',
    },
    {
      path: 'detail.eventName',
      wanted: 'PUSH',
      instead: 'PutImage',
      because: '`PUSH` is the `detail.action-type` of an ECR Image Action',
    },
    {
      path: 'detail.eventName',
      wanted: 'DELETE',
      instead: 'BatchDeleteImage',
      because: '`DELETE` is the `detail.action-type` of an ECR Image Action',
    },
    {
      path: 'detail.result',
      wanted: 'FAILURE',
      instead: 'FAILED',
      because: 'that is what ECR writes where it reports a failure at all',
    },
    {
      path: 'detail.scan-status',
      wanted: 'COMPLETED',
      instead: 'COMPLETE',
      because: 'that is what ECR writes when a scan has ended',
    },
    {
      path: 'detail-type',
      wanted: 'ECR Image Push',
      instead: 'ECR Image Action',
      because: 'a push is its `detail.action-type` PUSH',
    },
    {
      path: 'detail-type',
      wanted: 'AWS API Call via CloudTrail',
      instead: 'AWS Service Event via CloudTrail',
      because: 'what ECR does by itself, such as PolicyExecutionEvent, is no API call',
    },
  ],
};
