import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openLocalStackBus } from '../../src/bus/localstack/localstack-bus.ts';
import { type Clients, openClients } from '../../src/bus/remote/clients.ts';
import type { Target } from '../../src/rule/rule.ts';
import { until } from '../contract/aws/until.ts';
import { delivery, PUSH } from '../contract/bus/bed.ts';

/** What rules send to is really there on LocalStack, and really gets what EventBridge there makes of the event. */

const endpoint = process.env['ECREPLAY_LOCALSTACK'] ?? '';
const owner = { account: '444455556666', region: 'us-east-2' };

vi.setConfig({ testTimeout: 60_000 });

/** Delivers one push through a rule with this target; `before` and `after` see the ARN of what stands for it. */
async function deliverTo(
  target: Target,
  original: string,
  look: {
    before?: (arn: string, clients: Clients) => Promise<void>;
    after: (arn: string, clients: Clients) => Promise<void>;
  },
): Promise<void> {
  const clients = openClients({
    region: owner.region,
    endpoint,
    credentials: { accessKeyId: owner.account, secretAccessKey: 'none' },
  });
  onTestFinished(() => clients[Symbol.dispose]());
  await using bus = await openLocalStackBus(
    { kind: 'localstack', endpoint },
    {
      scenario: 'targets',
      rules: [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [target] }],
      consumers: new Map(),
      owner,
    },
  );
  const arn = (await bus.standIn(`arn:aws:${original.replace('*', `${owner.region}:${owner.account}`)}`)) ?? '';
  expect(arn).toContain('ecreplay-');
  await look.before?.(arn, clients);
  const { matched } = await bus.deliver(delivery());
  await bus.settle();
  expect(matched).toEqual(['pushes']);
  await look.after(arn, clients);
}

/** The part of an ARN that names the resource, without what kind of resource it is. */
function nameIn(arn: string): string {
  return /[:/]([^:/]+)$/.exec(arn)?.[1] ?? '';
}

async function bodies(QueueName: string, clients: Clients): Promise<readonly unknown[]> {
  const sqs = await clients.open('sqs');
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName });
  const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 5 });
  return Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);
}

describe.skipIf(endpoint === '')('targets on LocalStack (set ECREPLAY_LOCALSTACK to an endpoint)', () => {
  test('a queue has the event as a message', async () => {
    await deliverTo({ queue: 'deploys' }, 'sqs:*:deploys', {
      after: async (arn, clients) => expect(await bodies(nameIn(arn), clients)).toEqual([PUSH]),
    });
  });

  test('a FIFO queue has it in its group', async () => {
    const target = { queue: 'deploys.fifo', sqsParameters: { messageGroupId: 'web' } };
    await deliverTo(target, 'sqs:*:deploys.fifo', {
      after: async (arn, clients) => {
        expect(arn).toMatch(/\.fifo$/);
        expect(await bodies(nameIn(arn), clients)).toEqual([PUSH]);
      },
    });
  });

  test('a topic publishes what the path of the input leads to', async () => {
    let inbox = '';
    await deliverTo({ topic: 'releases', inputPath: '$.detail' }, 'sns:*:releases', {
      before: async (TopicArn, clients) => {
        inbox = `${nameIn(TopicArn)}-inbox`;
        const sqs = await clients.open('sqs');
        const { QueueUrl } = await sqs.createQueue({ QueueName: inbox });
        onTestFinished(async () => void (await sqs.deleteQueue({ QueueUrl })));
        const Endpoint = `arn:aws:sqs:${owner.region}:${owner.account}:${inbox}`;
        await (await clients.open('sns')).subscribe({ TopicArn, Protocol: 'sqs', Endpoint });
      },
      after: async (_, clients) => {
        const [message] = (await bodies(inbox, clients)) as readonly { readonly Message: string }[];
        expect(JSON.parse(message?.Message ?? '')).toEqual(PUSH.detail);
      },
    });
  });

  test('a stream has it as a record, by the key that the path leads to', async () => {
    const target = { stream: 'pushes', kinesisParameters: { partitionKeyPath: '$.detail.repository-name' } };
    await deliverTo(target, 'kinesis:*:stream/pushes', {
      after: async (arn, clients) => {
        const kinesis = await clients.open('kinesis');
        const { Shards = [] } = await kinesis.listShards({ StreamName: nameIn(arn) });
        const { ShardIterator } = await kinesis.getShardIterator({
          StreamName: nameIn(arn),
          ShardId: Shards[0]?.ShardId,
          ShardIteratorType: 'TRIM_HORIZON',
        });
        // LocalStack sends to targets beside each other, and the bus waits for those that it has to hear of.
        const { Records = [] } = await until(
          () => kinesis.getRecords({ ShardIterator }),
          ({ Records: found = [] }) => found.length > 0,
        );
        expect(Records.map(({ Data }) => JSON.parse(Buffer.from(Data ?? []).toString()) as unknown)).toEqual([PUSH]);
      },
    });
  });

  test('a state machine is started with it', async () => {
    await deliverTo({ stateMachine: 'promote' }, 'states:*:stateMachine:promote', {
      after: async (stateMachineArn, clients) => {
        const sfn = await clients.open('sfn');
        const { executions = [] } = await until(
          () => sfn.listExecutions({ stateMachineArn }),
          ({ executions: found = [] }) => found.length > 0,
        );
        const { input = '' } = await sfn.describeExecution({ executionArn: executions[0]?.executionArn });
        expect(JSON.parse(input)).toEqual(PUSH);
      },
    });
  });

  test('a delivery stream can be sent to', async () => {
    await deliverTo({ deliveryStream: 'lake' }, 'firehose:*:deliverystream/lake', {
      after: async (arn, clients) => {
        const firehose = await clients.open('firehose');
        const { DeliveryStreamDescription } = await firehose.describeDeliveryStream({
          DeliveryStreamName: nameIn(arn),
        });
        expect(DeliveryStreamDescription?.DeliveryStreamStatus).toBe('ACTIVE');
      },
    });
  });
});
