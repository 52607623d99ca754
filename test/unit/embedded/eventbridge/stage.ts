import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { eventbridge } from '../../../../src/embedded/eventbridge/eventbridge.ts';
import type { Neighbours } from '../../../../src/embedded/eventbridge/neighbours.ts';
import { openEventBridge } from '../../../../src/embedded/eventbridge/open-event-bridge.ts';
import { openQueues } from '../../../../src/embedded/sqs/queues.ts';
import { seeded } from '../../../../src/random.ts';

export const NOW = Date.parse('2026-01-15T09:30:00Z');
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-2';

/** The ARN of something of the account of these tests. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** EventBridge beside real queues and neighbours that write down what they are sent. */
export function stage(overrides: Partial<Neighbours> = {}) {
  const agenda = virtualAgenda(NOW);
  const scene = { account: ACCOUNT, region: REGION, agenda, random: seeded(7) };
  const queues = openQueues(scene);
  const sent: unknown[][] = [];
  const note =
    (kind: string) =>
    (...given: unknown[]): void =>
      void sent.push([kind, ...given]);
  const neighbours: Neighbours = {
    scene,
    queues,
    topics: { publish: note('topic') },
    logGroups: { put: note('log group') },
    streams: { put: note('stream') },
    deliveryStreams: { put: note('delivery stream') },
    functions: {
      invoke: (...given) => {
        note('function')(...given);
        return Promise.resolve({ requestId: `request-${sent.length}` });
      },
    },
    stateMachines: { start: note('state machine') },
    commands: { send: note('command') },
    tasks: { run: note('task') },
    ...overrides,
  };
  const eventBridge = openEventBridge(neighbours);
  const operations = eventbridge({ eventBridge });

  function ask(operation: string, input: Readonly<Record<string, unknown>> = {}): unknown {
    return operations[operation]!(input);
  }

  /** Takes out what lies in a queue: bodies, and attributes as plain texts. */
  async function messages(name: string): Promise<{ body: string; attributes: Record<string, unknown> }[]> {
    const all = [];
    for (;;) {
      const received = await queues.receive(arn('sqs', name), { most: 10 });
      if (received.length === 0) return all;
      for (const { message, receiptHandle } of received) {
        queues.delete(arn('sqs', name), receiptHandle);
        const attributes = Object.entries(message.attributes).map(([key, { value }]) => [key, value]);
        all.push({ body: message.body, attributes: Object.fromEntries(attributes) as Record<string, unknown> });
      }
    }
  }

  /** Makes a queue, and gives its ARN. */
  function queue(name: string): string {
    queues.create(name, name.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {}, {});
    return arn('sqs', name);
  }

  return { agenda, scene, queues, sent, eventBridge, ask, messages, queue };
}
