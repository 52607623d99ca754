import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import type { AwsCall } from '../../../src/embedded/aws-call.ts';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import type { Setup } from '../../../src/rehearse/setup.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const SETUP: Setup = {
  rules: [{ name: 'pushes', pattern: { 'detail-type': ['ECR Image Action'] }, targets: [{ consumer: 'deployer' }] }],
  consumers: { deployer: { handler: 'mishaps.test.ts#handler' } },
  root: import.meta.dirname,
};

function scenario(...faults: readonly string[]) {
  return readScenario(
    `version: 1
description: A push is told, and something goes wrong.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
delivery:
  faults:
${faults.map((fault) => `    - ${fault}\n`).join('')}
expect:
  - consumer: deployer
    threw: false
`,
    'mishaps.yaml',
  );
}

function put(name: string): Promise<unknown> {
  return new SSMClient({}).send(new PutParameterCommand({ Name: name, Value: 'x', Type: 'String', Overwrite: true }));
}

/** Rehearses a handler; each environment has a number of its own. */
async function rehearsed(faults: readonly string[], handler: (environment: number) => Promise<unknown>) {
  let environments = 0;
  const { run, findings } = await rehearse(scenario(...faults), SETUP, {
    importModule: () => {
      const environment = (environments += 1);
      return Promise.resolve({ handler: () => handler(environment) });
    },
  });
  const invocations = run.arrivals.flatMap((arrival) => arrival.invocations);
  return { invocations, findings, outcomes: invocations.map(({ outcome }) => outcome) };
}

function named({ operation, failed }: AwsCall): string {
  return failed === undefined ? operation : `${operation} ${failed.error}`;
}

test('a consumer that crashes has done what it did until then, and is invoked again in a new environment', async () => {
  const { invocations, outcomes, findings } = await rehearsed(['crash: { after: 1 }'], async (environment) => {
    await put('/one');
    await put('/two');
    return environment;
  });
  expect(outcomes).toMatchObject([
    { kind: 'threw', error: { name: 'Runtime.ExitError' } },
    { kind: 'returned', value: 2 },
  ]);
  expect(invocations.map(({ calls }) => calls.map(named))).toEqual([
    ['PutParameter'],
    ['PutParameter', 'PutParameter'],
  ]);
  expect(invocations[0]?.befell).toEqual([{ diesAfter: 1 }]);
  // The scenario itself made it fail: the consumer has kept its promise.
  expect(findings.map(({ kind }) => kind)).toEqual(['kept']);
});

test('a consumer that dies before its first call has done nothing', async () => {
  const { invocations } = await rehearsed(['crash: { after: 0 }'], () => put('/one'));
  expect(invocations.map(({ calls }) => calls.length)).toEqual([0, 1]);
});

test('a call that fails is answered with the error, and is not carried out', async () => {
  const { outcomes } = await rehearsed(['fail: { call: 1, error: ValidationException }'], async () => {
    const error: unknown = await put('/one').catch((caught: unknown) => caught);
    const read: unknown = await new SSMClient({})
      .send(new GetParameterCommand({ Name: '/one' }))
      .catch((caught: unknown) => caught);
    return [error, read].map((each) => (each instanceof Error ? each.name : 'done'));
  });
  expect(outcomes).toEqual([{ kind: 'returned', value: ['ValidationException', 'ParameterNotFound'] }]);
});

test('a call that fails though it was carried out leaves what it did', async () => {
  const { outcomes, invocations } = await rehearsed(['fail: { call: 1, carriedOut: true }'], async () => {
    const error: unknown = await put('/one').catch((caught: unknown) => caught);
    const { Parameter: read } = await new SSMClient({}).send(new GetParameterCommand({ Name: '/one' }));
    return [error instanceof Error ? error.name : 'done', read?.Value];
  });
  expect(outcomes).toEqual([{ kind: 'returned', value: ['AccessDeniedException', 'x'] }]);
  expect(invocations[0]?.calls.map(named)).toEqual(['PutParameter AccessDeniedException', 'GetParameter']);
});

test('only the first try of an event fails', async () => {
  const { outcomes } = await rehearsed(['fail: { call: 1 }'], () => put('/one').then(() => 'done'));
  expect(outcomes).toMatchObject([
    { kind: 'threw', error: { name: 'AccessDeniedException' } },
    { kind: 'returned', value: 'done' },
  ]);
});

test.for([
  ['1, 1, 2, 2', ['1 one', '1 two', '2 one', '2 two']],
  ['1, 2, 1, 2', ['1 one', '2 one', '1 two', '2 two']],
  ['2, 1, 1, 2', ['2 one', '1 one', '1 two', '2 two']],
  ['', ['1 one', '2 one', '1 two', '2 two']],
] as const)('invocations that overlap take turns as told: [%s]', async ([turns, order]) => {
  const done: string[] = [];
  const { outcomes } = await rehearsed(
    ['duplicate: { after: 0s }', `overlap: { turns: [${turns}] }`],
    async (environment) => {
      await put('/one');
      done.push(`${environment} one`);
      await put('/two');
      done.push(`${environment} two`);
      return environment;
    },
  );
  expect(done).toEqual(order);
  // Each has an environment of its own.
  expect(outcomes.map((outcome) => outcome.kind === 'returned' && outcome.value)).toEqual([1, 2]);
});
