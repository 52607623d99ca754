import { CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import { makeStream, readStream, textOf } from '../kinesis/stream.ts';
import type { Promises } from '../place.ts';
import { makeQueue, nextBody, take } from '../queue.ts';
import { addTarget, makeRule, PUSH, put } from '../rule.ts';
import { ended, makeMachine } from '../sfn/machine.ts';

function role({ id }: Account): string {
  return `arn:aws:iam::${id}:role/events`;
}

function withId(id: string): unknown {
  return expect.objectContaining({ id, source: PUSH.Source, detail: JSON.parse(PUSH.Detail) as object });
}

/** A rule that sends to a queue which is not there, and those to a queue for dead letters; gives that queue and the event's id. */
async function undeliverable(aws: Account) {
  const deadLetters = await makeQueue(aws, 'dead');
  await makeRule(aws, 'pushes');
  const target = { Id: 'gone', Arn: aws.arn('sqs', 'gone'), DeadLetterConfig: { Arn: deadLetters.arn } };
  await addTarget(aws, 'pushes', target);
  return { deadLetters, id: await put(aws) };
}

/** What each kind of target is sent. */
export const TARGETS: Promises = {
  'a FIFO queue is sent the event in the group that the target names': async (aws) => {
    const queue = await makeQueue(aws, 'heard.fifo');
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'fifo', Arn: queue.arn, SqsParameters: { MessageGroupId: 'web' } });
    const id = await put(aws);
    const [message] = await take(aws, queue, 1);
    expect(JSON.parse(message?.Body ?? '{}')).toEqual(withId(id));
    expect(message?.Attributes).toMatchObject({ MessageGroupId: 'web' });
  },

  'a topic is sent the event as its message, without a subject': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: 'pushes' }));
    await aws.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn }));
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'topic', Arn: TopicArn });
    const id = await put(aws);
    const notification = JSON.parse((await nextBody(aws, queue)) ?? '{}') as { Message: string; Subject?: string };
    expect(JSON.parse(notification.Message)).toEqual(withId(id));
    expect(notification.Subject).toBeUndefined();
  },

  'a stream is sent the event, under the key that the path finds': async (aws) => {
    const arn = await makeStream(aws, 'pushes');
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', {
      Id: 'stream',
      Arn: arn,
      RoleArn: role(aws),
      KinesisParameters: { PartitionKeyPath: '$.detail.repository-name' },
    });
    const id = await put(aws);
    const [record] = await readStream(aws, 'pushes', 1);
    expect(JSON.parse(textOf(record!))).toEqual(withId(id));
    expect(record?.PartitionKey).toBe('web');
  },

  'without a path, the key of a record is the id of the event': async (aws) => {
    const arn = await makeStream(aws, 'pushes');
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'stream', Arn: arn, RoleArn: role(aws) });
    const id = await put(aws);
    const [record] = await readStream(aws, 'pushes', 1);
    expect(record?.PartitionKey).toBe(id);
  },

  'a log group is sent the event as one message': async (aws) => {
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/events/pushes' }));
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'logs', Arn: aws.arn('logs', 'log-group:/aws/events/pushes') });
    const id = await put(aws);
    const read = new FilterLogEventsCommand({ logGroupName: '/aws/events/pushes' });
    const end = Date.now() + 3_000;
    let found = (await aws.logs.send(read)).events ?? [];
    while (found.length === 0 && Date.now() < end) found = (await aws.logs.send(read)).events ?? [];
    expect(found.map(({ message }) => JSON.parse(message!) as unknown)).toEqual([withId(id)]);
  },

  'a state machine is started with the event as its input': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'machine', Arn: stateMachineArn, RoleArn: role(aws) });
    const id = await put(aws);
    const list = new ListExecutionsCommand({ stateMachineArn });
    const end = Date.now() + 3_000;
    let { executions = [] } = await aws.sfn.send(list);
    while (executions.length === 0 && Date.now() < end) ({ executions = [] } = await aws.sfn.send(list));
    const { input } = await ended(aws, executions[0]!.executionArn!);
    expect(JSON.parse(input ?? '{}')).toEqual(withId(id));
  },

  'every target of every matching rule is sent the event': async (aws) => {
    const queues = [await makeQueue(aws, 'one'), await makeQueue(aws, 'two'), await makeQueue(aws, 'three')];
    await makeRule(aws, 'pushes');
    await makeRule(aws, 'all', { detail: { result: [{ exists: true }] } });
    await addTarget(aws, 'pushes', { Id: 'one', Arn: queues[0]!.arn });
    await addTarget(aws, 'pushes', { Id: 'two', Arn: queues[1]!.arn });
    await addTarget(aws, 'all', { Id: 'three', Arn: queues[2]!.arn });
    const id = await put(aws);
    for (const queue of queues) expect(JSON.parse((await nextBody(aws, queue)) ?? '{}')).toEqual(withId(id));
  },

  'a target that fails never shows in the answer': async (aws) => {
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', { Id: 'gone', Arn: aws.arn('sqs', 'gone') });
    await expect(put(aws)).resolves.toMatch(/^[0-9a-f-]{36}$/);
  },

  'an event that a target cannot take becomes a dead letter as it was': async (aws) => {
    const { deadLetters, id } = await undeliverable(aws);
    expect(JSON.parse((await nextBody(aws, deadLetters)) ?? '{}')).toEqual(withId(id));
  },

  'a dead letter says which rule and target it was for, and what went wrong': async (aws) => {
    const { deadLetters } = await undeliverable(aws);
    const [letter] = await take(aws, deadLetters, 1);
    const { ERROR_MESSAGE, ...said } = Object.fromEntries(
      Object.entries(letter?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
    );
    expect(said).toMatchObject({
      RULE_ARN: aws.arn('events', 'rule/pushes'),
      TARGET_ARN: aws.arn('sqs', 'gone'),
      ERROR_CODE: 'NO_RESOURCE',
    });
    expect(ERROR_MESSAGE).toMatch(/./);
  },

  'a template that becomes no JSON makes a dead letter of the event': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    const deadLetters = await makeQueue(aws, 'dead');
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', {
      Id: 'queue',
      Arn: queue.arn,
      DeadLetterConfig: { Arn: deadLetters.arn },
      InputTransformer: { InputPathsMap: { all: '$.detail' }, InputTemplate: '{"text":"<all>"}' },
    });
    await put(aws);
    const [letter] = await take(aws, deadLetters, 1);
    expect(letter?.MessageAttributes?.['ERROR_CODE']).toMatchObject({ StringValue: 'INVALID_JSON' });
  },
};
