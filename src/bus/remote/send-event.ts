import { Problem } from '../../problem.ts';
import { type Clients, openClients, type Reach } from './clients.ts';
import { remoteProblem } from './failure.ts';

/** What one event was sent to, and what came of it. */
export interface Sending {
  /** In a few words. */
  readonly told: string;
  /** Whether it was taken, and whatever took it did not fail. */
  readonly isGood: boolean;
}

/** A resource by its name or ARN; a queue also by its URL. */
export interface Receiver {
  readonly kind: 'queue' | 'function' | 'bus' | 'topic';
  readonly name: string;
}

/** Of an event, what PutEvents takes. */
interface Entry {
  readonly source?: unknown;
  readonly 'detail-type'?: unknown;
  readonly detail?: unknown;
  readonly resources?: unknown;
  readonly time?: unknown;
}

/** Sends one event to one resource, as its sender of AWS's would. Throws the `Problem` of an AWS that is not reached, or that refuses. */
export async function sendEvent(
  event: object,
  receiver: Receiver,
  reach: Reach,
  open: typeof openClients = openClients,
): Promise<Sending> {
  const attempt = `send to ${receiver.kind} "${receiver.name}"`;
  const clients = open(reach);
  try {
    return await SENDERS[receiver.kind](clients, receiver.name, event);
  } catch (error) {
    throw remoteProblem(attempt, error, reach.endpoint);
  } finally {
    clients[Symbol.dispose]();
  }
}

const SENDERS: Readonly<Record<Receiver['kind'], (clients: Clients, name: string, event: object) => Promise<Sending>>> =
  {
    queue: async (clients, name, event) => {
      const sqs = await clients.open('sqs', { once: true });
      const bare = name.startsWith('arn:') ? name.slice(name.lastIndexOf(':') + 1) : name;
      const { QueueUrl: url = name } = name.includes('/') ? {} : await sqs.getQueueUrl({ QueueName: bare });
      const isFifo = bare.endsWith('.fifo');
      const { MessageId: id = '' } = await sqs.sendMessage({
        QueueUrl: url,
        MessageBody: JSON.stringify(event),
        ...(isFifo && { MessageGroupId: 'ecreplay', MessageDeduplicationId: crypto.randomUUID() }),
      });
      return { told: `queue "${bare}" has it as message ${id}`, isGood: true };
    },
    function: async (clients, name, event) => {
      const lambda = await clients.open('lambda', { once: true });
      const { Payload: payload, FunctionError: error } = await lambda.invoke({
        FunctionName: name,
        Payload: Buffer.from(JSON.stringify(event)),
      });
      const text = payload === undefined ? '' : Buffer.from(payload).toString('utf8');
      return {
        told: `function "${name}" ${error === undefined ? 'returned' : `failed (${error}):`} ${text}`,
        isGood: error === undefined,
      };
    },
    topic: async (clients, name, event) => {
      if (!name.startsWith('arn:')) throw new Problem('USAGE', `Cannot send to topic "${name}": wanted its ARN`);
      const sns = await clients.open('sns', { once: true });
      const { MessageId: id = '' } = await sns.publish({ TopicArn: name, Message: JSON.stringify(event) });
      return { told: `topic "${name}" has it as message ${id}`, isGood: true };
    },
    bus: async (clients, name, event) => {
      const { source, 'detail-type': kind, detail, resources, time } = event as Entry;
      if (clients.reach.endpoint === undefined && typeof source === 'string' && source.startsWith('aws.')) {
        throw new Problem(
          'USAGE',
          `Cannot put the event on bus "${name}": EventBridge takes a source that begins with "aws." from AWS alone, wanted --set source=my.ecr and a rule that matches it, a function or a queue to send to, or "ecreplay run --bus aws", whose strategies stand in for the bus`,
        );
      }
      const eventBridge = await clients.open('eventbridge', { once: true });
      const { Entries: [entry] = [] } = await eventBridge.putEvents({
        Entries: [
          {
            EventBusName: name,
            Source: textOf(source),
            DetailType: textOf(kind),
            Detail: JSON.stringify(detail ?? {}),
            ...(Array.isArray(resources) && { Resources: resources.map(String) }),
            ...(typeof time === 'string' && { Time: new Date(time) }),
          },
        ],
      });
      const { EventId: id, ErrorCode: code, ErrorMessage: message = '' } = entry ?? {};
      return code === undefined
        ? { told: `bus "${name}" has it as event ${id ?? ''}`, isGood: true }
        : { told: `bus "${name}" has refused it: ${code} ${message}`, isGood: false };
    },
  };

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
