import { describe, vi } from 'vitest';
import { openLocalStackBus } from '../../src/bus/localstack/localstack-bus.ts';
import { openClients } from '../../src/bus/remote/clients.ts';
import { findLeftovers } from '../../src/bus/remote/leftovers.ts';
import { virtualAgenda } from '../../src/embedded/agenda.ts';
import { openLeanEstate } from '../../src/embedded/lean-estate.ts';
import { openScene } from '../../src/embedded/scene.ts';
import { seeded } from '../../src/random.ts';
import { keepsTheBusContract } from '../contract/bus.ts';

const endpoint = process.env['ECREPLAY_LOCALSTACK'] ?? '';
/** Everything is in one account of LocalStack, where nothing may be left. */
const owner = { account: '444455556666', region: 'us-east-2' };
const credentials = { accessKeyId: owner.account, secretAccessKey: 'none' };

vi.setConfig({ testTimeout: 30_000 });

describe.skipIf(endpoint === '')('LocalStack bus (set ECREPLAY_LOCALSTACK to an endpoint)', () => {
  keepsTheBusContract(async (rules, consumers, resources) => {
    const agenda = virtualAgenda(Date.parse('2026-01-15T09:29:00Z'));
    const estate = openLeanEstate(openScene({ ...owner, agenda, random: seeded('contract'), takesNamedAsGiven: true }));
    const account = { estate, agenda, ...(resources !== undefined && { declared: { resources } }) };
    const run = `contract-${process.pid}`;
    const bus = await openLocalStackBus(
      { kind: 'localstack', endpoint, run },
      { scenario: 'contract', rules, consumers, owner, account },
    );
    const clients = openClients({ region: owner.region, endpoint, credentials });
    return {
      ...bus,
      world: { clients, endpoint, standIn: bus.standIn },
      [Symbol.asyncDispose]: async () => {
        await bus[Symbol.asyncDispose]();
        const left = await findLeftovers(clients, Date.now());
        clients[Symbol.dispose]();
        const own = left.filter((leftover) => leftover.run.startsWith(run));
        if (own.length > 0)
          throw new Error(`The bus has left behind ${own.map(({ resource }) => resource.name).join(', ')}`);
      },
    };
  });
});
