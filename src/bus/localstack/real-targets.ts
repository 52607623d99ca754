import { parseArn } from '../../embedded/arn.ts';
import type { Resources } from '../resource/resources.ts';
import type { Clients } from '../remote/clients.ts';
import type { Holdings } from '../remote/holdings.ts';
import { tagList, tagsOf } from '../remote/resource.ts';

/** Makes what rules send to, once for each, under names of the run's own. */
export interface RealTargets {
  /** The ARN of the stand-in for what an ARN of the configuration names; `undefined` where there can be none. */
  standIn(arn: string): Promise<string | undefined>;
}

/** What the stand-ins are made with. */
export interface Workshop {
  readonly clients: Clients;
  readonly holdings: Holdings;
  /** Begins each name. */
  readonly prefix: string;
  readonly whose: { readonly account: string; readonly region: string };
  readonly declared: Resources;
  /** The buses that rules are on, by the names that the configuration gives them: they are there already. */
  readonly buses: ReadonlyMap<string, string>;
}

type Make = (name: string, original: string, workshop: Workshop) => Promise<unknown>;

/** By service: how its ARN goes on behind the account, how long a name may be, and how the stand-in is made. */
const MAKERS: Readonly<Record<string, { readonly before: string; readonly longest: number; readonly make: Make }>> = {
  sqs: { before: '', longest: 80, make: makeQueue },
  sns: { before: '', longest: 256, make: makeTopic },
  kinesis: { before: 'stream/', longest: 128, make: makeStream },
  logs: { before: 'log-group:', longest: 512, make: makeLogGroup },
  states: { before: 'stateMachine:', longest: 80, make: makeStateMachine },
  firehose: { before: 'deliverystream/', longest: 64, make: makeDeliveryStream },
  events: { before: 'event-bus/', longest: 256, make: makeEventBus },
};

/** Opens the workshop for what rules send to. */
export function openRealTargets(workshop: Workshop): RealTargets {
  const { prefix, whose } = workshop;
  const made = new Map<string, Promise<string>>();

  async function make(service: string, original: string, number: number): Promise<string> {
    const { before, longest, make: create } = MAKERS[service]!;
    const known = service === 'events' ? workshop.buses.get(original) : undefined;
    if (known !== undefined) return `arn:aws:events:${whose.region}:${whose.account}:${before}${known}`;
    const end = original.endsWith('.fifo') ? '.fifo' : '';
    const full = `${prefix}-${number}-${original.slice(0, original.length - end.length)}`;
    const name = full.slice(0, longest - end.length) + end;
    await create(name, original, workshop);
    return `arn:aws:${service}:${whose.region}:${whose.account}:${before}${name}`;
  }

  return {
    standIn: (arn) => {
      const { service = '', resource = '' } = parseArn(arn) ?? {};
      const maker = Object.hasOwn(MAKERS, service) ? MAKERS[service] : undefined;
      if (maker === undefined || !resource.startsWith(maker.before)) return Promise.resolve(undefined);
      const original = resource.slice(maker.before.length).replace(/:\*$/, '');
      const making = made.get(arn) ?? make(service, original, made.size);
      made.set(arn, making);
      return making;
    },
  };
}

async function makeQueue(QueueName: string, _: string, { clients, holdings }: Workshop): Promise<unknown> {
  const sqs = await clients.open('sqs');
  const isFifo = QueueName.endsWith('.fifo');
  return holdings.make({ kind: 'queue', name: QueueName }, () =>
    sqs.createQueue({
      QueueName,
      ...(isFifo && { Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' } }),
      tags: tagsOf(holdings.run, Date.now()),
    }),
  );
}

async function makeTopic(Name: string, _: string, { clients, holdings, whose }: Workshop): Promise<unknown> {
  const sns = await clients.open('sns');
  const arn = `arn:aws:sns:${whose.region}:${whose.account}:${Name}`;
  return holdings.make({ kind: 'topic', name: Name, arn }, () =>
    sns.createTopic({
      Name,
      ...(Name.endsWith('.fifo') && { Attributes: { FifoTopic: 'true', ContentBasedDeduplication: 'true' } }),
      Tags: tagList(tagsOf(holdings.run, Date.now())),
    }),
  );
}

async function makeStream(StreamName: string, _: string, { clients, holdings }: Workshop): Promise<unknown> {
  const kinesis = await clients.open('kinesis');
  await holdings.make({ kind: 'stream', name: StreamName }, () => kinesis.createStream({ StreamName, ShardCount: 1 }));
  const Tags = tagsOf(holdings.run, Date.now());
  for (;;) {
    const { StreamDescriptionSummary: { StreamStatus } = {} } = await kinesis.describeStreamSummary({ StreamName });
    if (StreamStatus === 'ACTIVE') return kinesis.addTagsToStream({ StreamName, Tags: { ...Tags } });
    await new Promise((resolve) => void setTimeout(resolve, 50));
  }
}

async function makeLogGroup(name: string, _: string, { clients, holdings }: Workshop): Promise<unknown> {
  const logs = await clients.open('cloudwatch-logs');
  return holdings.make({ kind: 'log-group', name }, () =>
    logs.createLogGroup({ logGroupName: name, tags: { ...tagsOf(holdings.run, Date.now()) } }),
  );
}

async function makeStateMachine(
  name: string,
  original: string,
  { clients, holdings, whose, declared }: Workshop,
): Promise<unknown> {
  const sfn = await clients.open('sfn');
  const arn = `arn:aws:states:${whose.region}:${whose.account}:stateMachine:${name}`;
  const told = declared.stateMachines?.[original]?.definition ?? NOTHING_TO_DO;
  return holdings.make({ kind: 'state-machine', name, arn }, () =>
    sfn.createStateMachine({
      name,
      definition: typeof told === 'string' ? told : JSON.stringify(told),
      roleArn: roleOf(whose),
      type: declared.stateMachines?.[original]?.type ?? 'STANDARD',
      tags: tagList(tagsOf(holdings.run, Date.now())).map(({ Key, Value }) => ({ key: Key, value: Value })),
    }),
  );
}

/** A machine that is only named: it takes its input, and ends. */
const NOTHING_TO_DO = { StartAt: 'Taken', States: { Taken: { Type: 'Pass', End: true } } };

async function makeDeliveryStream(name: string, _: string, { clients, holdings, whose }: Workshop): Promise<unknown> {
  const firehose = await clients.open('firehose');
  return holdings.make({ kind: 'delivery-stream', name }, () =>
    firehose.createDeliveryStream({
      DeliveryStreamName: name,
      ExtendedS3DestinationConfiguration: { RoleARN: roleOf(whose), BucketARN: `arn:aws:s3:::${name}` },
      Tags: tagList(tagsOf(holdings.run, Date.now())),
    }),
  );
}

async function makeEventBus(Name: string, _: string, { clients, holdings }: Workshop): Promise<unknown> {
  const events = await clients.open('eventbridge');
  return holdings.make({ kind: 'event-bus', name: Name }, () =>
    events.createEventBus({ Name, Tags: tagList(tagsOf(holdings.run, Date.now())) }),
  );
}

/** Roles are neither there nor asked for. */
export function roleOf({ account }: { readonly account: string }): string {
  return `arn:aws:iam::${account}:role/ecreplay`;
}
