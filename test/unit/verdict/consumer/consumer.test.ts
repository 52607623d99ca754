import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../../../src/consumer/consumer.ts';
import { A_PUSH, awsCall, hear, onlyBroken, summary, type Acts } from '../hear.ts';

const promising = (members: string, faults = '[]') =>
  `${A_PUSH}delivery: { faults: ${faults} }\nexpect:\n  - consumer: deployer\n    ${members}\n`;

const TWICE = '[{ duplicate: { after: 3s, only: { detail-type: [ECR Image Action] } } }]';

function returning(value: unknown): { readonly acts: Readonly<Record<string, Acts>> } {
  return ending({ kind: 'returned', value });
}

function ending(outcome: Invocation['outcome']): { readonly acts: Readonly<Record<string, Acts>> } {
  return { acts: { deployer: () => ({ outcome }) } };
}

const threw = {
  kind: 'threw',
  error: {
    name: 'TypeError',
    message: 'no such tag',
    stack: 'TypeError: no such tag\n    at handler (deployer.ts:3:9)\n    at more',
  },
} as const;
const timedOut = { kind: 'timed-out', after: 3_000 } as const;

describe('returned', () => {
  test.each([
    ['{ ok: true }', { ok: true }],
    ['null', undefined],
    ['null', null],
    ['[1, two]', [1, 'two']],
    ['"done"', 'done'],
    ['{ at: "2026-01-15T09:30:00.000Z" }', { at: new Date('2026-01-15T09:30:00Z'), left: undefined }],
    ['{ pattern: { statusCode: [{ numeric: ["<", 300] }] } }', { statusCode: 204, body: '' }],
  ])('%s is what Lambda sends on for %j', async (wanted, value) => {
    expect((await hear(promising(`returned: ${wanted}`), returning(value))).map(({ kind }) => kind)).toEqual(['kept']);
  });

  test('a value that differs is shown member by member', async () => {
    const value = { statusCode: '200', items: [{ id: 1 }, { id: 3 }], extra: true };
    const wanted = 'returned: { statusCode: 200, items: [{ id: 1 }, { id: 2 }], body: ok }';
    expect(onlyBroken(await hear(promising(wanted), returning(value)))).toEqual({
      claim: 'every invocation of deployer returns {statusCode: 200, items: [{id: 1}, {id: 2}], body: ok}',
      line: 10,
      outcome: '1 of 1 invocation did not',
      expected: 'returned: {statusCode: 200, items: [{id: 1}, {id: 2}], body: ok}',
      nearest: expect.stringMatching(
        / by rule "on-push": .*\nreturned \{statusCode: "200", items: \[\{id: 1\}, \{id: 3\}\], extra: true\}$/,
      ),
      difference:
        'statusCode is "200", wanted 200\nitems[1].id is 3, wanted 2\nbody is absent, wanted "ok"\nextra is true, not wanted',
    });
  });

  test('a value that a pattern does not match is explained', async () => {
    const wanted = 'returned: { pattern: { statusCode: [200] } }';
    expect(onlyBroken(await hear(promising(wanted), returning({ statusCode: 500 })))).toMatchObject({
      claim: 'every invocation of deployer returns what matches {statusCode: [200]}',
      difference: 'statusCode is 500, wanted [200]',
    });
    expect(onlyBroken(await hear(promising(wanted), returning('200'))).difference).toBe(
      'a pattern matches objects only',
    );
  });

  test('a value that is no JSON fails, as it does in Lambda', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    for (const value of [circular, { many: 1n }]) {
      const broken = onlyBroken(await hear(promising('returned: {}'), returning(value)));
      expect(broken.nearest).toMatch(/returned a value that is no JSON: .+$/);
      expect(broken.difference).toMatch(/^Lambda sends JSON on/);
    }
  });

  test('an invocation that threw or ran out of time returned nothing', async () => {
    expect(onlyBroken(await hear(promising('returned: null'), ending(threw)))).toMatchObject({
      nearest: expect.stringMatching(/\nthrew TypeError: no such tag$/),
      // Lambda calls what fails twice more.
      difference: expect.stringMatching(/^it returned nothing\nlikewise:(\n  .*){2}$/),
    });
    expect(onlyBroken(await hear(promising('returned: null'), ending(timedOut))).nearest).toMatch(
      /\nTask timed out after 3\.00 seconds$/,
    );
  });

  test('the first of several wrong invocations is shown, the others are listed', async () => {
    const acts = { deployer: (_: unknown, nth: number) => ({ outcome: { kind: 'returned', value: nth } as const }) };
    const broken = onlyBroken(await hear(promising('returned: 0', TWICE), { acts }));
    expect(broken.outcome).toBe('2 of 2 invocations did not');
    expect(broken.difference).toMatch(
      /^the value is 1, wanted 0\nlikewise:\n {2}\S+Z by rule "on-push": .* \(duplicate\)$/,
    );
  });
});

