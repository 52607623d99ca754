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
