import { randomBytes } from 'node:crypto';
import { callBus } from '../../embedded/outward.ts';
import { Problem } from '../../problem.ts';
import { seeded } from '../../random.ts';
import type { LocalStackSpec } from '../bus-spec.ts';
import type { Bus } from '../bus.ts';
import type { Staging } from '../open-bus.ts';
import { openClients } from '../remote/clients.ts';
import { remoteProblem } from '../remote/failure.ts';
import { openHoldings } from '../remote/holdings.ts';
import { openLedger } from '../remote/ledger.ts';
import { PREFIX } from '../remote/resource.ts';
import { wallClock } from '../remote/wall-clock.ts';
import { sendCanary } from './canary.ts';
import { both } from './concurrently.ts';
import { openDelivery } from './delivery.ts';
import { LOCALSTACK_CANNOT } from './fidelity.ts';
import { makeControl, makeStage, type Stage } from './stage.ts';

/** A bus on LocalStack, and what of the configuration stands where on it. */
export interface LocalStackBus extends Bus, Pick<Stage, 'standIn'> {}

/**
 * EventBridge of LocalStack, or of whatever speaks its API at the endpoint: a bus of the scenario's own, with its rules and what they send
 * to. Consumers are called here, with what the bus has brought to a queue.
 */
export function openLocalStackBus(spec: LocalStackSpec, staging: Staging): Promise<LocalStackBus> {
  // The way there is open to the bus, and to nobody's consumer.
  return callBus(() => open(spec, staging));
}

async function open({ endpoint, run = hex(4) }: LocalStackSpec, staging: Staging): Promise<LocalStackBus> {
  if (endpoint === undefined) {
    throw new Problem(
      'CONFIG_INVALID',
      'Cannot reach LocalStack: "ecreplay run" starts it, and elsewhere its endpoint has to be named, wanted "http://127.0.0.1:4566"',
    );
  }
  const { account, region } = staging.owner;
  // LocalStack reads the account out of the key, so the scenario's own is a matter of writing it there.
  const credentials = { accessKeyId: account, secretAccessKey: 'ecreplay' };
  const clients = openClients({ region, endpoint, credentials });
  const id = `${run}-${hex(3)}`;
  const ledger = openLedger(id, { bus: 'localstack', account, region, endpoint });
  const holdings = openHoldings(ledger, clients);
  const prefix = `${PREFIX}${id}`;
  const making = { staging, clients, holdings, prefix };

  async function close(): Promise<void> {
    try {
      await holdings[Symbol.asyncDispose]();
    } finally {
      clients[Symbol.dispose]();
    }
  }

  try {
    const events = await clients.open('eventbridge');
    const controlling = makeControl(making);
    const [stage, lost] = await both(
      makeStage(making, controlling),
      controlling.then(({ control: bus, mailbox }) => sendCanary(events, { bus, mailbox, endpoint })),
    );
    const sending = {
      client: await clients.open('eventbridge', { once: true }),
      clock: wallClock(),
      random: seeded(id),
    };
    const delivery = openDelivery({ stage, staging, sending, endpoint, ledger });
    return {
      name: 'localstack',
      cannot: { ...LOCALSTACK_CANNOT, ...lost },
      fates: delivery.fates,
      standIn: stage.standIn,
      deliver: (one) => callBus(() => delivery.deliver(one)),
      unprompted: () => delivery.unprompted(),
      settle: (ended) => callBus(() => delivery.settle(ended)),
      [Symbol.asyncDispose]: () => callBus(close),
    };
  } catch (error) {
    await close().catch(() => undefined);
    throw remoteProblem('open the bus', error, endpoint);
  }
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
