import { expect, test } from 'vitest';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import type { Setup } from '../../../src/rehearse/setup.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const HOOK = 'https://hooks.example.com/services/T1';

/** Rehearses one push that something is expected of, and says what came of that. */
async function judged(expectation: object, handler: () => unknown, specs: Setup['consumers'] = {}) {
  const setup: Setup = {
    rules: [{ name: 'pushes', pattern: { 'detail-type': ['ECR Image Action'] }, targets: [{ consumer: 'it' }] }],
    consumers: { it: { handler: 'requests.test.ts#handler' }, ...specs },
    root: import.meta.dirname,
  };
  const text = JSON.stringify({
    version: 1,
    description: 'It tells a webhook.',
    given: [{ repository: { name: 'web' } }],
    steps: [{ push: { image: 'web:1' } }],
    expect: [{ consumer: 'it', ...expectation }],
  });
  const { findings } = await rehearse(readScenario(text, 'requests.yaml'), setup, {
    importModule: () => Promise.resolve({ handler }),
  });
  return findings.filter(({ promise, kind }) => promise !== 'step' && (promise === 'consumer' || kind !== 'kept'));
}

const answers = { 'POST https://hooks.example.com/*': { status: 200 } };
const post = () => fetch(HOOK, { method: 'POST', body: '{}' });

test('requests are counted by method and URL', async () => {
  const calls = [{ request: `POST ${HOOK}`, times: 1 }, { request: 'https://*.example.com/*' }];
  const findings = await judged({ calls, answers }, async () => void (await post()));
  expect(findings.map(({ kind, claim }) => [kind, claim])).toEqual([
    ['kept', `POST ${HOOK} is sent exactly once by it`],
    ['kept', 'https://*.example.com/* is sent at least once by it'],
  ]);
});

test('a request that is not made is told with those that are', async () => {
  const calls = [{ request: `PUT ${HOOK}` }];
  const [finding] = await judged({ calls, answers }, async () => void (await post()));
  expect(finding).toMatchObject({
    kind: 'broken',
    evidence: { nearest: expect.stringContaining(`POST ${HOOK} (200)`), difference: 'no method and URL are as wanted' },
  });
});

test('a refused request says which answer would do', async () => {
  const findings = await judged({ invoked: 1 }, async () => void (await post().catch(() => undefined)));
  expect(findings.at(-1)).toMatchObject({
    kind: 'broken',
    promise: 'network',
    evidence: { difference: expect.stringContaining(`answers: { "POST ${HOOK}": { status: 200 } }`) },
  });
});

test('what a failing handler has written is told with its failure', async () => {
  const findings = await judged({ threw: false }, () => {
    console.error('the hook is gone');
    throw new Error('no hook');
  });
  expect(findings[0]?.evidence?.nearest).toMatch(/threw Error: no hook\nit wrote:\n {2}the hook is gone$/);
});

test('requests of a consumer in a process of its own are not checked', async () => {
  const [finding] = await judged({ calls: [{ request: HOOK, times: 1 }] }, () => undefined, {
    it: { command: [process.execPath, '-e', ''] },
  });
  expect(finding).toMatchObject({ kind: 'unchecked', reason: expect.stringContaining('a process of its own') });
});

test('answers to requests of a consumer in a process of its own are refused', async () => {
  await expect(
    judged({ invoked: 1, answers }, () => undefined, { it: { command: [process.execPath, '-e', ''] } }),
  ).rejects.toThrow('its HTTP requests are not seen');
});

test.for<[expectation: object, fault: string]>([
  [{ calls: [{ request: 'hooks.example.com' }] }, 'a URL, its method before it or not'],
  [{ calls: [{ request: HOOK, tims: 1 }] }, 'tims'],
  [{ calls: [{ service: 'ecs' }] }, 'operation'],
  [{ invoked: 1, answers: { 'hooks.example.com': {} } }, 'service:Operation'],
  [{ invoked: 1, answers: { [HOOK]: 'throttle' } }, 'throttle'],
])('%j is refused', async ([expectation, fault]) => {
  await expect(judged(expectation, () => undefined)).rejects.toThrow(fault);
});
