import type { Instant } from '../../clock.ts';
import type { Clients } from './clients.ts';
import { EXPIRES_TAG, PREFIX, RUN_TAG, type Resource } from './resource.ts';
import { MissingPackage } from './sdk.ts';

/** Something that a run has left behind, found by its tags. */
export interface Leftover {
  readonly resource: Resource;
  readonly run: string;
  /** Whether no run can need it any more. */
  readonly expired: boolean;
}

type Tags = Readonly<Record<string, string | undefined>>;

/** A resource that may be a run's, and how to read its tags. */
interface Candidate {
  readonly resource: Resource;
  readonly tags: () => Promise<Tags>;
}

/** Each kind of leftover in words, and how it is found. */
const SEARCHES = {
  buses,
  queues,
  topics,
  streams,
  'delivery streams': deliveryStreams,
  'log groups': logGroups,
  'state machines': stateMachines,
};

/**
 * Finds what runs have left behind: what has a name as they give, and their tags. A kind whose client is not installed is told of with
 * `onMissing`, and the others are looked for all the same.
 */
export async function findLeftovers(
  clients: Clients,
  now: Instant,
  onMissing: (missing: MissingPackage, kind: string) => void = raise,
): Promise<readonly Leftover[]> {
  const found: Leftover[] = [];
  for (const [kind, search] of Object.entries(SEARCHES)) {
    try {
      for await (const { resource, tags } of search(clients)) {
        const { [RUN_TAG]: run, [EXPIRES_TAG]: expires = '' } = await tags();
        if (run !== undefined) found.push({ resource, run, expired: !(Date.parse(expires) > now) });
      }
    } catch (error) {
      if (!(error instanceof MissingPackage)) throw error;
      onMissing(error, kind);
    }
  }
  return found;
}

function raise(missing: MissingPackage): never {
  throw missing;
}

/** The rules on a run's own bus carry no tags of their own: they go with it. On another bus each has its own. */
async function* buses(clients: Clients): AsyncGenerator<Candidate> {
  const events = await clients.open('eventbridge');
  const tagged = (arn: string) => async () => fromList((await events.listTagsForResource({ ResourceARN: arn })).Tags);
  const all = await pages(async (NextToken) => {
    const { EventBuses = [], NextToken: next } = await events.listEventBuses({ NextToken });
    return { items: EventBuses, next };
  });
  for (const { Name: bus = '', Arn: busArn = '' } of all) {
    const own = bus.startsWith(PREFIX);
    const rules = await pages(async (NextToken) => {
      const named = own ? {} : { NamePrefix: PREFIX };
      const { Rules = [], NextToken: next } = await events.listRules({ EventBusName: bus, NextToken, ...named });
      return { items: Rules, next };
    });
    for (const { Name: name = '', Arn: arn = '' } of rules) {
      yield { resource: { kind: 'rule', name, bus }, tags: tagged(own ? busArn : arn) };
    }
    if (own) yield { resource: { kind: 'event-bus', name: bus }, tags: tagged(busArn) };
  }
}

async function* queues(clients: Clients): AsyncGenerator<Candidate> {
  const sqs = await clients.open('sqs');
  const urls = await pages(async (NextToken) => {
    const { QueueUrls = [], NextToken: next } = await sqs.listQueues({
      QueueNamePrefix: PREFIX,
      MaxResults: 1000,
      NextToken,
    });
    return { items: QueueUrls, next };
  });
  for (const url of urls) {
    const name = url.slice(url.lastIndexOf('/') + 1);
    yield {
      resource: { kind: 'queue', name },
      tags: async () => (await sqs.listQueueTags({ QueueUrl: url })).Tags ?? {},
    };
  }
}

async function* topics(clients: Clients): AsyncGenerator<Candidate> {
  const sns = await clients.open('sns');
  const all = await pages(async (NextToken) => {
    const { Topics = [], NextToken: next } = await sns.listTopics({ NextToken });
    return { items: Topics, next };
  });
  for (const { TopicArn: arn = '' } of all) {
    const name = arn.slice(arn.lastIndexOf(':') + 1);
    if (!name.startsWith(PREFIX)) continue;
    const tags = async (): Promise<Tags> => fromList((await sns.listTagsForResource({ ResourceArn: arn })).Tags);
    yield { resource: { kind: 'topic', name, arn }, tags };
  }
}

async function* streams(clients: Clients): AsyncGenerator<Candidate> {
  const kinesis = await clients.open('kinesis');
  const names = await pages(async (NextToken) => {
    const { StreamNames = [], NextToken: next } = await kinesis.listStreams({ NextToken });
    return { items: StreamNames, next };
  });
  for (const name of names.filter((name) => name.startsWith(PREFIX))) {
    const tags = async (): Promise<Tags> => fromList((await kinesis.listTagsForStream({ StreamName: name })).Tags);
    yield { resource: { kind: 'stream', name }, tags };
  }
}

async function* deliveryStreams(clients: Clients): AsyncGenerator<Candidate> {
  const firehose = await clients.open('firehose');
  const names: string[] = [];
  for (let more = true; more;) {
    const page = await firehose.listDeliveryStreams({ ExclusiveStartDeliveryStreamName: names.at(-1) });
    const { DeliveryStreamNames = [], HasMoreDeliveryStreams = false } = page;
    names.push(...DeliveryStreamNames);
    more = HasMoreDeliveryStreams && DeliveryStreamNames.length > 0;
  }
  for (const name of names.filter((name) => name.startsWith(PREFIX))) {
    const tags = async (): Promise<Tags> =>
      fromList((await firehose.listTagsForDeliveryStream({ DeliveryStreamName: name })).Tags);
    yield { resource: { kind: 'delivery-stream', name }, tags };
  }
}

async function* logGroups(clients: Clients): AsyncGenerator<Candidate> {
  const logs = await clients.open('cloudwatch-logs');
  const found = [];
  // Runs give bare names, and names below the folder that EventBridge may write to.
  for (const logGroupNamePrefix of [PREFIX, `/aws/events/${PREFIX}`]) {
    found.push(
      ...(await pages(async (nextToken) => {
        const { logGroups: items = [], nextToken: next } = await logs.describeLogGroups({
          logGroupNamePrefix,
          nextToken,
        });
        return { items, next };
      })),
    );
  }
  for (const { logGroupName: name = '', logGroupArn, arn = '' } of found) {
    const resourceArn = logGroupArn ?? arn.replace(/:\*$/, '');
    const tags = async (): Promise<Tags> => (await logs.listTagsForResource({ resourceArn })).tags ?? {};
    yield { resource: { kind: 'log-group', name }, tags };
  }
}

async function* stateMachines(clients: Clients): AsyncGenerator<Candidate> {
  const sfn = await clients.open('sfn');
  const all = await pages(async (nextToken) => {
    const { stateMachines: items = [], nextToken: next } = await sfn.listStateMachines({ nextToken });
    return { items, next };
  });
  for (const { name = '', stateMachineArn: arn = '' } of all) {
    if (!name.startsWith(PREFIX)) continue;
    const tags = async (): Promise<Tags> => {
      const { tags: list = [] } = await sfn.listTagsForResource({ resourceArn: arn });
      return fromList(list.map(({ key, value }) => ({ Key: key, Value: value })));
    };
    yield { resource: { kind: 'state-machine', name, arn }, tags };
  }
}

function fromList(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): Tags {
  return Object.fromEntries(tags.map(({ Key = '', Value }) => [Key, Value]));
}

/** Reads a list to its end. */
async function pages<Item>(
  page: (token: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly next: string | undefined }>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...items);
    token = next;
  } while (token !== undefined && token !== '');
  return all;
}
