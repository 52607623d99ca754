import {
  EventBridgeClient,
  PutEventsCommand,
  PutPermissionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue, nextBody, type Queue, take } from '../queue.ts';
import { addTarget, makeRule, PUSH, put } from '../rule.ts';

const OTHER = '444455556666';

/** A policy that lets a service send on behalf of something that an ARN names. */
function lets(service: string, Action: string, Resource: string, source: string): string {
  const Condition = { ArnEquals: { 'aws:SourceArn': source } };
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action,
    Resource,
    Condition,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
}

/** A queue that a rule, or another rule than ours, may send to; and the queue for what was not let in. */
async function makeGuarded(aws: Account, rule: string): Promise<{ queue: Queue; letters: Queue }> {
  const Policy = lets('events', 'sqs:SendMessage', aws.arn('sqs', 'guarded'), aws.arn('events', `rule/${rule}`));
  const queue = await makeQueue(aws, 'guarded', { Policy });
  const letters = await makeQueue(aws, 'letters', {
    Policy: lets('events', 'sqs:SendMessage', aws.arn('sqs', 'letters'), aws.arn('events', 'rule/*')),
  });
  await makeRule(aws, 'pushes');
  await addTarget(aws, 'pushes', { Id: 'queue', Arn: queue.arn, DeadLetterConfig: { Arn: letters.arn } });
  return { queue, letters };
}

/** Puts an event onto our default bus as another account. */
async function putAsOther({ eventBridge, region, arn }: Account) {
  const { endpoint } = eventBridge.config;
  const other = new EventBridgeClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    credentials: { accessKeyId: OTHER, secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  try {
    const Entries = [{ ...PUSH, EventBusName: arn('events', 'event-bus/default') }];
    return await other.send(new PutEventsCommand({ Entries }));
  } finally {
    other.destroy();
  }
}

const NEIGHBOUR = { EventBusName: 'default', StatementId: 'neighbour', Action: 'events:PutEvents', Principal: OTHER };

/** Who may send to what. */
export const PERMISSIONS: Promises = {
  'a queue is sent what its policy lets the rule send': async (aws) => {
    const { queue } = await makeGuarded(aws, 'pushes');
    const id = await put(aws);
    expect(JSON.parse((await nextBody(aws, queue)) ?? '{}')).toMatchObject({ id });
  },

  'what the policy of a queue does not let in becomes a dead letter at once': async (aws) => {
    const { queue, letters } = await makeGuarded(aws, 'another-rule');
    await put(aws);
    const [letter] = await take(aws, letters, 1);
    expect(letter?.MessageAttributes).toMatchObject({
      RULE_ARN: { StringValue: aws.arn('events', 'rule/pushes') },
      TARGET_ARN: { StringValue: queue.arn },
      ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
      RETRY_ATTEMPTS: { StringValue: '0' },
    });
    expect(await take(aws, queue, 1, 0)).toEqual([]);
  },

  'a topic goes by its policy too': async (aws) => {
    const { TopicArn = '' } = await aws.sns.send(new CreateTopicCommand({ Name: 'guarded' }));
    const queue = await makeQueue(aws, 'heard', {
      Policy: lets('sns', 'sqs:SendMessage', aws.arn('sqs', 'heard'), TopicArn),
    });
    await aws.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn }));
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'topic', Arn: TopicArn });
    const setPolicy = (rule: string): Promise<unknown> =>
      aws.sns.send(
        new SetTopicAttributesCommand({
          TopicArn,
          AttributeName: 'Policy',
          AttributeValue: lets('events', 'sns:Publish', TopicArn, aws.arn('events', `rule/${rule}`)),
        }),
      );
    await setPolicy('another-rule');
    await put(aws, { DetailType: 'refused' });
    expect(await take(aws, queue, 1, 1)).toEqual([]);
    await setPolicy('pushes');
    await put(aws, { DetailType: 'let in' });
    const { Message = '{}' } = JSON.parse((await nextBody(aws, queue)) ?? '{}') as { Message?: string };
    expect(JSON.parse(Message)).toMatchObject({ 'detail-type': 'let in' });
  },

  'a queue is not sent what its policy does not let a topic send': async (aws) => {
    const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: 'releases' }));
    const Policy = lets('sns', 'sqs:SendMessage', aws.arn('sqs', 'guarded'), aws.arn('sns', 'another-topic'));
    const queue = await makeQueue(aws, 'guarded', { Policy });
    await aws.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn }));
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'topic', Arn: TopicArn });
    await put(aws);
    expect(await take(aws, queue, 1, 1)).toEqual([]);
  },

  'a bus takes the events of an account that it permits, and they say whose they are': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'queue', Arn: queue.arn });
    await aws.eventBridge.send(new PutPermissionCommand(NEIGHBOUR));
    expect(await putAsOther(aws)).toMatchObject({ FailedEntryCount: 0 });
    expect(JSON.parse((await nextBody(aws, queue)) ?? '{}')).toMatchObject({ account: OTHER, source: PUSH.Source });
  },

  'a bus refuses the events of an account that it permits no longer': async (aws) => {
    await aws.eventBridge.send(new PutPermissionCommand({ ...NEIGHBOUR, StatementId: 's', Principal: '111122223333' }));
    await aws.eventBridge.send(new PutPermissionCommand(NEIGHBOUR));
    expect(await putAsOther(aws)).toMatchObject({ FailedEntryCount: 0 });
    await aws.eventBridge.send(
      new RemovePermissionCommand({ EventBusName: 'default', StatementId: NEIGHBOUR.StatementId }),
    );
    expect(await putAsOther(aws)).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'AccessDeniedException' }],
    });
  },
};
