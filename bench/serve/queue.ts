import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { LocalstackContainer } from '@testcontainers/localstack';
import { LOCALSTACK_IMAGE } from '../../src/bus/bus-spec.ts';
import { median } from '../median.ts';
import { client, send } from './send.ts';
import type { Verdicts } from './verdicts.ts';
import { QUEUE, RULES } from './workload.ts';

const WANTED = 30;
const IN_FLIGHT = 8;
const ROUNDS = 5;
/** Each side sends what takes it seconds. */
const EVENTS = { ours: 20_000, localstack: 800 };
/** How often a queue is asked how much is in it: LocalStack would be slower if it had to answer all the time. */
const PAUSE = { ours: 2, localstack: 50 };
const OWNER = { region: 'us-east-1', credentials: { accessKeyId: '123456789012', secretAccessKey: 'secret' } };

interface Side {
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
  readonly url: string;
}

/**
 * PutEvents through an SDK client to a rule whose target is a queue, through `ecreplay serve` and through LocalStack, by the events a second
 * until the last message is in the queue. LocalStack is at `ECREPLAY_LOCALSTACK`, or is started for this.
 */
export async function compareQueue(asked: Verdicts): Promise<void> {
  const place = await openLocalStack();
  if ('absent' in place) {
    console.log(`queue: skipped, ${place.absent}`);
    return;
  }
  const child = fork(new URL('./server.ts', import.meta.url).pathname, ['queue']);
  const [endpoint] = await once(child, 'message');
  const sides = { ours: await openOurs(endpoint as string), localstack: await openTheirs(place.endpoint) };
  const rates: Record<keyof typeof sides, number[]> = { ours: [], localstack: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of ['ours', 'localstack'] as const) {
      const rate = await rateOf(sides[name], EVENTS[name], PAUSE[name]);
      if (round > 0) rates[name].push(rate);
    }
  }
  const words = (rate: number): string => `${Math.round(rate).toLocaleString('en')} events a second`;
  console.log(`queue: ${words(median(rates.ours))}; LocalStack ${words(median(rates.localstack))}`);
  asked.atLeast(
    'times LocalStack, until the last is in the queue',
    median(rates.ours) / median(rates.localstack),
    WANTED,
  );
  child.kill();
  for (const { events, sqs } of Object.values(sides)) {
    events.destroy();
    sqs.destroy();
  }
  await place.close();
}

async function rateOf(side: Side, events: number, pause: number): Promise<number> {
  const wanted = (await depthOf(side)) + events;
  const start = performance.now();
  await send(side.events, { kind: 'native', events, inFlight: IN_FLIGHT });
  while ((await depthOf(side)) < wanted) await new Promise((resolve) => setTimeout(resolve, pause));
  return (events * 1_000) / (performance.now() - start);
}

async function depthOf({ sqs, url }: Side): Promise<number> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] });
  return Number((await sqs.send(command)).Attributes?.ApproximateNumberOfMessages);
}

async function openOurs(endpoint: string): Promise<Side> {
  const sqs = new SQSClient({ ...OWNER, endpoint });
  const { QueueUrl: url = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: QUEUE }));
  return { events: client({ endpoint }), sqs, url };
}

/** In an account that nobody else has: LocalStack may be shared. */
async function openTheirs(endpoint: string): Promise<Side> {
  const account = String(Date.now()).slice(-12).padStart(12, '9');
  const credentials = { accessKeyId: account, secretAccessKey: 'secret' };
  const events = client({ endpoint, credentials });
  const sqs = new SQSClient({ ...OWNER, credentials, endpoint });
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: QUEUE }));
  for (const { name, pattern } of RULES) {
    await events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern) }));
    const Targets = [{ Id: 'queue', Arn: `arn:aws:sqs:us-east-1:${account}:${QUEUE}` }];
    await events.send(new PutTargetsCommand({ Rule: name, Targets }));
  }
  return { events, sqs, url };
}

async function openLocalStack(): Promise<
  { readonly endpoint: string; readonly close: () => Promise<unknown> } | { readonly absent: string }
> {
  const { ECREPLAY_LOCALSTACK: endpoint = '' } = process.env;
  if (endpoint !== '') return { endpoint, close: () => Promise.resolve() };
  try {
    const container = await new LocalstackContainer(LOCALSTACK_IMAGE).start();
    return { endpoint: container.getConnectionUri(), close: () => container.stop({ timeout: 0 }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { absent: `no LocalStack: ECREPLAY_LOCALSTACK is not set, and no container starts (${reason})` };
  }
}