describe('threw', () => {
  test.each<[string, Invocation['outcome'], string]>([
    ['false', { kind: 'returned', value: 1 }, 'kept'],
    ['false', threw, 'broken'],
    ['false', timedOut, 'broken'],
    ['true', threw, 'kept'],
    ['true', timedOut, 'broken'],
    ['true', { kind: 'returned', value: 1 }, 'broken'],
    ['such tag', threw, 'kept'],
    ['TypeError', threw, 'kept'],
    ['Task timed out', timedOut, 'kept'],
    ['other', threw, 'broken'],
    ['such tag', { kind: 'returned', value: 'such tag' }, 'broken'],
  ])('%s, where it ended with %j, is %s %s', async (wanted, outcome, verdict) => {
    expect((await hear(promising(`threw: ${wanted}`), ending(outcome))).map(({ kind }) => kind)).toEqual([verdict]);
  });

  test('an error that should not be is shown with the top of its stack', async () => {
    expect(onlyBroken(await hear(promising('threw: false'), ending(threw)))).toMatchObject({
      claim: 'no invocation of deployer throws',
      outcome: '3 of 3 invocations did',
      nearest: expect.stringMatching(/\nthrew TypeError: no such tag$/),
      difference: expect.stringMatching(/^at handler \(deployer\.ts:3:9\)\nat more\nlikewise:/),
    });
  });
});

describe('within', () => {
  const taking = (took: number) => ({ acts: { deployer: () => ({ took }) } });

  test('counts from the moment the event was emitted until the handler ended', async () => {
    expect(summary(await hear(promising('within: 1500ms'), taking(500)))).toEqual([
      'kept every invocation of deployer ends within 1500ms of its event',
    ]);
    expect(onlyBroken(await hear(promising('within: 1500ms'), taking(501)))).toMatchObject({
      outcome: '1 of 1 invocation did not',
      nearest: expect.stringMatching(/\nended 1\.5s after its event: 1s on the way, 501ms in the handler$/),
      difference: '1ms too late',
    });
  });

  test('shows the slowest invocation', async () => {
    expect(onlyBroken(await hear(promising('within: 500ms', TWICE), taking(0))).nearest).toMatch(
      /\(duplicate\)\nended 4s after its event: 4s on the way, 0ms in the handler$/,
    );
  });
});

