import { expect, test } from 'vitest';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import type { Finding } from '../../../src/verdict/finding.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const HERE = 'invariants.test.ts';

function scenario(name: string) {
  return readScenario(
    `version: 1
description: A push is told.
given: [{ repository: { name: web } }]
steps: [{ push: { image: "web:1.0" } }]
expect:
  - invariant: ${HERE}#${name}
`,
    'invariant.yaml',
  );
}

/** Rehearses with a module of these invariants. */
async function findings(name: string, invariant: unknown): Promise<readonly Finding[]> {
  const setup = { rules: [], consumers: {}, root: import.meta.dirname };
  const module: unknown = { holds: invariant };
  const { findings: found } = await rehearse(scenario(name), setup, { importModule: () => Promise.resolve(module) });
  return found;
}

test.for([
  ['returns nothing', () => undefined],
  ['returns a promise of something', () => Promise.resolve('well')],
  ['has seen the run', (run: { readonly arrivals: readonly unknown[] }) => run.arrivals.length > 0],
] as const)('an invariant that %s is kept', async ([, invariant]) => {
  expect(await findings('holds', invariant)).toMatchObject([{ kind: 'kept', promise: 'invariant' }]);
});

const BROKEN: readonly (readonly [words: string, invariant: () => unknown, outcome: string])[] = [
  ['returns false', () => false, 'it does not: it returned false'],
  ['promises false', () => Promise.resolve(false), 'it does not: it returned false'],
  ['throws', () => Promise.reject(new Error('twice')), 'it does not: twice'],
  ['throws what is no error', () => Promise.reject('no'), "it does not: it threw 'no'"],
];

test.for(BROKEN)('one that %s is broken at its place', async ([, invariant, outcome]) => {
  expect(await findings('holds', invariant)).toMatchObject([
    {
      kind: 'broken',
      claim: `the invariant ${HERE}#holds holds`,
      place: { file: 'invariant.yaml', line: 6 },
      evidence: { outcome },
    },
  ]);
});

test.for([
  ['hold', () => 1, `"${HERE}" does not export "hold", did you mean "holds"`],
  ['holds', 5, `"holds" of "${HERE}" is no function`],
] as const)('one that is not there is a problem at its place: %s', async ([name, exported, words]) => {
  await expect(findings(name, exported)).rejects.toMatchObject({
    code: 'CONSUMER_NOT_LOADED',
    message: `Cannot load invariant "${HERE}#${name}": ${words}`,
    place: { file: 'invariant.yaml', line: 6 },
  });
});
