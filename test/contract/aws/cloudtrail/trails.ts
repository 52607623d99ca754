import {
  AddTagsCommand,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  ListTagsCommand,
  ListTrailsCommand,
  LookupEventsCommand,
  PutEventSelectorsCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeBucket } from '../s3/bucket.ts';

const Name = 'audit';

async function makeTrail(aws: Account): Promise<{ readonly arn: string; readonly bucket: string }> {
  const bucket = await makeBucket(aws);
  const { TrailARN } = await aws.cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName: bucket }));
  return { arn: TrailARN!, bucket };
}

/** What CloudTrail promises. */
export const CLOUDTRAIL: Promises = {
  'a trail is there once it is made, and has left its mark in its bucket': async (aws) => {
    const { arn, bucket } = await makeTrail(aws);
    expect(arn).toBe(aws.arn('cloudtrail', 'trail/audit'));
    const { Trail } = await aws.cloudtrail.send(new GetTrailCommand({ Name }));
    expect(Trail).toMatchObject({ Name, TrailARN: arn, S3BucketName: bucket, HomeRegion: aws.region });
    expect((await aws.cloudtrail.send(new DescribeTrailsCommand({}))).trailList).toMatchObject([{ TrailARN: arn }]);
    expect((await aws.cloudtrail.send(new ListTrailsCommand({}))).Trails).toMatchObject([{ TrailARN: arn }]);
    const { Contents } = await aws.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual([`AWSLogs/${aws.id}/CloudTrail/`]);
  },

  'a trail is changed, and taken away': async (aws) => {
    const { arn } = await makeTrail(aws);
    await aws.cloudtrail.send(new UpdateTrailCommand({ Name, S3KeyPrefix: 'logs' }));
    const { Trail } = await aws.cloudtrail.send(new GetTrailCommand({ Name: arn }));
    expect(Trail?.S3KeyPrefix).toBe('logs');
    await aws.cloudtrail.send(new DeleteTrailCommand({ Name }));
    await expect(aws.cloudtrail.send(new GetTrailCommand({ Name }))).rejects.toMatchObject({
      name: 'TrailNotFoundException',
    });
  },

  'a trail logs while it is told to': async (aws) => {
    await makeTrail(aws);
    const isLogging = async () => (await aws.cloudtrail.send(new GetTrailStatusCommand({ Name }))).IsLogging;
    const seen = [await isLogging()];
    await aws.cloudtrail.send(new StartLoggingCommand({ Name }));
    seen.push(await isLogging());
    await aws.cloudtrail.send(new StopLoggingCommand({ Name }));
    seen.push(await isLogging());
    expect(seen).toEqual([false, true, false]);
  },

  'a trail logs what its selectors select': async (aws) => {
    await makeTrail(aws);
    const get = () => aws.cloudtrail.send(new GetEventSelectorsCommand({ TrailName: Name }));
    expect((await get()).EventSelectors).toMatchObject([{ ReadWriteType: 'All', IncludeManagementEvents: true }]);
    const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const }];
    await aws.cloudtrail.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors }));
    expect((await get()).EventSelectors).toMatchObject(EventSelectors);
  },

  'a trail carries tags': async (aws) => {
    const { arn } = await makeTrail(aws);
    const tags = async () => {
      const { ResourceTagList } = await aws.cloudtrail.send(new ListTagsCommand({ ResourceIdList: [arn] }));
      return ResourceTagList?.[0]?.TagsList;
    };
    await aws.cloudtrail.send(new AddTagsCommand({ ResourceId: arn, TagsList: [{ Key: 'a', Value: '1' }] }));
    expect(await tags()).toEqual([{ Key: 'a', Value: '1' }]);
    await aws.cloudtrail.send(new RemoveTagsCommand({ ResourceId: arn, TagsList: [{ Key: 'a' }] }));
    expect(await tags()).toEqual([]);
  },

  'a trail without a bucket is refused': async ({ cloudtrail }) => {
    await expect(
      cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName: 'contract-no-such-bucket' })),
    ).rejects.toMatchObject({ name: 'S3BucketDoesNotExistException' });
  },

  'digests are signed by a key that is told': async ({ cloudtrail }) => {
    const { PublicKeyList } = await cloudtrail.send(new ListPublicKeysCommand({}));
    expect(PublicKeyList?.[0]).toMatchObject({
      Fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      Value: expect.any(Uint8Array) as Uint8Array,
    });
  },

  'events are looked up by one attribute': async ({ cloudtrail }) => {
    const name = { AttributeKey: 'EventName' as const, AttributeValue: 'NobodyCallsThis' };
    expect((await cloudtrail.send(new LookupEventsCommand({ LookupAttributes: [name] }))).Events).toEqual([]);
    await expect(cloudtrail.send(new LookupEventsCommand({ LookupAttributes: [name, name] }))).rejects.toMatchObject({
      name: 'InvalidLookupAttributesException',
    });
  },
};
