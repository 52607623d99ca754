import { VALIDATION_MESSAGE } from '../../cloudtrail/delivery/notice.ts';
import { markerKeys } from '../../cloudtrail/delivery/object-key.ts';
import type { Trail } from '../../cloudtrail/delivery/trail.ts';
import { Fault } from '../../wire/fault.ts';
import { askedByService } from '../policy/asked-by.ts';
import { refusalOf } from '../policy/permissions.ts';
import { CLOUDTRAIL } from './delivery.ts';
import type { Trails } from './trails.ts';

/**
 * Sees whether a trail may write where it is to write, as CloudTrail does when a trail is made or changed: it leaves an empty object in the
 * bucket and a message in the topic. Throws what CloudTrail answers where one of them refuses.
 */
export function checkDestinations(trail: Trail, trails: Trails): void {
  checkBucket(trail, trails);
  checkTopic(trail, trails);
  checkLogGroup(trail, trails);
}

function checkBucket(trail: Trail, { neighbours: { buckets } }: Trails): void {
  const bucket = buckets.seek(trail.bucket);
  if (bucket === undefined) {
    throw new Fault('S3BucketDoesNotExistException', `S3 bucket ${trail.bucket} does not exist!`, 404);
  }
  const refused = new Fault(
    'InsufficientS3BucketPolicyException',
    `Incorrect S3 bucket policy is detected for bucket: ${trail.bucket}`,
    403,
  );
  for (const key of markerKeys(trail)) {
    try {
      const place = { bucket: trail.bucket, key };
      // Nothing is in it, and it says all the same that it is compressed JSON (real, captured against AWS).
      const headers = { ContentType: 'application/json', ContentEncoding: 'gzip' };
      buckets.write(CLOUDTRAIL, trail.arn, place, { body: new Uint8Array(), headers });
    } catch (error) {
      throw error instanceof Fault ? refused : error;
    }
  }
  if (buckets.refusalTo(CLOUDTRAIL, trail.arn, 's3:GetBucketAcl', bucket) !== undefined) throw refused;
}

function checkTopic({ topicArn, arn }: Trail, { neighbours: { topics }, scene }: Trails): void {
  if (topicArn === undefined) return;
  const question = askedByService(CLOUDTRAIL, 'sns:Publish', topicArn, { arn, account: scene.account });
  const policy = topics.policyOf(topicArn);
  if (policy === undefined || refusalOf(scene.permissions, policy, question) !== undefined) {
    throw new Fault(
      'InsufficientSnsTopicPolicyException',
      'SNS Topic does not exist or the topic policy is incorrect!',
      403,
    );
  }
  topics.publish(topicArn, { message: VALIDATION_MESSAGE });
}

function checkLogGroup({ logGroupArn, logRoleArn }: Trail, { neighbours: { logGroups } }: Trails): void {
  if (logGroupArn === undefined) {
    if (logRoleArn === undefined) return;
    throw new Fault(
      'InvalidCloudWatchLogsLogGroupArnException',
      'You must specify a log group ARN as well as a role ARN.',
    );
  }
  if (logRoleArn === undefined) {
    throw new Fault('InvalidCloudWatchLogsRoleArnException', 'You must specify a role ARN as well as a log group.');
  }
  try {
    logGroups.find(logGroupArn);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(
      'InvalidCloudWatchLogsLogGroupArnException',
      'CloudTrail cannot validate the specified log group ARN.',
    );
  }
}
