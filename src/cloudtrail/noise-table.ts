import type { Random } from '../random.ts';
import type { JsonObject } from '../registry/activity.ts';
import { domainOf } from '../registry/state.ts';

/** Where noise is made: the account, its Region and the ARNs of both. */
export interface Ground {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly random: Random;
}

/** Who makes a call that has nothing to do with the registry. */
export type Stranger =
  | { readonly service: string }
  | { readonly role: string; readonly session: string; readonly agent: string; readonly by?: string };

/** A call of another service as it stands in nearly every account's trail. */
export interface Noise {
  readonly weight: number;
  readonly source: string;
  readonly name: string;
  readonly version: string;
  readonly readOnly: boolean;
  readonly who: Stranger;
  request?(ground: Ground): JsonObject;
  answer?(ground: Ground): JsonObject;
  resources?(ground: Ground): readonly JsonObject[];
}

const JAVA = 'aws-sdk-java/2.31.30 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.0 lang/java#21.0.6';
const AGENT = 'aws-sdk-go/1.55.5 (go1.23.8; linux; amd64) amazon-ssm-agent/3.3.2299.0';
const BOTO =
  'Boto3/1.38.20 md/Botocore#1.38.20 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.12.10 md/pyimpl#CPython';

const INSTANCE: Stranger = { role: 'app-instance', session: 'i-0a1b2c3d4e5f67890', agent: AGENT };
const MONITOR: Stranger = { role: 'monitoring', session: 'collector', agent: JAVA };
const FUNCTION: Stranger = { role: 'orders-function', session: 'orders', agent: BOTO };

function arn({ partition, region, account }: Ground, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

function key(ground: Ground): JsonObject {
  const { account, random } = ground;
  return { accountId: account, type: 'AWS::KMS::Key', ARN: arn(ground, 'kms', `key/${random.fork('key').uuid()}`) };
}

/**
 * What real trails are full of: descriptions by monitors, sessions handed to services, keys of services, agents that
 * report (the commonest of the 2,900 records of invictus-ir/aws_dataset, by their share in round numbers).
 */
export const NOISE: readonly Noise[] = [
  {
    weight: 22,
    source: 'ec2',
    name: 'DescribeInstances',
    version: '1.11',
    readOnly: true,
    who: MONITOR,
    request: () => ({ maxResults: 1000, instancesSet: {}, filterSet: {} }),
  },
  {
    weight: 6,
    source: 'ec2',
    name: 'DescribeVolumes',
    version: '1.11',
    readOnly: true,
    who: MONITOR,
    request: () => ({ volumeSet: {}, filterSet: {} }),
  },
  {
    weight: 16,
    source: 'sts',
    name: 'AssumeRole',
    version: '1.11',
    readOnly: true,
    who: { service: 'ec2.amazonaws.com' },
    request: ({ partition, account }) => ({
      roleArn: `arn:${partition}:iam::${account}:role/app-instance`,
      roleSessionName: 'i-0a1b2c3d4e5f67890',
    }),
    resources: ({ partition, account }) => [
      { accountId: account, type: 'AWS::IAM::Role', ARN: `arn:${partition}:iam::${account}:role/app-instance` },
    ],
  },
  {
    weight: 10,
    source: 'sts',
    name: 'AssumeRole',
    version: '1.11',
    readOnly: true,
    who: { service: 'lambda.amazonaws.com' },
    request: ({ partition, account }) => ({
      roleArn: `arn:${partition}:iam::${account}:role/orders-function`,
      roleSessionName: 'orders',
    }),
    resources: ({ partition, account }) => [
      { accountId: account, type: 'AWS::IAM::Role', ARN: `arn:${partition}:iam::${account}:role/orders-function` },
    ],
  },
  {
    weight: 12,
    source: 'kms',
    name: 'Decrypt',
    version: '1.11',
    readOnly: true,
    who: {
      role: 'orders-function',
      session: 'orders',
      agent: 'secretsmanager.amazonaws.com',
      by: 'secretsmanager.amazonaws.com',
    },
    request: (ground) => ({
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      encryptionContext: { SecretARN: arn(ground, 'secretsmanager', 'secret:orders-Xy7zQ1') },
    }),
    resources: (ground) => [key(ground)],
  },
  {
    weight: 8,
    source: 'ssm',
    name: 'UpdateInstanceInformation',
    version: '1.11',
    readOnly: false,
    who: INSTANCE,
    request: () => ({
      instanceId: 'i-0a1b2c3d4e5f67890',
      agentVersion: '3.3.2299.0',
      agentStatus: 'Active',
      platformType: 'Linux',
      platformName: 'Amazon Linux',
      platformVersion: '2023',
    }),
  },
  {
    weight: 7,
    source: 'logs',
    name: 'CreateLogStream',
    version: '1.11',
    readOnly: false,
    who: FUNCTION,
    request: ({ random }) => ({
      logGroupName: '/aws/lambda/orders',
      logStreamName: `2026/01/15/[$LATEST]${random.hex(32)}`,
    }),
  },
  {
    weight: 6,
    source: 's3',
    name: 'GetBucketAcl',
    version: '1.11',
    readOnly: true,
    who: { service: 'cloudtrail.amazonaws.com' },
    request: ({ region, account }) => ({
      bucketName: `cloudtrail-${account}`,
      Host: `cloudtrail-${account}.s3.${region}.${domainOf(region)}`,
      acl: '',
    }),
    resources: ({ partition, account }) => [
      { accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:${partition}:s3:::cloudtrail-${account}` },
    ],
  },
  {
    weight: 5,
    source: 'elasticloadbalancing',
    name: 'DescribeTargetHealth',
    version: '1.11',
    readOnly: true,
    who: MONITOR,
    request: (ground) => ({ targetGroupArn: arn(ground, 'elasticloadbalancing', 'targetgroup/web/6d0ecf831eec9f09') }),
  },
  {
    weight: 4,
    source: 'monitoring',
    name: 'DescribeAlarms',
    version: '1.11',
    readOnly: true,
    who: MONITOR,
    request: () => ({ maxRecords: 100 }),
  },
  {
    weight: 3,
    source: 'iam',
    name: 'GetRole',
    version: '1.11',
    readOnly: true,
    who: MONITOR,
    request: () => ({ roleName: 'app-instance' }),
  },
  {
    weight: 2,
    source: 'ecs',
    name: 'UpdateService',
    version: '1.11',
    readOnly: false,
    who: { role: 'deploy', session: 'pipeline', agent: BOTO },
    request: () => ({ cluster: 'production', service: 'search', desiredCount: 3 }),
    answer: (ground) => ({
      service: {
        serviceName: 'search',
        clusterArn: arn(ground, 'ecs', 'cluster/production'),
        desiredCount: 3,
        status: 'ACTIVE',
      },
    }),
  },
];
