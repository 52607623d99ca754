import { PutEventsCommand, PutRuleCommand, PutTargetsCommand, type Target } from '@aws-sdk/client-eventbridge';
import type { Account } from './account.ts';
import { makeQueue, nextBody, type Queue } from './queue.ts';

/** The event that these promises are about, and how a caller words it. */
export const PUSH = {
  Source: 'contract.registry',
  DetailType: 'ECR Image Action',
  Detail: '{"action-type":"PUSH","result":"SUCCESS","repository-name":"web","image-tag":"1.4.2"}',
};

/** Makes a rule, of all that comes from the registry unless a pattern says what it is to see. */
export async function makeRule({ eventBridge }: Account, name: string, pattern?: unknown, bus?: string): Promise<void> {
  await eventBridge.send(
    new PutRuleCommand({
      Name: name,
      EventPattern: JSON.stringify(pattern ?? { source: [PUSH.Source] }),
      EventBusName: bus,
    }),
  );
}

/** Adds a target to a rule, which has to be taken. */
export async function addTarget({ eventBridge }: Account, rule: string, target: Target, bus?: string): Promise<void> {
  const { FailedEntries = [] } = await eventBridge.send(
    new PutTargetsCommand({ Rule: rule, EventBusName: bus, Targets: [target] }),
  );
  if (FailedEntries.length > 0) throw new Error(JSON.stringify(FailedEntries));
}

/** Puts one event, which has to be taken, and gives its id. */
export async function put({ eventBridge }: Account, change: object = {}): Promise<string> {
  const { Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: [{ ...PUSH, ...change }] }));
  const id = Entries[0]?.EventId;
  if (id === undefined) throw new Error(JSON.stringify(Entries));
  return id;
}

/** A queue that a rule of its own sends everything to, with whatever the target is to do to it. */
export async function listening(aws: Account, target: Partial<Target> = {}, pattern?: unknown): Promise<Queue> {
  const queue = await makeQueue(aws, 'heard');
  await makeRule(aws, 'everything', pattern);
  await addTarget(aws, 'everything', { Id: 'queue', Arn: queue.arn, ...target });
  return queue;
}

/** The text that arrives when one event is put. */
export async function heard(aws: Account, target: Partial<Target>, change: object = {}): Promise<string | undefined> {
  const queue = await listening(aws, target);
  await put(aws, change);
  return nextBody(aws, queue);
}
