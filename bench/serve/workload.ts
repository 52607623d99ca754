import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Serving } from '../../src/serve/open-server.ts';

/** How an AWS is served, whatever it holds. */
export const SERVED: Omit<Serving, 'setup'> = {
  port: 0,
  host: '127.0.0.1',
  allowed: [],
  clock: 'real',
  account: '123456789012',
  region: 'us-east-1',
  seed: 1,
  tell: (line) => console.error(line),
};

/** Events a request carries. */
export const BATCH = 10;

/** What an answer of ten accepted events looks like. */
export const ANSWER = Buffer.from(
  JSON.stringify({
    FailedEntryCount: 0,
    Entries: Array.from({ length: BATCH }, () => ({ EventId: '11710aed-b79e-4468-a20b-bb3c0c3b4860' })),
  }),
);
export const HEADERS = { 'content-type': 'application/x-amz-json-1.1' };

export const RULES = [
  {
    name: 'pushes',
    pattern: { source: ['registry'], detail: { result: ['SUCCESS'] } },
    targets: [{ consumer: 'deployer' }],
  },
  {
    name: 'calls',
    pattern: { source: ['registry'], detail: { eventName: ['PutImage'] } },
    targets: [{ consumer: 'deployer' }],
  },
];
/** Where the rules send to when it is not the deployer. */
export const QUEUE = 'arrivals';
export const DEPLOYER = { deployer: { handler: 'deployer.mjs' } };

/** An event as ECR words it. `aws.` sources are not for callers, so the source is another. */
const NATIVE = {
  Source: 'registry',
  DetailType: 'ECR Image Action',
  Detail: JSON.stringify({
    'action-type': 'PUSH',
    result: 'SUCCESS',
    'repository-name': 'my-repository-name',
    'image-digest': 'sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234',
    'image-tag': 'latest',
  }),
};

/** A CloudTrail record of some 2 KB. */
const ENVELOPE = {
  Source: 'registry',
  DetailType: 'AWS API Call via CloudTrail',
  Detail: JSON.stringify({
    eventVersion: '1.08',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLEEXAMPLE000:github-actions',
      arn: 'arn:aws:sts::123456789012:assumed-role/ci-pusher/github-actions',
      accountId: '123456789012',
      sessionContext: { attributes: { mfaAuthenticated: 'false', creationDate: '2026-01-15T09:30:00Z' } },
    },
    eventTime: '2026-01-15T09:30:04Z',
    eventSource: 'ecr.amazonaws.com',
    eventName: 'PutImage',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.12',
    userAgent: 'docker/27.5.1 go/go1.22.11 kernel/6.8.0 os/linux arch/amd64',
    requestParameters: { repositoryName: 'my-repository-name', imageTag: 'latest', imageManifest: 'x'.repeat(900) },
    responseElements: { image: { repositoryName: 'my-repository-name', registryId: '123456789012' } },
    requestID: 'cf044b7d-5f9d-4e9d-9b1b-1d1d1d1d1d1d',
    eventID: '2bfd4ee2-2178-4a82-a27d-b12939923f0f',
    readOnly: false,
    resources: [{ ARN: 'arn:aws:ecr:us-east-1:123456789012:repository/my-repository-name', accountId: '123456789012' }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '123456789012',
    eventCategory: 'Management',
  }),
};

export const ENTRIES: Readonly<Record<'native' | 'envelope', PutEventsRequestEntry>> = {
  native: NATIVE,
  envelope: ENVELOPE,
};
