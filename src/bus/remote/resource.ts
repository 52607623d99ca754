import type { Instant } from '../../clock.ts';
import type { Clients } from './clients.ts';
import { isMissing } from './failure.ts';

/** Something that a run makes on a bus and has to take away again. Plain, so that it can be written down before it is made. */
export type Resource =
  | { readonly kind: 'rule'; readonly name: string; readonly bus: string }
  | { readonly kind: 'topic'; readonly name: string; readonly arn: string }
  | { readonly kind: 'state-machine'; readonly name: string; readonly arn: string }
  | {
      readonly kind: 'replay' | 'event-bus' | 'queue' | 'stream' | 'delivery-stream' | 'log-group' | 'container';
      readonly name: string;
    };

type Kind = Resource['kind'];

/** What hangs on something else goes before it: a bus with rules cannot be deleted. */
const ORDER: readonly Kind[] = [
  'replay',
  'rule',
  'event-bus',
  'state-machine',
  'topic',
  'delivery-stream',
  'stream',
  'log-group',
  'queue',
  // With it goes whatever else is left in it.
  'container',
];

/** All names that a run gives begin so. */
export const PREFIX = 'ecreplay-';

/** The tags by which what a run has left behind is found again. */
export const RUN_TAG = 'ecreplay';
export const EXPIRES_TAG = 'ecreplay:expires';

/** How long something may be needed: no run takes longer. */
const LIFETIME = 6 * 3_600_000;

/** The tags of all that a run makes, as `{ key: value }`. */
export function tagsOf(run: string, now: Instant): Readonly<Record<string, string>> {
  return { [RUN_TAG]: run, [EXPIRES_TAG]: new Date(now + LIFETIME).toISOString() };
}

/** The same tags as most services take them. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Resources in the order in which they can be taken away. */
export function inRemovalOrder(resources: readonly Resource[]): readonly Resource[] {
  return resources.toReversed().toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** Takes a resource away. One that is not there is as good as taken away. */
export async function remove(resource: Resource, clients: Clients): Promise<void> {
  try {
    await take(resource, clients);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function take(resource: Resource, clients: Clients): Promise<unknown> {
  const { name } = resource;
  switch (resource.kind) {
    case 'rule':
      return removeRule(name, resource.bus, clients);
    case 'event-bus':
      return (await clients.open('eventbridge')).deleteEventBus({ Name: name });
    case 'replay':
      return cancelReplay(name, clients);
    case 'queue': {
      const queues = await clients.open('sqs');
      const { QueueUrl } = await queues.getQueueUrl({ QueueName: name });
      return queues.deleteQueue({ QueueUrl });
    }
    case 'topic':
      return (await clients.open('sns')).deleteTopic({ TopicArn: resource.arn });
    case 'stream':
      return (await clients.open('kinesis')).deleteStream({ StreamName: name, EnforceConsumerDeletion: true });
    case 'delivery-stream':
      return (await clients.open('firehose')).deleteDeliveryStream({
        DeliveryStreamName: name,
        AllowForceDelete: true,
      });
    case 'state-machine':
      return (await clients.open('sfn')).deleteStateMachine({ stateMachineArn: resource.arn });
    case 'container':
      return (await import('../localstack/container.ts')).removeContainer(name);
    case 'log-group':
      return (await clients.open('cloudwatch-logs')).deleteLogGroup({ logGroupName: name });
  }
}

/** A rule with targets cannot be deleted. */
async function removeRule(Rule: string, EventBusName: string, clients: Clients): Promise<void> {
  const events = await clients.open('eventbridge');
  const { Targets = [] } = await events.listTargetsByRule({ Rule, EventBusName });
  if (Targets.length > 0) await events.removeTargets({ Rule, EventBusName, Ids: Targets.map(({ Id = '' }) => Id) });
  await events.deleteRule({ Name: Rule, EventBusName });
}

/** A replay that has ended cannot be taken away, and one day it goes by itself. */
async function cancelReplay(ReplayName: string, clients: Clients): Promise<void> {
  const events = await clients.open('eventbridge');
  const { State = '' } = await events.describeReplay({ ReplayName });
  if (State === 'STARTING' || State === 'RUNNING') await events.cancelReplay({ ReplayName });
}
