import type { EventEmission } from '../eventbridge/emission.ts';
import type { WrittenConfig } from '../rehearse/load-setup.ts';
import { rehearseFrom } from '../rehearse/rehearse-from.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Ways on which a function is given an event in an envelope. */
export const ENVELOPES = ['sqs', 'sns', 'sns-sqs', 'kinesis', 'logs'] as const;

/** A way by its name. */
export type Envelope = (typeof ENVELOPES)[number];

const NAME = 'exported';
const FROM_QUEUE = [{ queue: NAME, consumer: NAME, batchSize: 1 }] as const;

/** What lies between the bus and the function on each way: what AWS would be told to make. */
const WAYS: Readonly<Record<Envelope, Omit<WrittenConfig, 'rules' | 'consumers'> & { readonly target: object }>> = {
  sqs: { target: { queue: NAME }, queues: { [NAME]: {} }, eventSources: FROM_QUEUE },
  sns: { target: { topic: NAME }, topics: { [NAME]: { subscriptions: [{ consumer: NAME }] } } },
  'sns-sqs': {
    target: { topic: NAME },
    topics: { [NAME]: { subscriptions: [{ queue: NAME }] } },
    queues: { [NAME]: {} },
    eventSources: FROM_QUEUE,
  },
  kinesis: {
    target: { stream: NAME },
    streams: { [NAME]: {} },
    eventSources: [{ stream: NAME, consumer: NAME, batchSize: 1 }],
  },
  logs: {
    target: { logGroup: `/aws/events/${NAME}` },
    logGroups: { [`/aws/events/${NAME}`]: { subscriptionFilters: [{ consumer: NAME }] } },
  },
};

/** Which rules see the Get, List and Describe calls, too. */
const SEES_ALL = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/**
 * What a function is given on a way, by the ids of the events: the embedded services themselves make the envelopes, as they do in a
 * rehearsal.
 */
export async function inEnvelopes(
  scenario: Scenario,
  events: readonly EventEmission[],
  envelope: Envelope,
): Promise<ReadonlyMap<string, unknown>> {
  const { target, ...between } = WAYS[envelope];
  const given = new Map<string, unknown>();
  const handler = (event: unknown, { awsRequestId }: { readonly awsRequestId: string }): void => {
    given.set(awsRequestId, structuredClone(event));
  };
  const { run } = await rehearseFrom(
    // Faults are none of an envelope's business: what is lost has none, and what comes twice has the same.
    { ...scenario, expect: [], delivery: { latency: scenario.delivery.latency, faults: [] } },
    {
      ...between,
      rules: { [NAME]: { pattern: { account: [{ exists: true }] }, state: SEES_ALL, targets: [target] } },
      consumers: { [NAME]: handler },
    },
  );
  const wanted = new Set(events.map(({ event }) => event.id));
  return new Map(
    run.arrivals.flatMap(({ delivery, invocations }) => {
      const requestId = invocations[0]?.requestId;
      return requestId === undefined || !wanted.has(delivery.event.id)
        ? []
        : [[delivery.event.id, given.get(requestId)] as const];
    }),
  );
}
