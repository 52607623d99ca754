/** A service whose tables are generated. */
export interface GeneratedService {
  /** What the SDK calls its client. */
  readonly client: string;
  /** The folder of its model in botocore. */
  readonly botocore: string;
  /** The code of the error it answers to input that breaks its model's constraints; without one it checks in words of its own. */
  readonly invalid?: string;
  /** That its answers need their shapes: HTTP bindings and XML are not to be told from the values. */
  readonly answers?: boolean;
  /** The operations whose shapes are wanted, where there are many more than are acted out; the others are known by name and path. */
  readonly only?: readonly string[];
  /** That elements of its XML have names which members do not have. */
  readonly xml?: boolean;
}

/** Of S3: what keeps objects, lists them and tells of them. */
const S3_OPERATIONS = [
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CopyObject',
  'CreateBucket',
  'CreateMultipartUpload',
  'DeleteBucket',
  'DeleteBucketPolicy',
  'DeleteObject',
  'DeleteObjects',
  'GetBucketLocation',
  'GetBucketNotificationConfiguration',
  'GetBucketPolicy',
  'GetObject',
  'HeadBucket',
  'HeadObject',
  'ListBuckets',
  'ListObjects',
  'ListObjectsV2',
  'PutBucketNotificationConfiguration',
  'PutBucketPolicy',
  'PutObject',
  'UploadPart',
  'UploadPartCopy',
];

/** All of them. */
export const SERVICES: readonly GeneratedService[] = [
  { client: 'cloudtrail', botocore: 'cloudtrail' },
  { client: 'cloudwatch-logs', botocore: 'logs', invalid: 'InvalidParameterException' },
  { client: 'dynamodb', botocore: 'dynamodb', invalid: 'ValidationException' },
  { client: 'ecr', botocore: 'ecr' },
  { client: 'ecs', botocore: 'ecs' },
  { client: 'eventbridge', botocore: 'events', invalid: 'ValidationException' },
  { client: 'firehose', botocore: 'firehose', invalid: 'ValidationException' },
  { client: 'kinesis', botocore: 'kinesis', invalid: 'ValidationException' },
  { client: 'lambda', botocore: 'lambda', invalid: 'ValidationException', answers: true },
  { client: 's3', botocore: 's3', answers: true, only: S3_OPERATIONS, xml: true },
  { client: 'sfn', botocore: 'stepfunctions', invalid: 'ValidationException' },
  { client: 'sns', botocore: 'sns', answers: true },
  { client: 'sqs', botocore: 'sqs' },
  { client: 'ssm', botocore: 'ssm', invalid: 'ValidationException' },
  { client: 'sts', botocore: 'sts', invalid: 'ValidationError', answers: true },
];
