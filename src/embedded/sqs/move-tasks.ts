import type { Instant } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Agenda } from '../agenda.ts';
import { parseArn } from '../arn.ts';
import { invalidParameter, sqsFault } from './faults.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

/** The way back of dead letters, as it goes. */
export interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  /** Unless told, each message goes back to the queue that gave up on it. */
  readonly destinationArn: string | undefined;
  /** Messages a second; unless told, as many as AWS goes up to. */
  readonly rate: number | undefined;
  readonly startedAt: Instant;
  readonly toMove: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  moved: number;
  failure: string | undefined;
}

interface Yard {
  readonly agenda: Agenda;
  readonly random: Random;
  find(arn: string): Queue | undefined;
  all(): Iterable<Queue>;
}

const MOST_A_SECOND = 500;

/** The redrives of an account's dead-letter queues: each moves some messages a second, on the agenda. */
export class MoveTasks {
  /** The latest first. */
  readonly #tasks: MoveTask[] = [];
  readonly #yard: Yard;

  constructor(yard: Yard) {
    this.#yard = yard;
  }

  start(sourceArn: string, destinationArn: string | undefined, rate: number | undefined): MoveTask {
    const source = this.#source(sourceArn);
    const isDeadLetterQueue = [...this.#yard.all()].some(
      ({ settings }) => settings.redrive?.deadLetterTargetArn === sourceArn,
    );
    if (!isDeadLetterQueue) throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    if (destinationArn !== undefined && this.#yard.find(destinationArn) === undefined) {
      throw noSuchResource("The resource that you specified for the DestinationArn parameter doesn't exist.");
    }
    if (this.#tasks.some((task) => task.sourceArn === sourceArn && task.status === 'RUNNING')) {
      throw invalidParameter(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const { agenda, random } = this.#yard;
    const id = JSON.stringify({ taskId: random.uuid(), sourceArn });
    const task: MoveTask = {
      handle: Buffer.from(id).toString('base64'),
      sourceArn,
      destinationArn,
      rate,
      startedAt: agenda.now(),
      toMove: source.counts().ready,
      status: 'RUNNING',
      moved: 0,
      failure: undefined,
    };
    this.#tasks.unshift(task);
    agenda.after(0, () => this.#move(task));
    return task;
  }

  of(sourceArn: string, most: number): readonly MoveTask[] {
    this.#source(sourceArn);
    return this.#tasks.filter((task) => task.sourceArn === sourceArn).slice(0, most);
  }

  cancel(handle: string): MoveTask {
    if (!isHandle(handle)) throw invalidParameter('Value for parameter TaskHandle is invalid.');
    const task = this.#tasks.find((each) => each.handle === handle);
    if (task === undefined) throw noSuchResource('Task does not exist.');
    if (task.status !== 'RUNNING') {
      throw noSuchResource(`Only active tasks can be cancelled; the task is ${task.status}.`);
    }
    task.status = 'CANCELLED';
    return task;
  }

  #source(arn: string): Queue {
    if (parseArn(arn)?.service !== 'sqs') {
      throw invalidParameter(
        'You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>',
      );
    }
    const source = this.#yard.find(arn);
    if (source === undefined) {
      throw noSuchResource("The resource that you specified for the SourceArn parameter doesn't exist.");
    }
    return source;
  }

  #move(task: MoveTask): void {
    if (task.status !== 'RUNNING') return;
    const source = this.#yard.find(task.sourceArn);
    const some = source?.takeOut(Math.min(task.rate ?? MOST_A_SECOND, task.toMove - task.moved)) ?? [];
    for (const message of some) {
      const target = this.#yard.find(task.destinationArn ?? message.deadLetterOf ?? '');
      if (target === undefined) {
        source?.takeIn(message, message.deadLetterOf);
        task.status = 'FAILED';
        task.failure = 'AWS.SimpleQueueService.NonExistentQueue';
        return;
      }
      sendAnew(message, target);
      task.moved += 1;
    }
    if (some.length === 0 || task.moved >= task.toMove) task.status = 'COMPLETED';
    else this.#yard.agenda.after(1000, () => this.#move(task));
  }
}

/** A redriven message is a new one to AWS: it has a new id, and all its time before it. */
function sendAnew({ body, attributes, groupId, traceHeader, messageId, sender }: Message, target: Queue): void {
  // Its own id keeps a FIFO queue from taking it for the one it was.
  target.send({ body, attributes, groupId, traceHeader, sender, ...(target.fifo && { deduplicationId: messageId }) });
}

function isHandle(text: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    return typeof value === 'object' && value !== null && 'taskId' in value && 'sourceArn' in value;
  } catch {
    return false;
  }
}

function noSuchResource(message: string): Error {
  return sqsFault('ResourceNotFoundException', message, 404);
}
