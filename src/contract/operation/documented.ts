import type { Documented, Nature } from './nature.ts';

const ACTS: Nature = { kind: 'acts' };
const READS: Nature = { kind: 'reads' };
const SETS: Nature = { kind: 'sets' };

function sets(because: string, ...key: readonly string[]): Documented {
  return { nature: key.length === 0 ? SETS : { kind: 'sets', key }, because };
}

function acts(because: string, token?: string): Documented {
  return { nature: token === undefined ? ACTS : { kind: 'acts', token }, because };
}

function reads(because: string): Documented {
  return { nature: READS, because };
}

/** An update that counts on what is there: `ADD`, a sum, a longer list. */
function counts({ UpdateExpression: expression }: Readonly<Record<string, unknown>>): boolean {
  return typeof expression === 'string' && /\bADD\b|\blist_append\s*\(|=[^,]*\s[+-]\s/i.test(expression);
}

/** Operations of which the model of a service does not say what doing them twice means, or says it wrongly. */
export const DOCUMENTED: Readonly<Record<string, Documented>> = {
  // Messages: each that is taken is delivered.
  'sns:Publish': acts(
    'each call is a message of its own; topics of kind FIFO take a MessageDeduplicationId once in five minutes (SNS API reference, Publish)',
    'MessageDeduplicationId',
  ),
  'sns:PublishBatch': acts('each entry is a message of its own (SNS API reference, PublishBatch)'),
  'sqs:SendMessage': acts(
    'each call is a message of its own; FIFO queues take a MessageDeduplicationId once in five minutes (SQS API reference, SendMessage)',
    'MessageDeduplicationId',
  ),
  'sqs:SendMessageBatch': acts('each entry is a message of its own (SQS API reference, SendMessageBatch)'),
  'sqs:ReceiveMessage': reads('what is received stays until it is deleted (SQS API reference, ReceiveMessage)'),
  'sqs:ChangeMessageVisibility': sets('it sets a time-out (SQS API reference)', 'QueueUrl', 'ReceiptHandle'),
  'sqs:ChangeMessageVisibilityBatch': sets('it sets time-outs (SQS API reference)'),
  'sqs:PurgeQueue': sets('an empty queue stays empty (SQS API reference, PurgeQueue)', 'QueueUrl'),
  'eventbridge:PutEvents': acts('each entry gets an id of its own (EventBridge API reference, PutEvents)'),
  'eventbridge:PutPartnerEvents': acts('each entry gets an id of its own (EventBridge API reference)'),
  'kinesis:PutRecord': acts(
    'a producer that tries again writes duplicates (Kinesis guide, "Handle duplicate records")',
  ),
  'kinesis:PutRecords': acts(
    'a producer that tries again writes duplicates (Kinesis guide, "Handle duplicate records")',
  ),
  'firehose:PutRecord': acts('delivery is at least once of each record that was put (Firehose guide, "Data delivery")'),
  'firehose:PutRecordBatch': acts('delivery is at least once of each record that was put (Firehose guide)'),
  'ses:SendEmail': acts('each call is a message (SES API reference)'),
  'sesv2:SendEmail': acts('each call is a message (SES API v2 reference)'),

  // Telemetry: nobody acts on the second of two equal lines, and every function that fails writes some twice.
  'cloudwatch:PutMetricData': reads('telemetry, which retries double everywhere; held to be harmless'),
  'cloudwatch-logs:PutLogEvents': reads('telemetry, which retries double everywhere; held to be harmless'),
  'cloudwatch-logs:CreateLogStream': reads(
    'telemetry; a stream that is there is refused (CloudWatch Logs API reference)',
  ),
  'cloudwatch-logs:CreateLogGroup': reads(
    'telemetry; a group that is there is refused (CloudWatch Logs API reference)',
  ),
  'cloudwatch-logs:StartQuery': reads('a query changes nothing (CloudWatch Logs API reference)'),
  'xray:PutTraceSegments': reads('telemetry; a segment has an id of its own (X-Ray API reference)'),

  // Deployments and work that is started.
  'ecs:UpdateService': {
    ...sets('equal settings start no deployment (ECS API reference, UpdateService)', 'cluster', 'service'),
    unless: { nature: ACTS, holds: ({ forceNewDeployment }) => forceNewDeployment === true },
  },
  'ecs:RunTask': acts(
    'with an equal clientToken the task of the first call is answered (ECS API reference, RunTask)',
    'clientToken',
  ),
  'ecs:RegisterTaskDefinition': acts('each call makes a revision (ECS API reference, RegisterTaskDefinition)'),
  'ecs:CreateCluster': sets('a cluster that is there is answered (ECS API reference, CreateCluster)', 'clusterName'),
  'ecs:DiscoverPollEndpoint': reads('it answers an address (ECS API reference)'),
  'sfn:StartExecution': {
    ...acts(
      'an equal name and input start one STANDARD execution (Step Functions API reference, StartExecution)',
      'name',
    ),
  },
  'sfn:SendTaskSuccess': sets('a token that is used up is refused (Step Functions API reference)', 'taskToken'),
  'sfn:SendTaskFailure': sets('a token that is used up is refused (Step Functions API reference)', 'taskToken'),
  'sfn:SendTaskHeartbeat': sets('it sets a time (Step Functions API reference)', 'taskToken'),
  'lambda:Invoke': {
    ...acts('each call runs the function (Lambda API reference, Invoke)'),
    unless: { nature: READS, holds: ({ InvocationType: type }) => type === 'DryRun' },
  },
  'lambda:UpdateFunctionCode': sets('the code is what is asked for (Lambda API reference)', 'FunctionName'),
  'lambda:PublishVersion': sets(
    'no version is published where nothing has changed (Lambda API reference, PublishVersion)',
    'FunctionName',
  ),
  'ssm:PutParameter': sets('an equal value changes the version and nothing else (SSM API reference)', 'Name'),
  'ssm:DeleteParameter': sets('what is gone is refused (SSM API reference)', 'Name'),
  'ssm:SendCommand': acts('each call runs the command (SSM API reference, SendCommand)'),
  'apprunner:StartDeployment': acts('each call deploys (App Runner API reference, StartDeployment)'),
  'batch:SubmitJob': acts('each call is a job of its own (Batch API reference, SubmitJob)'),
  'codebuild:InvalidateProjectCache': sets('an empty cache stays empty (CodeBuild API reference)', 'projectName'),
  'amplify:StartDeployment': acts('each call deploys (Amplify API reference)'),
  'amplify:StartJob': acts('each call is a job of its own (Amplify API reference)'),

  // What is kept.
  's3:PutObject': sets('the object is what was put last (S3 API reference, PutObject)', 'Bucket', 'Key'),
  's3:CopyObject': sets('the object is what was put last (S3 API reference, CopyObject)', 'Bucket', 'Key'),
  's3:DeleteObject': sets('what is gone stays gone (S3 API reference, DeleteObject)', 'Bucket', 'Key'),
  's3:CreateMultipartUpload': reads('parts without an end are no object (S3 API reference)'),
  's3:UploadPart': reads('parts without an end are no object (S3 API reference)'),
  's3:CompleteMultipartUpload': sets('the object is what was put last (S3 API reference)', 'Bucket', 'Key'),
  's3:RestoreObject': sets('what is restored already is refused or answered (S3 API reference)', 'Bucket', 'Key'),
  'dynamodb:DeleteItem': sets(
    '"DeleteItem is an idempotent operation" (DynamoDB API reference, DeleteItem)',
    'TableName',
    'Key',
  ),
  'dynamodb:UpdateItem': {
    ...sets(
      'SET and REMOVE with equal values leave an equal item (DynamoDB guide, "Update expressions")',
      'TableName',
      'Key',
    ),
    unless: { nature: ACTS, holds: counts },
  },
  'dynamodb:BatchWriteItem': sets('puts and deletes of items (DynamoDB API reference, BatchWriteItem)'),
  'dynamodb:TransactGetItems': reads('a transaction of reads (DynamoDB API reference)'),
  'securityhub:BatchImportFindings': sets(
    'a finding is known by its Id (Security Hub API reference, BatchImportFindings)',
  ),

  // ECR itself.
  'ecr:PutImage': sets(
    'an equal image under an equal tag is refused with ImageAlreadyExistsException (ECR API reference, PutImage)',
    'repositoryName',
    'imageTag',
  ),
  'ecr:BatchDeleteImage': sets(
    'what is gone is a failure in the answer (ECR API reference)',
    'repositoryName',
    'imageIds',
  ),
  'ecr:InitiateLayerUpload': reads('an upload without an end is no layer (ECR API reference)'),
  'ecr:UploadLayerPart': reads('an upload without an end is no layer (ECR API reference)'),
  'ecr:CompleteLayerUpload': sets('a layer that is there is refused (ECR API reference)'),
  'ecr:CreatePullThroughCacheRule': sets('a rule that is there is refused (ECR API reference)', 'ecrRepositoryPrefix'),
  'ecr:CreateRepositoryCreationTemplate': sets('a template that is there is refused (ECR API reference)', 'prefix'),
  'ecr:RegisterPullTimeUpdateExclusion': sets('what is excluded is refused (ECR API reference)', 'principalArn'),
  'ecr:StartLifecyclePolicyPreview': reads('a preview deletes nothing (ECR API reference)'),
  'ecr:StartImageScan': acts(
    'each call is a scan, of which a day has few for an image (ECR API reference, StartImageScan)',
  ),

  // What answers, and changes nothing.
  'sts:AssumeRole': reads('it answers credentials (STS API reference)'),
  'sts:AssumeRoleWithWebIdentity': reads('it answers credentials (STS API reference)'),
  'sts:AssumeRoleWithSAML': reads('it answers credentials (STS API reference)'),
  'sts:DecodeAuthorizationMessage': reads('it answers a text (STS API reference)'),
  'kms:Encrypt': reads('it answers what it was given, otherwise (KMS API reference)'),
  'kms:Decrypt': reads('it answers what it was given, otherwise (KMS API reference)'),
  'kms:ReEncrypt': reads('it answers what it was given, otherwise (KMS API reference)'),
  'kms:Sign': reads('it answers a signature (KMS API reference)'),
  'kms:Verify': reads('it answers whether (KMS API reference)'),
  'kms:GenerateMac': reads('it answers a code (KMS API reference)'),
  'kms:GenerateDataKey': reads('it answers a key that KMS does not keep (KMS API reference)'),
  'kms:GenerateDataKeyWithoutPlaintext': reads('it answers a key that KMS does not keep (KMS API reference)'),
  'bedrock-runtime:InvokeModel': reads('it answers a text (Bedrock API reference)'),
  'bedrock-runtime:Converse': reads('it answers a text (Bedrock API reference)'),
};
