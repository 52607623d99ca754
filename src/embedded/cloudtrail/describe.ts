import type { Instant } from '../../clock.ts';
import type { Trail } from '../../cloudtrail/delivery/trail.ts';
import type { Outcome, TrailState } from './trail-state.ts';

/** A trail as CreateTrail and UpdateTrail answer. */
export function settingsOf(trail: Trail): object {
  const { topicArn, prefix, logGroupArn, logRoleArn, kmsKeyId } = trail;
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    ...(prefix !== undefined && { S3KeyPrefix: prefix }),
    ...(topicArn !== undefined && { SnsTopicName: topicArn, SnsTopicARN: topicArn }),
    IncludeGlobalServiceEvents: trail.includesGlobalServices,
    IsMultiRegionTrail: trail.isMultiRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.validates,
    ...(logGroupArn !== undefined && { CloudWatchLogsLogGroupArn: logGroupArn }),
    ...(logRoleArn !== undefined && { CloudWatchLogsRoleArn: logRoleArn }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    IsOrganizationTrail: trail.organization !== undefined,
  };
}

/** A trail as GetTrail and DescribeTrails answer. */
export function descriptionOf({ trail }: TrailState): object {
  const { basic, advanced } = trail.selectors;
  return {
    ...settingsOf(trail),
    HomeRegion: trail.homeRegion,
    HasCustomEventSelectors: basic !== undefined || advanced !== undefined,
    HasInsightSelectors: false,
  };
}

/** How a trail fares, as GetTrailStatus answers. */
export function statusOf({ isLogging, started, stopped, files, digests, notices, logEvents }: TrailState): object {
  return {
    IsLogging: isLogging,
    ...outcome('Delivery', files),
    ...outcome('Notification', notices),
    ...outcome('DigestDelivery', digests),
    ...outcome('CloudWatchLogsDelivery', logEvents),
    ...(started !== undefined && { StartLoggingTime: new Date(started) }),
    ...(stopped !== undefined && { StopLoggingTime: new Date(stopped) }),
    // Of the years before 2014, and still there.
    LatestDeliveryAttemptTime: text(files.attempted),
    LatestNotificationAttemptTime: text(notices.attempted),
    LatestNotificationAttemptSucceeded: text(notices.succeeded),
    LatestDeliveryAttemptSucceeded: text(files.succeeded),
    TimeLoggingStarted: text(started),
    TimeLoggingStopped: text(stopped),
  };
}

function outcome(what: string, { succeeded, error }: Outcome): object {
  return {
    ...(succeeded !== undefined && { [`Latest${what}Time`]: new Date(succeeded) }),
    ...(error !== undefined && { [`Latest${what}Error`]: error }),
  };
}

function text(at: Instant | undefined): string {
  return at === undefined ? '' : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
