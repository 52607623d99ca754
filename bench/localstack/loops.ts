import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SQS } from '@aws-sdk/client-sqs';
import { openLocalStackBus } from '../../src/bus/localstack/localstack-bus.ts';
import type { Consumer } from '../../src/consumer/consumer.ts';
import type { BusEvent } from '../../src/eventbridge/event.ts';
import type { Delivery } from '../../src/timeline/timeline.ts';

/** A way to get events through LocalStack; tells how many a second went. */
export interface Loop extends AsyncDisposable {
  /** One after another, each waited for until it has arrived. */
  singly(many: number): Promise<number>;
  /** Ten at once, four such requests under way, until what was sent last is through. */
  batched(many: number): Promise<number>;
}

const owner = { account: '123456789012', region: 'us-east-2' };
const PATTERN = { detail: { wanted: [true] } };
const AT = Date.parse('2026-01-15T09:30:00Z');

function event(number: number, wanted: boolean): BusEvent {
  return {
    version: '0',
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    ...owner,
    time: '2026-01-15T09:30:00Z',
    resources: [],
    detail: { result: 'SUCCESS', 'repository-name': 'web', 'image-tag': `1.4.${number}`, wanted },
  };
}

async function rateOf(many: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (many * 1_000) / (performance.now() - start);
}

let numbers = 0;

/** The bus of ecreplay. */
export async function ownLoop(endpoint: string): Promise<Loop> {
  const consumer: Consumer = {
    name: 'c',
    invoke: (_, { at, emittedAt, rule, eventId, requestId = '' }) =>
      Promise.resolve({
        ...{ consumer: 'c', rule, eventId, requestId, at, emittedAt, took: 0 },
        ...{ outcome: { kind: 'returned', value: null }, calls: [], refusals: [] },
      }),
  };
  const rules = [{ name: 'wanted', pattern: PATTERN, targets: [{ consumer: 'c' }] }];
  const bus = await openLocalStackBus(
    { kind: 'localstack', endpoint },
    { scenario: 'bench', rules, consumers: new Map([['c', consumer]]), owner },
  );
  const delivery = (wanted: boolean): Delivery => ({
    ...{ at: AT, emittedAt: AT, reaches: 'enabled', faults: [] },
    event: event((numbers += 1), wanted),
  });
  return {
    singly: (many) =>
      rateOf(many, async () => {
        for (let sent = 0; sent < many; sent += 1) await bus.deliver(delivery(true));
      }),
    batched: (many) =>
      rateOf(many, async () => {
        for (let sent = 0; sent < many; sent += 1) await bus.deliver(delivery(false));
        await bus.settle();
      }),
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
  };
}

/** The SDK alone. */
export async function bareLoop(endpoint: string): Promise<Loop> {
  const credentials = { accessKeyId: owner.account, secretAccessKey: 'none' };
  const config = { endpoint, region: owner.region, credentials };
  const events = new EventBridge(config);
  const sqs = new SQS(config);
  const name = `bench-${process.pid}`;
  await events.createEventBus({ Name: name });
  const { QueueUrl } = await sqs.createQueue({ QueueName: name, Attributes: { VisibilityTimeout: '43200' } });
  await events.putRule({ EventBusName: name, Name: 'wanted', EventPattern: JSON.stringify(PATTERN) });
  const Arn = `arn:aws:sqs:${owner.region}:${owner.account}:${name}`;
  await events.putTargets({ EventBusName: name, Rule: 'wanted', Targets: [{ Id: 'queue', Arn }] });
  const entry = (wanted: boolean) => {
    const { id, account, region, source, 'detail-type': DetailType, detail, time } = event((numbers += 1), wanted);
    // The same event, with its own id: LocalStack reads it out of here.
    const TraceHeader = JSON.stringify({ original_id: id, original_region: region, original_account: account });
    const Detail = JSON.stringify(detail);
    return { EventBusName: name, Source: source, DetailType, Detail, Time: new Date(time), TraceHeader };
  };
  return {
    singly: (many) =>
      rateOf(many, async () => {
        for (let sent = 0; sent < many; sent += 1) {
          await events.putEvents({ Entries: [entry(true)] });
          const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 });
          for (const { Body = '' } of Messages) JSON.parse(Body);
        }
      }),
    batched: (many) =>
      rateOf(many, async () => {
        let left = many;
        const lane = async (): Promise<void> => {
          while (left > 0) {
            const size = Math.min(10, left);
            left -= size;
            await events.putEvents({ Entries: Array.from({ length: size }, () => entry(false)) });
          }
        };
        await Promise.all(Array.from({ length: 4 }, lane));
        // LocalStack answers before it has done anything: what was sent last says that it is through.
        await events.putEvents({ Entries: [entry(true)] });
        await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 10 });
      }),
    [Symbol.asyncDispose]: async () => {
      await events.removeTargets({ EventBusName: name, Rule: 'wanted', Ids: ['queue'] });
      await events.deleteRule({ EventBusName: name, Name: 'wanted' });
      await events.deleteEventBus({ Name: name });
      await sqs.deleteQueue({ QueueUrl });
      events.destroy();
      sqs.destroy();
    },
  };
}
