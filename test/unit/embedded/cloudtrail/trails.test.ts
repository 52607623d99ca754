import {
  AddTagsCommand,
  CreateTrailCommand,
  type CreateTrailCommandInput,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  ListTrailsCommand,
  PutEventSelectorsCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { expect, test } from 'vitest';
import { account, ACCOUNT, BUCKET, START } from './account.ts';

const ARN = `arn:aws:cloudtrail:us-east-2:${ACCOUNT}:trail/audit`;
const TOPIC = `arn:aws:sns:us-east-2:${ACCOUNT}:files`;
const GROUP = `arn:aws:logs:us-east-2:${ACCOUNT}:log-group:trail:*`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/trail`;

const create = (settings: Partial<CreateTrailCommandInput> = {}) =>
  new CreateTrailCommand({ Name: 'audit', S3BucketName: BUCKET, ...settings });

test('a trail is made, described, changed and taken away', async () => {
  const { cloudtrail, estate } = account();
  estate.topics.create('files', {}, {});
  estate.logGroups.create('trail');
  const made = await cloudtrail.send(create({ S3KeyPrefix: 'logs/', SnsTopicName: 'files', IsMultiRegionTrail: true }));
  expect(made).toMatchObject({
    Name: 'audit',
    TrailARN: ARN,
    S3BucketName: BUCKET,
    S3KeyPrefix: 'logs',
    SnsTopicARN: TOPIC,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    LogFileValidationEnabled: false,
    IsOrganizationTrail: false,
  });
  await cloudtrail.send(
    new UpdateTrailCommand({
      Name: ARN,
      SnsTopicName: '',
      CloudWatchLogsLogGroupArn: GROUP,
      CloudWatchLogsRoleArn: ROLE,
      EnableLogFileValidation: true,
    }),
  );
  const { Trail } = await cloudtrail.send(new GetTrailCommand({ Name: 'audit' }));
  expect(Trail).toMatchObject({
    HomeRegion: 'us-east-2',
    S3KeyPrefix: 'logs',
    CloudWatchLogsLogGroupArn: GROUP,
    LogFileValidationEnabled: true,
    HasCustomEventSelectors: false,
    HasInsightSelectors: false,
  });
  expect(Trail?.SnsTopicARN).toBeUndefined();
  const described = async (trailNameList?: string[]) =>
    (await cloudtrail.send(new DescribeTrailsCommand({ trailNameList }))).trailList?.map(({ Name }) => Name);
  expect([await described(), await described([ARN]), await described(['other'])]).toEqual([['audit'], ['audit'], []]);
  expect((await cloudtrail.send(new ListTrailsCommand({}))).Trails).toEqual([
    { Name: 'audit', TrailARN: ARN, HomeRegion: 'us-east-2' },
  ]);
  await cloudtrail.send(new DeleteTrailCommand({ Name: 'audit' }));
  await expect(cloudtrail.send(new GetTrailCommand({ Name: ARN }))).rejects.toMatchObject({
    name: 'TrailNotFoundException',
    message: `Unknown trail: ${ARN} for the user: ${ACCOUNT}`,
  });
});

test('a trail logs from when it is told to, and its status says since when', async () => {
  const { cloudtrail, agenda } = account();
  await cloudtrail.send(create());
  const status = () => cloudtrail.send(new GetTrailStatusCommand({ Name: 'audit' }));
  const fresh = await status();
  expect([fresh.IsLogging, fresh.StartLoggingTime, fresh.TimeLoggingStarted]).toEqual([false, undefined, '']);
  await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }));
  await agenda.runUntil(START + 60_000);
  await cloudtrail.send(new StopLoggingCommand({ Name: 'audit' }));
  expect(await status()).toMatchObject({
    IsLogging: false,
    StartLoggingTime: new Date(START),
    StopLoggingTime: new Date(START + 60_000),
    TimeLoggingStarted: '2026-01-15T09:30:00Z',
    TimeLoggingStopped: '2026-01-15T09:31:00Z',
  });
});

test('a trail carries tags', async () => {
  const { cloudtrail } = account();
  await cloudtrail.send(create({ TagsList: [{ Key: 'a', Value: '1' }] }));
  await cloudtrail.send(new AddTagsCommand({ ResourceId: ARN, TagsList: [{ Key: 'b', Value: '2' }] }));
  await cloudtrail.send(new RemoveTagsCommand({ ResourceId: ARN, TagsList: [{ Key: 'a' }] }));
  const { ResourceTagList } = await cloudtrail.send(new ListTagsCommand({ ResourceIdList: [ARN] }));
  expect(ResourceTagList).toEqual([{ ResourceId: ARN, TagsList: [{ Key: 'b', Value: '2' }] }]);
});

test('selectors come back as they were put, with what they leave out', async () => {
  const { cloudtrail } = account();
  await cloudtrail.send(create());
  const get = () => cloudtrail.send(new GetEventSelectorsCommand({ TrailName: 'audit' }));
  const all = {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  };
  expect(await get()).toMatchObject({ TrailARN: ARN, EventSelectors: [all] });
  const ExcludeManagementEventSources = ['kms.amazonaws.com'];
  await cloudtrail.send(
    new PutEventSelectorsCommand({ TrailName: ARN, EventSelectors: [{ ExcludeManagementEventSources }] }),
  );
  expect(await get()).toMatchObject({ EventSelectors: [{ ...all, ExcludeManagementEventSources }] });
  const AdvancedEventSelectors = [{ Name: 'n', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }];
  await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'audit', AdvancedEventSelectors }));
  const advanced = await get();
  expect([advanced.EventSelectors, advanced.AdvancedEventSelectors]).toEqual([undefined, AdvancedEventSelectors]);
  const { Trail } = await cloudtrail.send(new GetTrailCommand({ Name: 'audit' }));
  expect(Trail?.HasCustomEventSelectors).toBe(true);
});

test.for<[string, object]>([
  ['neither kind', {}],
  ['no selector', { EventSelectors: [] }],
  ['a service that cannot be left out', { EventSelectors: [{ ExcludeManagementEventSources: ['ecr.amazonaws.com'] }] }],
  ['no category', { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'readOnly', Equals: ['true'] }] }] }],
  [
    'an unknown field',
    {
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'region', Equals: ['a'] },
          ],
        },
      ],
    },
  ],
])('selectors with %s are refused', async ([, selectors]) => {
  const { cloudtrail } = account();
  await cloudtrail.send(create());
  await expect(
    cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'audit', ...selectors })),
  ).rejects.toMatchObject({ name: 'InvalidEventSelectorsException' });
});

test.for<[string, Partial<CreateTrailCommandInput>, string, string]>([
  ['short', { Name: 'ab' }, 'InvalidTrailNameException', 'Trail name too short. Minimum allowed length: 3 characters.'],
  ['odd', { Name: 'a b c' }, 'InvalidTrailNameException', 'Trail name or ARN can only contain'],
  ['dashed', { Name: 'a--b' }, 'InvalidTrailNameException', 'Trail name cannot have adjacent periods'],
  ['unhoused', { S3BucketName: 'no-bucket' }, 'S3BucketDoesNotExistException', 'S3 bucket no-bucket does not exist!'],
  ['unheard', { SnsTopicName: 'missing' }, 'InsufficientSnsTopicPolicyException', 'SNS Topic does not exist'],
  ['misheard', { SnsTopicName: 'a.fifo' }, 'InvalidSnsTopicNameException', 'SNS Topic name is invalid!'],
  [
    'without a role',
    { CloudWatchLogsLogGroupArn: GROUP },
    'InvalidCloudWatchLogsRoleArnException',
    'You must specify a role ARN as well as a log group.',
  ],
  [
    'without a group',
    { CloudWatchLogsLogGroupArn: GROUP, CloudWatchLogsRoleArn: ROLE },
    'InvalidCloudWatchLogsLogGroupArnException',
    'CloudTrail cannot validate the specified log group ARN.',
  ],
  [
    'without the world',
    { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false },
    'InvalidParameterCombinationException',
    'Multi-Region trail must include global service events.',
  ],
])('a trail that is %s is refused, and there is none', async ([, settings, name, message]) => {
  const { cloudtrail } = account();
  await expect(cloudtrail.send(create(settings))).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message) as string,
  });
  expect((await cloudtrail.send(new DescribeTrailsCommand({}))).trailList).toEqual([]);
});

test('there is one trail of a name, and there are five in a Region', async () => {
  const { cloudtrail } = account();
  await cloudtrail.send(create());
  await expect(cloudtrail.send(create())).rejects.toMatchObject({ name: 'TrailAlreadyExistsException' });
  for (const Name of ['two', 'three', 'four', 'five']) await cloudtrail.send(create({ Name }));
  await expect(cloudtrail.send(create({ Name: 'six' }))).rejects.toMatchObject({
    name: 'MaximumNumberOfTrailsExceededException',
  });
});

test("the bucket policy of CloudTrail's guide lets a trail in, and another trail not", async () => {
  const { cloudtrail, estate } = account();
  const { arn } = estate.buckets.find(BUCKET);
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  estate.buckets.find(BUCKET).policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal,
        Action: 's3:GetBucketAcl',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceArn': ARN } },
      },
      {
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/${ACCOUNT}/*`,
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': ARN } },
      },
    ],
  });
  await expect(cloudtrail.send(create({ Name: 'other' }))).rejects.toMatchObject({
    name: 'InsufficientS3BucketPolicyException',
    message: `Incorrect S3 bucket policy is detected for bucket: ${BUCKET}`,
  });
  await expect(cloudtrail.send(create({ S3KeyPrefix: 'elsewhere' }))).rejects.toMatchObject({
    name: 'InsufficientS3BucketPolicyException',
  });
  await cloudtrail.send(create());
});
