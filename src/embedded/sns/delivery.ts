import type { Milliseconds } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import type { Agenda } from '../agenda.ts';
import { lambdaEvent, notification, type Seal } from './envelope.ts';
import { wordingFor, type Message } from './message.ts';
import type { Post } from './neighbours.ts';
import { checkPermission, refusalByQueue, type Ground } from './permission.ts';
import { httpDelay, managedDelay } from './retries.ts';
import { deadLetterQueueOf, isRaw, type Subscription } from './subscription.ts';

/** What delivering takes. */
export interface Carrier extends Ground {
  readonly agenda: Agenda;
  readonly post: Post;
  /** Told of what goes to people: mail and text messages leave this AWS no further than this. */
  noteForPeople(message: Message, subscription: Subscription): void;
}

/** A failure to deliver. */
interface Failure {
  readonly code: string;
  readonly reason: string;
  /** Whether it may go better later; what is wrong at the client's end, a queue that is gone, does not. */
  readonly passing: boolean;
}

/** Who SNS is to a queue. */
const SENDER = 'AIDAEXAMPLEEXAMPLESNS';

/** Delivers to one subscriber, again and again as long as that may help, and then to the dead-letter queue. */
export function deliver(message: Message, subscription: Subscription, seal: Seal, carrier: Carrier): void {
  const { agenda } = carrier;

  function fail(failure: Failure, retry: number): void {
    const delay = failure.passing ? delayOf(subscription, retry) : undefined;
    if (delay !== undefined) {
      agenda.after(delay, () => attempt(retry + 1));
      return;
    }
    bury(message, subscription, seal, failure, carrier);
  }

  async function attempt(retry: number): Promise<void> {
    try {
      await carry(message, subscription, seal, carrier);
    } catch (error) {
      fail(failureOf(error), retry);
    }
  }

  if (subscription.protocol === 'sqs') {
    // Nothing to wait for, and so the message is there when `Publish` is answered.
    try {
      queue(message, subscription, seal, carrier);
    } catch (error) {
      fail(failureOf(error), 0);
    }
  } else {
    agenda.after(0, () => attempt(0));
  }
}

async function carry(message: Message, subscription: Subscription, seal: Seal, carrier: Carrier): Promise<void> {
  const { neighbours, post } = carrier;
  const { protocol, endpoint } = subscription;
  switch (protocol) {
    case 'sqs':
      queue(message, subscription, seal, carrier);
      return;
    case 'lambda':
      checkPermission(subscription, carrier);
      if (neighbours.functions === undefined) throw new Fault('ResourceNotFoundException', 'Function not found', 404);
      await neighbours.functions.invoke(endpoint, lambdaEvent(message, subscription), { type: 'Event' });
      return;
    case 'firehose':
      if (neighbours.deliveryStreams === undefined) throw new Fault('ResourceNotFoundException', 'Not found', 404);
      await neighbours.deliveryStreams.put(endpoint, Buffer.from(bodyOf(message, subscription, seal)));
      return;
    case 'http':
    case 'https': {
      const status = await post(endpoint, headersOf(message, subscription), bodyOf(message, subscription, seal));
      if (status < 200 || status > 299) throw new Fault(String(status), `The endpoint answered ${status}`, status);
      return;
    }
    default:
      carrier.noteForPeople(message, subscription);
  }
}

function queue(message: Message, subscription: Subscription, seal: Seal, carrier: Carrier): void {
  checkPermission(subscription, carrier);
  const isFifo = subscription.endpoint.endsWith('.fifo');
  const raw = isRaw(subscription);
  if (raw && Object.keys(message.attributes).length > 10) {
    throw new Fault('InvalidParameterValue', 'Number of message attributes exceeds the allowed maximum [10].');
  }
  carrier.neighbours.queues.send(subscription.endpoint, {
    body: bodyOf(message, subscription, seal),
    attributes: raw ? message.attributes : {},
    groupId: message.groupId,
    deduplicationId: isFifo ? message.deduplicationId : undefined,
    sender: SENDER,
  });
}

function bodyOf(message: Message, subscription: Subscription, seal: Seal): string {
  return isRaw(subscription) ? wordingFor(message, subscription.protocol) : notification(message, subscription, seal);
}

function headersOf(message: Message, subscription: Subscription): Readonly<Record<string, string>> {
  return {
    'x-amz-sns-message-type': 'Notification',
    'x-amz-sns-message-id': message.messageId,
    'x-amz-sns-topic-arn': message.topicArn,
    'x-amz-sns-subscription-arn': subscription.arn,
    ...(isRaw(subscription) && { 'x-amz-sns-rawdelivery': 'true' }),
    'content-type': 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Fault) {
    const passing = error.status >= 500 || error.status === 429;
    return { code: String(error.status), reason: error.message, passing };
  }
  // Nobody answered.
  return { code: '0', reason: error instanceof Error ? error.message : String(error), passing: true };
}

function delayOf({ protocol, attributes }: Subscription, retry: number): Milliseconds | undefined {
  return protocol === 'http' || protocol === 'https'
    ? httpDelay(retry, attributes['DeliveryPolicy'])
    : managedDelay(retry);
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
function bury(message: Message, subscription: Subscription, seal: Seal, failure: Failure, carrier: Carrier): void {
  const target = deadLetterQueueOf(subscription);
  if (target === undefined || refusalByQueue(target, subscription.topicArn, carrier) !== undefined) return;
  const text = (value: string) => ({ dataType: 'String', value });
  try {
    carrier.neighbours.queues.send(target, {
      body: bodyOf(message, subscription, seal),
      attributes: {
        RequestID: text(message.messageId),
        ErrorCode: text(failure.code),
        ErrorMessage: text(failure.reason),
      },
      groupId: message.groupId,
      deduplicationId: target.endsWith('.fifo') ? message.deduplicationId : undefined,
      sender: SENDER,
    });
  } catch (error) {
    // A dead-letter queue that is gone takes nothing, and SNS has nowhere else to go.
    if (!(error instanceof Fault)) throw error;
  }
}
