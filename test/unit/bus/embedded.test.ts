import { expect, test } from 'vitest';
import { embeddedBus } from '../../../src/bus/embedded.ts';
import type { Consumer } from '../../../src/consumer/consumer.ts';
import { virtualAgenda } from '../../../src/embedded/agenda.ts';
import { openLeanEstate } from '../../../src/embedded/lean-estate.ts';
import { openScene } from '../../../src/embedded/scene.ts';
import { Problem } from '../../../src/problem.ts';
import { seeded } from '../../../src/random.ts';
import type { Rule } from '../../../src/rule/rule.ts';
import { imageAction } from '../timeline/deliveries.ts';

const rule: Rule = {
  name: 'r',
  pattern: { source: ['aws.ecr'] },
  targets: [{ consumer: 'first' }, { consumer: 'second' }],
};

test('calls the targets one after another, never two at a time', async () => {
  const order: string[] = [];
  function slow(name: string): Consumer {
    return {
      name,
      invoke: async (_, { at, emittedAt, rule: by, eventId }) => {
        order.push(`${name} begins`);
        await new Promise(setImmediate);
        order.push(`${name} ends`);
        const outcome = { kind: 'returned', value: null } as const;
        return {
          consumer: name,
          rule: by,
          eventId,
          requestId: name,
          at,
          emittedAt,
          took: 1,
          outcome,
          calls: [],
          refusals: [],
        };
      },
    };
  }
  await using bus = embeddedBus([rule], new Map(['first', 'second'].map((name) => [name, slow(name)])));
  await bus.deliver({ at: 1, emittedAt: 0, event: imageAction('1'), reaches: 'enabled', faults: [] });
  expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('refuses a rule whose target is no consumer before anything is delivered', () => {
  const consumers = new Map([['frist', undefined as unknown as Consumer]]);
  expect(() => embeddedBus([rule], consumers)).toThrow(Problem);
  expect(() => embeddedBus([rule], consumers)).toThrow(
    'Cannot send what rule "r" matches: "first" is not a consumer of the configuration, did you mean "frist"',
  );
});

test('refuses a pattern that EventBridge would refuse before anything is delivered', () => {
  expect(() => embeddedBus([{ name: 'r', pattern: '{"source":[]}', targets: [] }], new Map())).toThrow(Problem);
});

test('a bus that was made ready has its rules before the first delivery, which would wait for them otherwise', async () => {
  const agenda = virtualAgenda(0);
  const scene = openScene({ account: '123456789012', region: 'us-east-1', random: seeded('ready'), agenda });
  const estate = openLeanEstate(scene);
  const first: Consumer = { name: 'first', invoke: () => Promise.reject(new Error('nothing is delivered')) };
  const one: Rule = { ...rule, targets: [{ consumer: 'first' }] };
  await using bus = embeddedBus([one], new Map([['first', first]]), { agenda, estate });
  const rules = () => [...estate.eventBridge.buses.find('default').rules.keys()];
  expect(rules()).toEqual([]);
  await bus.ready?.();
  expect(rules()).toEqual(['r']);
});
