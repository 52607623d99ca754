import { Fault } from '../../wire/fault.ts';
import type { Attempt } from './attempt.ts';
import { qualifiedArn, type LambdaFunction } from './lambda-function.ts';
import { checkRole } from './role.ts';
import type { Surroundings } from './surroundings.ts';

/** How the handling of an event that nobody waits for came to its end. */
export interface Ending {
  readonly called: LambdaFunction;
  readonly requestId: string;
  readonly payload: string;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';
  /** How often the code was run. */
  readonly count: number;
  /** The last run; none when the function was never let run. */
  readonly last: Attempt | undefined;
}

/** Invokes a function for another: a destination may be one. */
export type InvokeEvent = (arn: string, payload: string) => unknown;

/** Hands an ending on to the destination that is configured for it, and a failure to the dead-letter queue. */
export function handOn(ending: Ending, surroundings: Surroundings, invoke: InvokeEvent): void {
  const { called, condition } = ending;
  const { onSuccess, onFailure } = called.eventInvokeConfig ?? {};
  const destination = condition === 'Success' ? onSuccess : onFailure;
  const { deadLetterTarget } = (ending.last?.version ?? called.version()).settings;
  if (destination !== undefined) quietly(() => toDestination(destination, ending, surroundings, invoke));
  if (condition !== 'Success' && deadLetterTarget !== undefined)
    quietly(() => toDeadLetters(deadLetterTarget, ending, surroundings));
}

/** What a destination refuses is lost: Lambda counts it in a metric (DestinationDeliveryFailures, DeadLetterErrors) and goes on. */
function quietly(send: () => void): void {
  try {
    send();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}

function toDestination(destination: string, ending: Ending, surroundings: Surroundings, invoke: InvokeEvent) {
  const { scene, neighbours } = surroundings;
  const { called } = ending;
  const text = invocationRecord(ending, new Date(scene.agenda.now()).toISOString());
  switch (serviceOf(destination)) {
    case 'sqs':
      checkRole(called, 'sqs:sendmessage', destination, neighbours.queues.policyOf, surroundings);
      neighbours.queues.send(destination, { body: text });
      return;
    case 'sns':
      checkRole(called, 'SNS:Publish', destination, neighbours.topics.policyOf, surroundings);
      neighbours.topics.publish(destination, { message: text });
      return;
    case 'lambda':
      invoke(destination, text);
      return;
    case 'events': {
      checkRole(called, 'events:PutEvents', destination, neighbours.buses.policyOf, surroundings);
      const verdict = ending.condition === 'Success' ? 'Success' : 'Failure';
      neighbours.buses.put([
        {
          EventBusName: destination,
          Source: 'lambda',
          DetailType: `Lambda Function Invocation Result - ${verdict}`,
          Resources: [destination, qualifiedArn(called)],
          Detail: text,
        },
      ]);
    }
  }
}

/**
 * What a destination is told. The payloads are JSON already, and go in as they are.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
function invocationRecord(ending: Ending, timestamp: string): string {
  const { called, requestId, payload, condition, count, last } = ending;
  const head = {
    version: '1.0',
    timestamp,
    requestContext: {
      requestId,
      functionArn: qualifiedArn(called),
      condition,
      approximateInvokeCount: count,
    },
  };
  const text = `${JSON.stringify(head).slice(0, -1)},"requestPayload":${payload}`;
  if (last === undefined) return `${text}}`;
  const response = {
    statusCode: 200,
    executedVersion: last.version.number,
    ...(last.functionError !== undefined && { functionError: last.functionError }),
  };
  return `${text},"responseContext":${JSON.stringify(response)},"responsePayload":${last.payload}}`;
}

/** A dead-letter queue gets the event itself, and in attributes what went wrong, of which it keeps a kilobyte. */
function toDeadLetters(target: string, { called, requestId, payload, last }: Ending, surroundings: Surroundings): void {
  const { queues, topics } = surroundings.neighbours;
  const attributes = {
    RequestID: { dataType: 'String', value: requestId },
    ErrorCode: { dataType: 'Number', value: last === undefined ? '429' : '200' },
    ErrorMessage: {
      dataType: 'String',
      value: Buffer.from(last?.errorMessage ?? 'Rate Exceeded.')
        .subarray(0, 1024)
        .toString(),
    },
  };
  if (serviceOf(target) === 'sqs') {
    checkRole(called, 'sqs:sendmessage', target, queues.policyOf, surroundings);
    queues.send(target, { body: payload, attributes });
  } else {
    checkRole(called, 'SNS:Publish', target, topics.policyOf, surroundings);
    topics.publish(target, { message: payload, attributes });
  }
}

function serviceOf(arn: string): string | undefined {
  return arn.split(':')[2];
}
