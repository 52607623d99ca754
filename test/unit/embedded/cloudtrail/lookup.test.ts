import {
  type LookupAttributeKey,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { expect, test } from 'vitest';
import { account, ACCOUNT, HOUR, MINUTE, recordAt, START } from './account.ts';

const DAY = 24 * HOUR;

/** An account in which some things have happened, and long enough ago to be looked up. */
async function remembering() {
  const { cloudtrail, agenda, estate } = account();
  const { trails } = estate;
  const user = { type: 'IAMUser', userName: 'alice', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', accountId: ACCOUNT };
  trails.take(recordAt(START), START);
  trails.take(recordAt(START + 1000, { eventName: 'BatchGetImage', readOnly: true, userIdentity: user }), START + 1000);
  trails.take(recordAt(START + 2000, { awsRegion: 'eu-west-1' }), START + 2000);
  trails.take(recordAt(START + 3000, { managementEvent: false, eventCategory: 'Data' as 'Management' }), START + 3000);
  trails.take(
    recordAt(START + 4000, {
      eventName: 'PolicyExecutionEvent',
      eventType: 'AwsServiceEvent',
      userIdentity: { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
    }),
    START + 4000,
  );
  await agenda.settle(0);
  await agenda.runUntil(START + 10 * MINUTE);
  // Whoever asks is patient: the quota has a test of its own.
  const look = async (input: LookupEventsCommandInput = {}) => {
    await agenda.runUntil(agenda.now() + 1_000);
    return cloudtrail.send(new LookupEventsCommand(input));
  };
  const names = async (AttributeKey: LookupAttributeKey, AttributeValue: string) =>
    (await look({ LookupAttributes: [{ AttributeKey, AttributeValue }] })).Events?.map(({ EventName }) => EventName);
  return { cloudtrail, agenda, estate, look, names };
}

test('the newest event comes first, and management events of this account and Region alone', async () => {
  const { look } = await remembering();
  const { Events } = await look();
  expect(Events?.map(({ EventName }) => EventName)).toEqual(['PolicyExecutionEvent', 'BatchGetImage', 'PutImage']);
  expect(Events?.[2]).toMatchObject({
    EventId: `e${START}`,
    ReadOnly: 'false',
    EventTime: new Date(START),
    EventSource: 'ecr.amazonaws.com',
    Username: 'github-actions',
    AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    Resources: [
      {
        ResourceType: 'AWS::ECR::Repository',
        ResourceName: `arn:aws:ecr:us-east-2:${ACCOUNT}:repository/team/web`,
      },
    ],
    CloudTrailEvent: JSON.stringify(recordAt(START)),
  });
  expect(Events?.[0]?.Username).toBeUndefined();
});

test.for<[LookupAttributeKey, string, readonly string[]]>([
  ['EventName', 'PutImage', ['PutImage']],
  ['EventName', 'putimage', []],
  ['ReadOnly', 'true', ['BatchGetImage']],
  ['Username', 'alice', ['BatchGetImage']],
  ['AccessKeyId', 'AKIAIOSFODNN7EXAMPLE', ['BatchGetImage']],
  ['EventId', `e${START}`, ['PutImage']],
  ['EventSource', 'kms.amazonaws.com', []],
  ['ResourceType', 'AWS::ECR::Repository', ['PolicyExecutionEvent', 'BatchGetImage', 'PutImage']],
  ['ResourceName', 'team/web', ['PolicyExecutionEvent', 'BatchGetImage', 'PutImage']],
])('events are found by %s %s', async ([key, value, found]) => {
  const { names } = await remembering();
  expect(await names(key, value)).toEqual(found);
});

test('events are found by their time, and come page by page', async () => {
  const { look } = await remembering();
  const { Events } = await look({ StartTime: new Date(START + 1000), EndTime: new Date(START + 1000) });
  expect(Events?.map(({ EventName }) => EventName)).toEqual(['BatchGetImage']);
  const first = await look({ MaxResults: 2 });
  const second = await look({ MaxResults: 2, NextToken: first.NextToken });
  expect([first.Events?.length, second.Events?.length, second.NextToken]).toEqual([2, 1, undefined]);
});

test('an event is there minutes after it happened, and for ninety days', async () => {
  const { cloudtrail, agenda, estate } = account();
  estate.trails.take(recordAt(START), START);
  const count = async () => (await cloudtrail.send(new LookupEventsCommand({}))).Events?.length;
  expect(await count()).toBe(0);
  await agenda.runUntil(START + 5 * MINUTE);
  expect(await count()).toBe(1);
  await agenda.runUntil(START + 90 * DAY + MINUTE);
  expect(await count()).toBe(0);
});

test('more than two requests in a second are too many', async () => {
  const { cloudtrail, agenda } = account();
  const look = () => cloudtrail.send(new LookupEventsCommand({}));
  await look();
  await look();
  await expect(look()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
  await agenda.runUntil(START + 1_000);
  await look();
});

test.for<[string, LookupEventsCommandInput, string]>([
  [
    'two attributes',
    {
      LookupAttributes: [
        { AttributeKey: 'EventName', AttributeValue: 'a' },
        { AttributeKey: 'ReadOnly', AttributeValue: 'true' },
      ],
    },
    'InvalidLookupAttributesException',
  ],
  [
    'an unknown attribute',
    { LookupAttributes: [{ AttributeKey: 'Region' as 'EventName', AttributeValue: 'a' }] },
    'InvalidLookupAttributesException',
  ],
  ['51 results', { MaxResults: 51 }, 'InvalidMaxResultsException'],
  ['an end before its start', { StartTime: new Date(1), EndTime: new Date(0) }, 'InvalidTimeRangeException'],
  ['a token of its own', { NextToken: 'mine' }, 'InvalidNextTokenException'],
])('a request with %s is refused', async ([, input, name]) => {
  const { cloudtrail } = account();
  await expect(cloudtrail.send(new LookupEventsCommand(input))).rejects.toMatchObject({ name });
});