describe('calls', () => {
  const update = { cluster: 'prod', service: 'web' };
  const calling = (...calls: ReturnType<typeof awsCall>[]) => ({ acts: { deployer: () => ({ calls }) } });
  const updating = calling(awsCall('ecs:UpdateService', update));

  test('a call is promised at least once unless told how often', async () => {
    const wanted =
      'calls: [{ service: ecs, operation: UpdateService }, { service: sns, operation: Publish, times: 0 }]';
    expect(summary(await hear(promising(wanted), updating))).toEqual([
      'kept deployer calls ecs:UpdateService at least once',
      'kept deployer never calls sns:Publish',
    ]);
  });

  test('a call that was made with another input is explained by the nearest', async () => {
    const wanted = 'calls: [{ service: ecs, operation: UpdateService, input: { cluster: [prod], service: [api] } }]';
    const made = calling(awsCall('ecs:UpdateService', { cluster: 'test' }), awsCall('ecs:UpdateService', update));
    expect(onlyBroken(await hear(promising(wanted), made))).toEqual({
      claim: 'deployer calls ecs:UpdateService with {cluster: [prod], service: [api]} at least once',
      line: 10,
      outcome: 'it is called 0 times',
      expected: '{service: ecs, operation: UpdateService, input: {cluster: [prod], service: [api]}}',
      nearest: expect.stringMatching(
        /^ecs:UpdateService \{cluster: prod, service: web\}, .* by rule "on-push": .*, ecs:UpdateService 2 of 2$/,
      ),
      difference: 'service is "web", wanted ["api"]',
    });
  });

  test('a call that was never made is told what was called instead', async () => {
    const wanted = 'calls: [{ service: ecs, operation: UpdateServices }]';
    expect(onlyBroken(await hear(promising(wanted), updating))).toMatchObject({
      nearest: 'it called ecs:UpdateService',
      difference: 'ecs:UpdateServices was never called, did you mean "ecs:UpdateService"',
    });
    expect(onlyBroken(await hear(promising(wanted))).nearest).toBe('it made no AWS call at all');
  });

  test('calls are counted over all invocations, and too many are listed', async () => {
    const wanted = 'calls: [{ service: ecs, operation: UpdateService, times: 1 }]';
    expect(onlyBroken(await hear(promising(wanted, TWICE), updating))).toMatchObject({
      outcome: 'it is called 2 times',
      difference: '1 too many',
      nearest: expect.stringMatching(/^ecs:UpdateService .*\necs:UpdateService .* \(duplicate\)$/),
    });
  });

  test('an empty list promises that there are none', async () => {
    expect(summary(await hear(promising('calls: []')))).toEqual(['kept deployer makes no AWS call']);
    expect(onlyBroken(await hear(promising('calls: []'), updating))).toMatchObject({
      outcome: 'it is made once',
      nearest: expect.stringMatching(/^ecs:UpdateService \{cluster: prod, service: web\}, /),
    });
  });

  test('a member that stands in a list of calls has the place of its entry', async () => {
    const wanted =
      'calls:\n      - { service: ecs, operation: UpdateService }\n      - { service: sns, operation: Publish }';
    expect(onlyBroken(await hear(promising(wanted), updating)).line).toBe(12);
  });
});

describe('a consumer that was never invoked', () => {
  const nothing = { rules: [] };
  const members =
    'returned: 1\n    threw: false\n    within: 1s\n    calls: [{ service: ecs, operation: UpdateService, times: 0 }]';

  test('keeps no promise about what it does', async () => {
    expect(summary(await hear(promising(members), nothing))).toEqual([
      'BROKEN every invocation of deployer returns 1: it was never invoked',
      'BROKEN no invocation of deployer throws: it was never invoked',
      'BROKEN deployer never calls ecs:UpdateService: it was never invoked',
      'BROKEN every invocation of deployer ends within 1s of its event: it was never invoked',
    ]);
  });

  test('keeps them where none has to come', async () => {
    const findings = await hear(promising(`invoked: { atMost: 1 }\n    ${members}`), nothing);
    expect(findings.map(({ kind }) => kind)).toEqual(['kept', 'kept', 'kept', 'kept', 'kept']);
  });

  test('is told why once, by the first that is broken', async () => {
    const findings = await hear(promising(`invoked: 1\n    ${members}`), nothing);
    expect(findings.map(({ evidence }) => evidence?.difference)).toEqual([
      'no rule of the configuration targets "deployer"',
      ...Array.from({ length: 4 }, () => 'the finding above says why none came'),
    ]);
    const [first] = await hear(promising(members), nothing);
    expect(first?.evidence?.difference).toBe('no rule of the configuration targets "deployer"');
  });
});
