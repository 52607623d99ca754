/** What a topic is told of a new log file. The key stands as it is, in a list, though there is one file a message. */
export function fileNotice(bucket: string, key: string): string {
  return JSON.stringify({ s3Bucket: bucket, s3ObjectKey: [key] });
}

/** What a topic is told when a trail is given it, before there is any file: whoever reads notices as JSON trips over it. */
export const VALIDATION_MESSAGE = 'CloudTrail validation message.';
