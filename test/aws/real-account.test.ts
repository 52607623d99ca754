import { describe, expect, test, vi } from 'vitest';
import { openAwsBus } from '../../src/bus/aws/aws-bus.ts';
import type { Fidelity } from '../../src/bus/bus.ts';
import { openClients } from '../../src/bus/remote/clients.ts';
import { findLeftovers } from '../../src/bus/remote/leftovers.ts';
import type { Consumer } from '../../src/consumer/consumer.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { keepsTheBusContract, type OpenedBus } from '../contract/bus.ts';
import { delivery, PUSH } from './deliveries.ts';

/** The account that somebody has named for this; no other is touched, and without one nothing is. */
const account = process.env['ECREPLAY_AWS_ACCOUNT'] ?? '';
const region = process.env['AWS_REGION'] ?? 'us-east-1';
const run = `contract${process.pid}`;

// New rules take their time there, and each promise has a bus of its own.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

/** What the suite does not do in an account of somebody's: it makes nothing there but queues, buses and rules of its own. */
const LEFT_ALONE: Readonly<Partial<Record<Fidelity, string>>> = {
  'run-command': 'is not let run commands in an account that is only lent',
  'ecs-task': 'is not let start tasks in an account that is only lent',
  'api-destination': 'is not let call out of an account that is only lent',
};

async function open(
  strategy: 'invoke' | 'clone',
  rules: readonly Rule[],
  consumers: ReadonlyMap<string, Consumer>,
): Promise<OpenedBus> {
  const bus = await openAwsBus(
    { kind: 'aws', strategy, account, region, run, budget: { events: 2_000, invocations: 2_000 } },
    { scenario: 'contract', rules, consumers, owner: { account, region } },
  );
  return { ...bus, cannot: { ...LEFT_ALONE, ...bus.cannot } };
}

describe.skipIf(account === '')('a real account (set ECREPLAY_AWS_ACCOUNT to one that may be used)', () => {
  describe.each(['invoke', 'clone'] as const)('by %s', (strategy) => {
    keepsTheBusContract((rules, consumers) => open(strategy, rules, consumers));
  });

  test('an event whose source is AWS arrives as AWS would have put it, to the byte', async () => {
    const seen: string[] = [];
    const listener: Consumer = {
      name: 'listener',
      invoke: (event, { at, emittedAt, rule, eventId }) => {
        seen.push(JSON.stringify(event));
        const outcome = { kind: 'returned', value: null } as const;
        const about = { consumer: 'listener', rule, eventId, requestId: 'r', at, emittedAt, took: 0 };
        return Promise.resolve({ ...about, outcome, calls: [], refusals: [] });
      },
    };
    const rules = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'listener' }] }];
    await using bus = await open('clone', rules, new Map([['listener', listener]]));
    await bus.deliver(delivery());
    await bus.settle();
    expect(seen).toEqual([JSON.stringify(PUSH)]);
  });

  test('nothing of this run is left', async () => {
    using clients = openClients({ region });
    const left = await findLeftovers(clients, Date.now());
    expect(left.filter((leftover) => leftover.run.startsWith(run))).toEqual([]);
  });
});
