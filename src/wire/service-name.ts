/**
 * What SDK packages call a service whose signing name is another. A name that is not listed is its own.
 *
 * Source: `sdkId` against `aws.auth#sigv4` in the service models; a package is named after its `sdkId`.
 */
const BY_SIGNING_NAME: Readonly<Record<string, string>> = {
  'cognito-idp': 'cognito-identity-provider',
  elasticloadbalancing: 'elastic-load-balancing-v2',
  'resource-groups-tagging': 'resource-groups-tagging-api',
  aps: 'amp',
  autoscaling: 'auto-scaling',
  cloudcontrolapi: 'cloudcontrol',
  config: 'config-service',
  email: 'ses',
  es: 'opensearch',
  events: 'eventbridge',
  logs: 'cloudwatch-logs',
  monitoring: 'cloudwatch',
  route53: 'route-53',
  secretsmanager: 'secrets-manager',
  states: 'sfn',
  tagging: 'resource-groups-tagging-api',
};

/** What SDK packages call a service, by its signing name: CloudTrail's `eventSource` begins with that. */
export function serviceBySigningName(name: string): string {
  return BY_SIGNING_NAME[name] ?? name;
}

/** Services by the prefix of `X-Amz-Target`: some share their signing name with another, and a request by hand may not be signed. */
const BY_TARGET_PREFIX: Readonly<Record<string, string>> = {
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  AWSEvents: 'eventbridge',
  AWSStepFunctions: 'sfn',
  CloudTrail_20131101: 'cloudtrail',
  'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101': 'cloudtrail',
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb-streams',
  Firehose_20150804: 'firehose',
  Kinesis_20131202: 'kinesis',
  Logs_20140328: 'cloudwatch-logs',
  SpencerFrontendService: 'ecr-public',
};

/** What SNS writes into its messages for whoever gets them to visit: nobody signs that. */
const LINK = /[?&]Action=(?:ConfirmSubscription|Unsubscribe)&/;

/** Finds the service a request is for: by its target, by what the JavaScript SDK says of itself, by its signature, by its host. */
export function serviceName(headers: Readonly<Record<string, string | undefined>>, url = ''): string {
  const target = headers['x-amz-target'];
  const byTarget = target === undefined ? undefined : BY_TARGET_PREFIX[target.slice(0, target.lastIndexOf('.'))];
  return (
    byTarget ??
    fromUserAgent(headers) ??
    fromSignature(headers['authorization']) ??
    fromSignedUrl(url) ??
    fromHost(headers['host']) ??
    (LINK.test(url) ? 'sns' : 'unknown')
  );
}

/** `… api/cloudwatch-logs#3.1169.0 …`: the SDK for JavaScript names its package; older ones have underscores for hyphens. */
function fromUserAgent(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  for (const agent of [headers['user-agent'], headers['x-amz-user-agent']]) {
    const name = agent === undefined ? undefined : /(?:^| )api\/([a-z0-9_-]+)#/.exec(agent)?.[1];
    if (name !== undefined) return name.replaceAll('_', '-');
  }
  return undefined;
}

/** `AWS4-HMAC-SHA256 Credential=AKID/20260115/us-east-2/ecs/aws4_request, …` */
function fromSignature(authorization: string | undefined): string | undefined {
  const scope =
    authorization === undefined ? undefined : /Credential=[^,\s=]*\/([a-z0-9-]+)\/aws4_request/.exec(authorization);
  return scope?.[1] === undefined ? undefined : serviceBySigningName(scope[1]);
}

/** `…&X-Amz-Credential=AKID%2F20260115%2Fus-east-2%2Fsts%2Faws4_request&…` */
function fromSignedUrl(url: string): string | undefined {
  const signed = /[?&]X-Amz-Credential=([^&=]+)/.exec(url)?.[1];
  // Version 2 of signatures says less; only objects of S3 are still signed by it, by boto3 for one.
  if (signed === undefined && /[?&]AWSAccessKeyId=[^&]+&Signature=/.test(url)) return 's3';
  return signed === undefined ? undefined : fromSignature(`Credential=${signed.replaceAll(/%2F/gi, '/')}`);
}

/** `events.us-east-1.amazonaws.com`, `api.ecr.us-east-1.amazonaws.com`, `bucket.s3.us-east-1.amazonaws.com`. */
function fromHost(host: string | undefined): string | undefined {
  const labels = /^(.+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)(?::\d+)?$/.exec(host ?? '')?.[1]?.split('.');
  if (labels === undefined) return undefined;
  const region = labels.findIndex((label) => /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(label));
  const name = labels[region > 0 ? region - 1 : labels.length - 1]!;
  return BY_SIGNING_NAME[name] ?? name;
}
