import type { BusEvent } from '../../eventbridge/event.ts';
import { Problem } from '../../problem.ts';
import type { Bus } from '../bus.ts';
import { untilDelivered } from '../remote/canary.ts';
import type { SdkClient } from '../remote/sdk.ts';
import { toEntry } from './entry.ts';
import { LOST } from './fidelity.ts';
import type { Mailbox } from './mailbox.ts';

/** None of them is what an endpoint would give an event by itself. */
const CANARY: BusEvent = {
  version: '0',
  id: 'ec4e9a7c-0000-4000-8000-ca4a47000000',
  'detail-type': 'ecreplay canary',
  source: 'aws.ecr',
  account: '210987654321',
  time: '2001-02-03T04:05:06Z',
  region: 'mx-central-1',
  resources: [],
  detail: {},
};

/** Sends an event that could not come from here, and tells what of it is lost on the way. */
export async function sendCanary(
  client: Pick<SdkClient<'eventbridge'>, 'putEvents'>,
  { bus, mailbox, endpoint }: { readonly bus: string; readonly mailbox: Mailbox; readonly endpoint: string },
): Promise<Bus['cannot']> {
  let arrived: Partial<BusEvent> | undefined;
  let source = CANARY.source;
  const over = new AbortController();
  const arrival = (async () => {
    while (arrived === undefined && !over.signal.aborted) {
      for (const { Body = '' } of await mailbox.take(1)) arrived ??= readEvent(Body);
    }
  })();
  // Whoever waits for it is told; when nobody does any more, something else has gone wrong before.
  arrival.catch(() => undefined);
  try {
    await untilDelivered({
      through: `the bus at ${endpoint}`,
      within: 20_000,
      arrived: arrival,
      send: async () => {
        const { Entries: [entry] = [] } = await client.putEvents({ Entries: [toEntry({ ...CANARY, source }, bus)] });
        if (entry?.ErrorCode === undefined) return;
        // As AWS itself does: what bears its name is refused.
        if (source === CANARY.source) source = 'ecreplay.canary';
        else throw refusal(endpoint, entry.ErrorCode);
      },
    });
  } finally {
    over.abort();
  }
  const lost = Object.entries(LOST).filter(
    ([member]) => arrived?.[member as keyof BusEvent] !== CANARY[member as keyof BusEvent],
  );
  return Object.fromEntries(lost.map(([, row]) => row));
}

function refusal(endpoint: string, code: string): Problem {
  return new Problem('ENVIRONMENT_MISSING', `Cannot use the bus at ${endpoint}: it refuses every event (${code})`);
}

function readEvent(body: string): Partial<BusEvent> | undefined {
  try {
    return JSON.parse(body) as Partial<BusEvent>;
  } catch {
    return undefined;
  }
}
