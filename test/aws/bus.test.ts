import { describe } from 'vitest';
import { makeNamed } from '../../src/bus/resource/make-named.ts';
import { makeResources } from '../../src/bus/resource/make-resources.ts';
import type { Resources } from '../../src/bus/resource/resources.ts';
import type { AwsSpec } from '../../src/bus/bus-spec.ts';
import { openClients } from '../../src/bus/remote/clients.ts';
import type { Consumer } from '../../src/consumer/consumer.ts';
import type { Rule, Target } from '../../src/rule/rule.ts';
import { keepsTheBusContract, type OpenedBus } from '../contract/bus.ts';
import { ACCOUNT, REGION, type StandIn, standIn } from './stand-in.ts';

/** Opens the bus on an account that has everything the rules speak of, as a real one would. */
async function open(
  spec: (aws: StandIn) => Partial<AwsSpec>,
  rules: readonly Rule[],
  consumers: ReadonlyMap<string, Consumer>,
  resources: Resources = {},
): Promise<OpenedBus & { readonly aws: StandIn }> {
  const aws = await standIn();
  const { estate } = aws.server;
  makeNamed(rules, resources, estate);
  await makeResources({ resources }, estate);
  const { ApiDestinations = [] } = await aws.events.listApiDestinations({});
  // In a real account an API destination has no other name than its ARN.
  const byArn = ({ apiDestination, ...target }: Target): Target => {
    const found = ApiDestinations.find(({ Name }) => Name === apiDestination)?.ApiDestinationArn;
    return found === undefined ? { ...target } : { ...target, arn: found };
  };
  const named = rules.map((rule) => ({ ...rule, targets: rule.targets.map(byArn) }));
  const clients = openClients({ region: REGION, endpoint: aws.server.url });
  const close = async (): Promise<void> => {
    clients[Symbol.dispose]();
    const left = await aws.left();
    await aws[Symbol.asyncDispose]();
    if (left.length > 0) throw new Error(`The bus has left behind ${left.join(', ')}`);
  };
  try {
    const wishes = { allow: ['ssm' as const], role: `arn:aws:iam::${ACCOUNT}:role/replays`, ...spec(aws) };
    const bus = await aws.open(wishes, { rules: named, consumers });
    return {
      ...bus,
      aws,
      world: { clients, endpoint: aws.server.url, standIn: (arn) => Promise.resolve(arn) },
      [Symbol.asyncDispose]: async () => {
        await bus[Symbol.asyncDispose]();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

describe.each(['invoke', 'clone'] as const)('a real account, by %s', (strategy) => {
  keepsTheBusContract((...given) => open(() => ({ strategy }), ...given));
});

describe('a real account, by archive', () => {
  keepsTheBusContract(async (...given) => {
    const bus = await open(
      (aws) => {
        const { archives } = aws.server.estate.eventBridge;
        const { arn } = archives.create('all', aws.arn('events', 'event-bus/default'), {});
        const window = { from: '2026-01-15T00:00:00Z', to: '2026-01-16T00:00:00Z' };
        return { strategy: 'archive', archive: { arn, ...window, filterArns: [] } };
      },
      ...given,
    );
    const happened = new Set<string>();
    return {
      ...bus,
      deliver: async (delivery) => {
        // An archive holds what has happened, once.
        const { event, reaches } = delivery;
        if (!happened.has(event.id)) await bus.aws.server.estate.buses.accept(event, { reaches }).sent;
        happened.add(event.id);
        return bus.deliver(delivery);
      },
    };
  });
});
