import { expect, test } from 'vitest';
import type { SentRequest } from '../../../src/consumer/consumer.ts';
import { judgeContracts } from '../../../src/contract/judge-contracts.ts';
import { CONTRACTS } from '../../../src/contract/contracts.ts';
import { effectsOf } from '../../../src/contract/effect/effects.ts';

const URL_OF_HOOK = 'https://hooks.example.com/T1';

function actsOf(...requests: readonly Partial<SentRequest>[]): Readonly<Record<string, number>> {
  const sent = requests.map((request) => ({ method: 'POST', url: URL_OF_HOOK, after: 0, status: 200, ...request }));
  return Object.fromEntries(effectsOf({ calls: [], requests: sent }, '').acts);
}

test('a POST or PATCH is an action each time it is done, unless a key says that it is the same', () => {
  expect(actsOf({}, {}, { method: 'PATCH' })).toEqual({ [`POST ${URL_OF_HOOK}`]: 2, [`PATCH ${URL_OF_HOOK}`]: 1 });
  expect(actsOf({ idempotencyKey: 'a' }, { idempotencyKey: 'a' }, { idempotencyKey: 'b' })).toEqual({
    [`POST ${URL_OF_HOOK}`]: 2,
  });
});

test('requests that only read, or that were not carried out, are no actions', () => {
  expect(actsOf({ method: 'GET' }, { method: 'HEAD' }, { status: 503 }, { method: 'DELETE' })).toEqual({});
});

test('a PUT leaves what the last one sent', () => {
  const put = { method: 'PUT', url: URL_OF_HOOK, after: 0, status: 200 };
  const { state } = effectsOf({ calls: [], requests: ['a', 'b', 'b'].map((body) => ({ ...put, body })) }, '');
  expect([...state]).toEqual([[URL_OF_HOOK, 'PUT b']]);
});

async function brokenBy(handler: string): Promise<readonly string[]> {
  const { verdicts } = await judgeContracts({
    setup: {
      rules: [
        {
          name: 'pushes',
          pattern: { 'detail-type': ['ECR Image Action'], detail: { 'action-type': ['PUSH'], result: ['SUCCESS'] } },
          targets: [{ consumer: 'notifier' }],
        },
      ],
      consumers: { notifier: { handler, answers: { 'https://hooks.example.com/*': { status: 200 } } } },
      root: import.meta.dirname,
    },
    consumer: 'notifier',
    contracts: CONTRACTS.filter(({ name }) => name === 'idempotent'),
  });
  return verdicts.filter(({ breach }) => breach !== undefined).map(({ contract }) => contract.name);
}

test('a consumer that posts again for the same event is not idempotent; one that puts, or names its request, is', async () => {
  expect(await brokenBy('handlers/notifiers.ts#posts')).toEqual(['idempotent']);
  expect(await brokenBy('handlers/notifiers.ts#puts')).toEqual([]);
  expect(await brokenBy('handlers/notifiers.ts#postsWithKey')).toEqual([]);
});
