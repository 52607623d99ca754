import type { Instant, Milliseconds } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Agenda } from '../agenda.ts';
import { parseArn } from '../arn.ts';
import { statementsOf } from '../policy/decide.ts';
import type { Permissions, ResourcePolicy } from '../policy/permissions.ts';
import { settingsOf, type Attributes } from './attributes.ts';
import { invalidParameter, noSuchQueue, sqsFault } from './faults.ts';
import type { Outgoing, Sent } from './message.ts';
import { MoveTasks } from './move-tasks.ts';
import { Queue } from './queue.ts';
import type { Received, Receiving } from './receiving.ts';
import { allowsRedrive, checkRedriveAllow, refusal } from './redrive.ts';
import { partitionOf } from '../partition.ts';

/** What the queues know of the scenario they stand in. */
export interface QueueScene {
  readonly account: string;
  readonly region: string;
  readonly agenda: Agenda;
  readonly random: Random;
  /** Whether a queue that is named exists though nobody has created it: a rehearsal declares only what it is about. */
  readonly takesNamedAsGiven?: boolean | undefined;
  readonly permissions?: Permissions | undefined;
}

/** The queues of one account, as other services and the operations of SQS use them. Names and ARNs of queues that are not there throw `QueueDoesNotExist`. */
export interface Queues {
  readonly tasks: MoveTasks;
  send(arn: string, outgoing: Outgoing): Sent;
  receive(arn: string, receiving: Receiving): readonly Received[] | Promise<readonly Received[]>;
  delete(arn: string, receiptHandle: string): void;
  changeVisibility(arn: string, receiptHandle: string, visibility: Milliseconds): void;
  /** Calls `wake` whenever a message has become ready, until the returned function is called; see `Queue.watch`. */
  watch(arn: string, wake: () => void): () => void;
  named(name: string): Queue;
  at(arn: string): Queue;
  /** Who may use a queue; `undefined` where there is no such queue. */
  policyOf(arn: string): ResourcePolicy | undefined;
  create(name: string, attributes: Attributes, tags: Readonly<Record<string, string>>): Queue;
  setAttributes(queue: Queue, attributes: Attributes): void;
  remove(queue: Queue): void;
  all(): Iterable<Queue>;
  /** The queues that send their dead letters to this one. */
  sourcesOf(arn: string): readonly Queue[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
const NAME_RESTS: Milliseconds = 60_000;

/** Who rehearses, as `SenderId` gives it. */
const SENDER = 'AROAEXAMPLEEXAMPLE000:rehearsal';

/** Opens an account without queues. */
export function openQueues(scene: QueueScene): Queues {
  const { account, region, agenda, random, takesNamedAsGiven = false, permissions } = scene;
  const queues = new Map<string, Queue>();
  const deletedAt = new Map<string, Instant>();

  /** What a name stands for that nobody has created. */
  function given(name: string): Queue | undefined {
    if (!takesNamedAsGiven || deletedAt.has(name) || !isQueueName(name)) return undefined;
    return open(name, name.endsWith('.fifo') ? { ContentBasedDeduplication: 'true' } : {});
  }

  function find(arn: string): Queue | undefined {
    const parts = parseArn(arn);
    if (parts?.service !== 'sqs' || parts.account !== account || parts.region !== region) return undefined;
    return queues.get(parts.resource) ?? given(parts.resource);
  }

  function at(arn: string): Queue {
    const queue = find(arn);
    if (queue === undefined) throw noSuchQueue();
    return queue;
  }

  function open(name: string, attributes: Attributes): Queue {
    const arn = `arn:${partitionOf(region)}:sqs:${region}:${account}:${name}`;
    const queue = new Queue(name, arn, attributes, { agenda, random, sender: SENDER, find });
    queues.set(name, queue);
    return queue;
  }

  /** Throws AWS's error where the dead letters of the source cannot go where they are said to. */
  function checkRedrives(name: string, attributes: Attributes): void {
    const { RedrivePolicy: policy = '', RedriveAllowPolicy: allow = '' } = attributes;
    if (allow !== '') checkRedriveAllow(allow);
    if (policy === '') return;
    const { redrive } = settingsOf({ RedrivePolicy: policy });
    const target = redrive === undefined ? undefined : find(redrive.deadLetterTargetArn);
    if (target === undefined) throw refusal(policy, 'Dead letter target does not exist.');
    if (target.fifo !== name.endsWith('.fifo'))
      throw refusal(policy, 'Dead-letter queue must be same type of queue as the source.');
    if (
      !allowsRedrive(
        target.attributes['RedriveAllowPolicy'],
        `arn:${partitionOf(region)}:sqs:${region}:${account}:${name}`,
      )
    )
      throw refusal(policy, 'Dead-letter queue does not allow this queue to redrive to it.');
  }

  return {
    tasks: new MoveTasks({ agenda, random, find, all: () => queues.values() }),
    send: (arn, outgoing) => at(arn).send(outgoing),
    receive: (arn, receiving) => at(arn).receive(receiving),
    delete: (arn, receiptHandle) => at(arn).delete(receiptHandle),
    changeVisibility: (arn, receiptHandle, visibility) => at(arn).changeVisibility(receiptHandle, visibility),
    watch: (arn, wake) => at(arn).watch(wake),
    at,
    policyOf: (arn) => {
      const queue = find(arn);
      return queue && { statements: statementsOf(queue.attributes['Policy']) };
    },
    named: (name) => {
      const queue = queues.get(name) ?? given(name);
      if (queue === undefined) throw noSuchQueue();
      return queue;
    },
    create: (name, attributes, tags) => {
      checkName(name, attributes);
      const existing = queues.get(name);
      if (existing !== undefined) return unchanged(existing, attributes);
      const deleted = deletedAt.get(name);
      if (deleted !== undefined && agenda.now() < deleted + NAME_RESTS) {
        throw sqsFault(
          'QueueDeletedRecently',
          'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
        );
      }
      checkRedrives(name, attributes);
      const queue = open(name, attributes);
      for (const [key, value] of Object.entries(tags)) queue.tags.set(key, value);
      permissions?.written(queue.arn, attributes['Policy']);
      return queue;
    },
    setAttributes: (queue, attributes) => {
      const { FifoQueue: fifo } = attributes;
      if (fifo !== undefined && queue.fifo && fifo.toLowerCase() !== 'true') throw notToBeModified();
      checkRedrives(queue.name, attributes);
      queue.setAttributes(attributes);
      if (attributes['Policy'] !== undefined) permissions?.written(queue.arn, attributes['Policy']);
    },
    remove: (queue) => {
      queues.delete(queue.name);
      deletedAt.set(queue.name, agenda.now());
      queue.close();
      permissions?.written(queue.arn, undefined);
    },
    all: () => queues.values(),
    sourcesOf: (arn) => [...queues.values()].filter(({ settings }) => settings.redrive?.deadLetterTargetArn === arn),
  };
}

function isQueueName(name: string): boolean {
  return /^[\w-]{1,80}$/.test(name) || (/^[\w-]+\.fifo$/.test(name) && name.length <= 80);
}

function checkName(name: string, attributes: Attributes): void {
  const fifo = attributes['FifoQueue']?.toLowerCase();
  if (fifo === 'true' && !(name.endsWith('.fifo') && isQueueName(name))) {
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length',
    );
  }
  if (fifo !== 'true' && !/^[\w-]{1,80}$/.test(name)) {
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
}

function notToBeModified(): Error {
  return sqsFault(
    'InvalidAttributeValue',
    'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
  );
}

/** Creating a queue again is nothing, as long as nothing about it would be another. */
function unchanged(queue: Queue, attributes: Attributes): Queue {
  for (const [name, value] of Object.entries(attributes)) {
    if ((queue.attributes[name] ?? '') === value) continue;
    throw sqsFault(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${name}`,
    );
  }
  return queue;
}
