import { gunzipSync } from 'node:zlib';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudTrailRecord } from '../../../../src/cloudtrail/record.ts';
import { virtualAgenda, type VirtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate, type Estate } from '../../../../src/embedded/estate.ts';
import { openScene, type Scene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';

export const START = Date.parse('2026-01-15T09:30:00Z');
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const ACCOUNT = '123456789012';
export const BUCKET = 'trail-logs';

/** An account of its own with a bucket, the SDK's client of CloudTrail that knows of no other AWS, and the time they go by. */
export function account(options: Partial<Pick<Scene, 'takesNamedAsGiven' | 'chronicle'>> = {}): {
  readonly cloudtrail: CloudTrailClient;
  readonly agenda: VirtualAgenda;
  readonly estate: Estate;
} {
  const agenda = virtualAgenda(START);
  const estate = openEstate(
    openScene({ account: ACCOUNT, region: 'us-east-2', agenda, random: seeded(7), ...options }),
  );
  estate.buckets.create(BUCKET);
  const embedded = embed(estate);
  const cloudtrail = new CloudTrailClient({
    region: 'us-east-2',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: sdkRequestHandler((request) => embedded(request, { record: () => {}, refusesUnknown: true })),
  });
  return { cloudtrail, agenda, estate };
}

/** A record of a push by a role, unless told otherwise. */
export function recordAt(at: number, changes: Partial<CloudTrailRecord> = {}): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLEEXAMPLE000:github-actions',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ci-pusher/github-actions`,
      accountId: ACCOUNT,
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    },
    eventTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    eventSource: 'ecr.amazonaws.com',
    eventName: 'PutImage',
    awsRegion: 'us-east-2',
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: { repositoryName: 'web' },
    responseElements: null,
    eventID: `e${at}`,
    readOnly: false,
    resources: [{ accountId: ACCOUNT, ARN: `arn:aws:ecr:us-east-2:${ACCOUNT}:repository/team/web` }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...changes,
  };
}

/** The keys of a bucket that hold a text. */
export function keysWith(estate: Estate, part: string, bucket = BUCKET): readonly string[] {
  return [...estate.buckets.find(bucket).objects.keys()].filter((key) => key.includes(part));
}

/** What is in a file of JSON that is compressed. */
export function contentOf(estate: Estate, key: string, bucket = BUCKET): unknown {
  return JSON.parse(gunzipSync(estate.buckets.find(bucket).objects.get(key)!.body).toString('utf8')) as unknown;
}
