import { describe, expect, test } from 'vitest';
import { embeddedBus } from '../../src/bus/embedded.ts';
import { openClients } from '../../src/bus/remote/clients.ts';
import type { Resources } from '../../src/bus/resource/resources.ts';
import type { Consumer } from '../../src/consumer/consumer.ts';
import { virtualAgenda } from '../../src/embedded/agenda.ts';
import { listen } from '../../src/embedded/door/listener.ts';
import { embed } from '../../src/embedded/embedded.ts';
import { openLeanEstate } from '../../src/embedded/lean-estate.ts';
import { openScene } from '../../src/embedded/scene.ts';
import { seeded } from '../../src/random.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { keepsTheBusContract, type OpenedBus, rowsWithoutProbe } from './bus.ts';

/** The embedded bus, with a door to the account behind it. */
async function open(
  rules: readonly Rule[],
  consumers: ReadonlyMap<string, Consumer>,
  resources: Resources = {},
): Promise<OpenedBus> {
  const agenda = virtualAgenda(Date.parse('2026-01-15T09:29:00Z'));
  const setting = { account: '123456789012', region: 'us-east-2', agenda, random: seeded('contract') };
  const estate = openLeanEstate(openScene({ ...setting, takesNamedAsGiven: true }));
  const answer = embed(estate);
  const listener = await listen((request) => answer(request, { record: () => undefined }));
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' };
  const clients = openClients({ region: estate.region, endpoint: listener.url, credentials });
  const bus = embeddedBus(rules, consumers, { estate, agenda, declared: { resources } });
  return {
    ...bus,
    world: { clients, endpoint: listener.url, standIn: (arn) => Promise.resolve(arn) },
    [Symbol.asyncDispose]: async () => {
      await bus[Symbol.asyncDispose]();
      clients[Symbol.dispose]();
      await listener[Symbol.asyncDispose]();
    },
  };
}

describe('embedded bus', () => {
  keepsTheBusContract(open);
});

test('what a bus says that it cannot do is refused where nothing would try it', () => {
  const cannot = { retry: 'calls nobody again', colour: 'shows nothing in colour' };
  expect(rowsWithoutProbe(cannot)).toEqual(['colour']);
});
