import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  ListEventBusesCommand,
  PutPermissionCommand,
  PutRuleCommand,
  RemovePermissionCommand,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { makeQueue, take } from '../queue.ts';
import { addTarget, makeRule, PUSH, put } from '../rule.ts';

/** What event buses promise. */
export const BUSES: Promises = {
  'the default bus is there, and others are made': async ({ eventBridge, arn }) => {
    const { EventBusArn } = await eventBridge.send(new CreateEventBusCommand({ Name: 'releases' }));
    expect(EventBusArn).toBe(arn('events', 'event-bus/releases'));
    const { EventBuses } = await eventBridge.send(new ListEventBusesCommand({}));
    expect(EventBuses?.map(({ Name }) => Name).toSorted()).toEqual(['default', 'releases']);
    expect(await eventBridge.send(new DescribeEventBusCommand({}))).toMatchObject({
      Name: 'default',
      Arn: arn('events', 'event-bus/default'),
    });
  },

  'a bus is made once': async ({ eventBridge }) => {
    await eventBridge.send(new CreateEventBusCommand({ Name: 'releases' }));
    await expect(eventBridge.send(new CreateEventBusCommand({ Name: 'releases' }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'Event bus releases already exists.',
    });
  },

  'a bus that is not there is refused by that name': async ({ eventBridge }) => {
    await expect(eventBridge.send(new DescribeEventBusCommand({ Name: 'nothing' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Event bus nothing does not exist.',
    });
  },

  'deleting a bus that is not there is nothing, but the default bus stays': async ({ eventBridge }) => {
    await eventBridge.send(new DeleteEventBusCommand({ Name: 'nothing' }));
    await expect(eventBridge.send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Cannot delete event bus default.',
    });
  },

  'a rule sees only the events of its bus': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    await aws.eventBridge.send(new CreateEventBusCommand({ Name: 'releases' }));
    await makeRule(aws, 'releases', undefined, 'releases');
    await addTarget(aws, 'releases', { Id: 'queue', Arn: queue.arn }, 'releases');
    expect(
      await aws.eventBridge.send(new DescribeRuleCommand({ Name: 'releases', EventBusName: 'releases' })),
    ).toMatchObject({ Arn: aws.arn('events', 'rule/releases/releases') });
    await put(aws, { DetailType: 'on the default bus' });
    await put(aws, { DetailType: 'by name', EventBusName: 'releases' });
    await put(aws, { DetailType: 'by ARN', EventBusName: aws.arn('events', 'event-bus/releases') });
    const types = (await take(aws, queue, 3, 1)).map(
      ({ Body }) => (JSON.parse(Body!) as { 'detail-type': string })['detail-type'],
    );
    expect(types.toSorted()).toEqual(['by ARN', 'by name']);
  },

  'a schedule belongs on the default bus': async ({ eventBridge }) => {
    await eventBridge.send(new CreateEventBusCommand({ Name: 'releases' }));
    await expect(
      eventBridge.send(
        new PutRuleCommand({ Name: 'often', EventBusName: 'releases', ScheduleExpression: 'rate(1 minute)' }),
      ),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'ScheduleExpression is supported only on the default event bus.',
    });
  },

  'another account is permitted to put events, and no longer': async ({ eventBridge, arn }) => {
    await eventBridge.send(
      new PutPermissionCommand({
        EventBusName: 'default',
        StatementId: 'neighbour',
        Action: 'events:PutEvents',
        Principal: '444455556666',
      }),
    );
    const policy = async () => (await eventBridge.send(new DescribeEventBusCommand({}))).Policy;
    expect(JSON.parse((await policy()) ?? '{}')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'neighbour',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
          Action: 'events:PutEvents',
          Resource: arn('events', 'event-bus/default'),
        },
      ],
    });
    await eventBridge.send(new RemovePermissionCommand({ EventBusName: 'default', StatementId: 'neighbour' }));
    expect(JSON.parse((await policy()) ?? '{}')).not.toHaveProperty('Statement');
  },

  'an event goes on to another bus, as it is': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    await aws.eventBridge.send(new CreateEventBusCommand({ Name: 'releases' }));
    await makeRule(aws, 'onward');
    await addTarget(aws, 'onward', { Id: 'bus', Arn: aws.arn('events', 'event-bus/releases') });
    await makeRule(aws, 'all', undefined, 'releases');
    await addTarget(aws, 'all', { Id: 'queue', Arn: queue.arn }, 'releases');
    await put(aws, { Time: new Date('2026-01-15T09:30:00Z') });
    const [message] = await take(aws, queue, 1);
    expect(JSON.parse(message?.Body ?? '{}')).toMatchObject({
      source: PUSH.Source,
      time: '2026-01-15T09:30:00Z',
      detail: JSON.parse(PUSH.Detail) as object,
    });
  },

  'a bus is changed, and what is left out is no more': async (aws) => {
    const Name = 'releases';
    const deadLetters = await makeQueue(aws, 'dead');
    await aws.eventBridge.send(new CreateEventBusCommand({ Name, Description: 'what is released' }));
    const change = new UpdateEventBusCommand({ Name, DeadLetterConfig: { Arn: deadLetters.arn } });
    expect(await aws.eventBridge.send(change)).toMatchObject({
      Arn: aws.arn('events', 'event-bus/releases'),
      Name,
      DeadLetterConfig: { Arn: deadLetters.arn },
    });
    const bus = await aws.eventBridge.send(new DescribeEventBusCommand({ Name }));
    expect(bus).toMatchObject({ DeadLetterConfig: { Arn: deadLetters.arn } });
    expect(bus.Description).toBeUndefined();
    expect(bus.LastModifiedTime!.getTime()).toBeGreaterThanOrEqual(bus.CreationTime!.getTime());
  },

  'a bus that is not there is not changed': async ({ eventBridge }) => {
    await expect(eventBridge.send(new UpdateEventBusCommand({ Name: 'nothing' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Event bus nothing does not exist.',
    });
  },
};
