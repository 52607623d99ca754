import type { Bus, Receipt } from '../../../src/bus/bus.ts';
import type { Clients } from '../../../src/bus/remote/clients.ts';
import type { Resources } from '../../../src/bus/resource/resources.ts';
import type { Consumer, Invocation } from '../../../src/consumer/consumer.ts';
import type { BusEvent } from '../../../src/eventbridge/event.ts';
import type { Rule } from '../../../src/rule/rule.ts';
import type { Delivery } from '../../../src/timeline/timeline.ts';

/** What lies behind a bus, for probes that look there. */
export interface World {
  readonly clients: Clients;
  readonly endpoint: string;
  /** The ARN of what stands for a resource of the configuration, which an embedded bus knows by the name it is given. */
  standIn(arn: string): Promise<string | undefined>;
}

/** A bus, and what lies behind it as far as one can look. */
export type OpenedBus = Bus & { readonly world?: World };

/** Opens a bus with these rules, whose targets are these consumers and what is declared besides. */
export type OpenBus = (
  rules: readonly Rule[],
  consumers: ReadonlyMap<string, Consumer>,
  resources?: Resources,
) => OpenedBus | Promise<OpenedBus>;

export const AT = Date.parse('2026-01-15T09:30:01Z');

export const PUSH: BusEvent = {
  version: '0',
  id: '0f9cf8d1-1c1f-4b0e-9d0a-0d5f3c1e9a11',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  time: '2026-01-15T09:30:00Z',
  region: 'us-east-2',
  resources: [],
  detail: {
    result: 'SUCCESS',
    'repository-name': 'web',
    'image-digest': 'sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd12341234',
    'action-type': 'PUSH',
    'image-tag': '1.4.2',
  },
};

export const EVERYTHING: Rule = {
  name: 'everything',
  pattern: { source: ['aws.ecr'] },
  targets: [{ consumer: 'listener' }],
};

/** The arrival of an event, a second after it was emitted. */
export function delivery(event: BusEvent = PUSH, more: Partial<Delivery> = {}): Delivery {
  return { at: AT, emittedAt: AT - 1_000, event, reaches: 'enabled', faults: [], ...more };
}

/** What came of some deliveries. */
export interface Delivered {
  readonly receipts: readonly Receipt[];
  /** The texts of what consumers were called with, in order. */
  readonly seen: readonly string[];
  readonly events: readonly BusEvent[];
}

/** What is delivered, and on which ground. */
export interface Plan {
  readonly deliveries?: readonly Delivery[];
  readonly rules?: readonly Rule[];
  readonly resources?: Resources;
  /** What becomes of each invocation: it returns null unless told. */
  readonly outcome?: Invocation['outcome'];
  /** Looks behind the bus when everything has been delivered, before it is closed. */
  readonly look?: (world: World) => Promise<void>;
}

/** Delivers on a bus of its own, and lets everything happen that follows. */
export async function deliverAll(open: OpenBus, plan: Plan): Promise<Delivered> {
  const { deliveries = [delivery()], rules = [EVERYTHING], resources, outcome, look } = plan;
  const seen: string[] = [];
  const names = new Set(rules.flatMap(({ targets }) => targets.flatMap(({ consumer }) => consumer ?? [])));
  const consumers = new Map(Array.from(names, (name) => [name, listening(name, seen, outcome)]));
  await using bus = await open(rules, consumers, resources);
  const receipts = [];
  for (const one of deliveries) receipts.push(await bus.deliver(one));
  await bus.settle();
  if (look !== undefined) {
    if (bus.world === undefined) throw new NothingToLookAt();
    await look(bus.world);
  }
  return { receipts, seen, events: seen.map((text) => JSON.parse(text) as BusEvent) };
}

/** That a probe would have to look behind a bus, and cannot. */
export class NothingToLookAt extends Error {
  override readonly name = 'NothingToLookAt';
}

/** A consumer that keeps the text of what it was called with, in order. */
function listening(
  name: string,
  seen: string[],
  outcome: Invocation['outcome'] = { kind: 'returned', value: null },
): Consumer {
  return {
    name,
    invoke: (event, { at, emittedAt, rule, eventId }) => {
      seen.push(JSON.stringify(event));
      const invocation = { consumer: name, rule, eventId, requestId: String(seen.length), at, emittedAt, took: 1 };
      return Promise.resolve({ ...invocation, outcome, calls: [], refusals: [] });
    },
  };
}
