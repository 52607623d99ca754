import { checkArchivePolicy } from './archive.ts';
import { invalid } from './faults.ts';
import { parseObject } from './read.ts';

/** What can be set of a topic; https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
const NAMES =
  /^(?:ArchivePolicy|ContentBasedDeduplication|DataProtectionPolicy|DeliveryPolicy|DisplayName|FifoThroughputScope|FifoTopic|KmsMasterKeyId|Policy|SignatureVersion|TracingConfig|(?:Application|Firehose|HTTP|Lambda|SQS)(?:SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn))$/;

/** Throws AWS's error for an attribute that a topic cannot have. */
export function checkTopicAttribute(name: string, value: string, fifo: boolean): void {
  if (!NAMES.test(name)) throw invalid('AttributeName');
  const refuse = (reason: string): Error => invalid(`Attributes Reason: ${reason}`);
  if (name === 'ContentBasedDeduplication' && !fifo) {
    throw refuse('Content-based deduplication can only be set for FIFO topics');
  }
  if (name === 'ArchivePolicy') checkArchivePolicy(value, fifo);
  if (name === 'SignatureVersion' && value !== '1' && value !== '2') throw invalid('SignatureVersion');
  if (name === 'TracingConfig' && value !== 'Active' && value !== 'PassThrough') throw invalid('TracingConfig');
  if ((name === 'Policy' || name === 'DeliveryPolicy') && value !== '' && parseObject(value) === undefined) {
    throw invalid(`${name} Reason: failed to parse JSON.`);
  }
}

/** What a topic says of who may use it when nobody has said otherwise. */
export function defaultPolicy(arn: string, account: string): string {
  const actions =
    'GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe ListSubscriptionsByTopic Publish';
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.split(' ').map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  });
}

/** How a topic goes about HTTP endpoints that have no policy of their own. */
export const DELIVERY_POLICY = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
});
