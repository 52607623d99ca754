import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { openPlayer, type Player } from '../../../src/explore/player.ts';
import { type Outcome, type Question, type Reach, search } from '../../../src/explore/search.ts';
import { unsound } from '../../../src/explore/sound.ts';
import { toFile } from '../../../src/explore/to-file.ts';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import type { Setup } from '../../../src/rehearse/setup.ts';
import { readScenario } from '../../../src/scenario/read.ts';

type Event = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly detail: Readonly<Record<string, unknown>>;
};
type Handler = (event: Event) => unknown;

function setup(pattern: Readonly<Record<string, unknown>>): Setup {
  return {
    rules: [{ name: 'all', pattern, targets: [{ consumer: 'deployer' }] }],
    consumers: { deployer: { handler: 'search.test.ts#handler' } },
    root: import.meta.dirname,
  };
}

const IMAGES = { source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] };
const SCANS = { source: ['aws.ecr'], 'detail-type': ['ECR Image Scan'] };

/** Makes handlers, one an environment, and searches. */
async function searched(
  make: () => Handler,
  pattern: Readonly<Record<string, unknown>>,
  { question, reach }: { readonly question?: Partial<Question>; readonly reach?: Reach } = {},
): Promise<Outcome> {
  const player = await open(make, pattern);
  try {
    return await search(player, { judge: unsound, ...question }, { runs: 600, ...reach });
  } finally {
    await player[Symbol.asyncDispose]();
  }
}

function open(make: () => Handler, pattern: Readonly<Record<string, unknown>>): Promise<Player> {
  return openPlayer(setup(pattern), { importModule: () => Promise.resolve({ handler: make() }) });
}

function found(outcome: Outcome): Extract<Outcome, { kind: 'found' }> {
  if (outcome.kind !== 'found') throw new Error(`Nothing was found in ${outcome.tried}`);
  return outcome;
}

describe('a mistake is found, and its scenario is the smallest there is', () => {
  test('a tag that may not be there', async () => {
    const { played, breach } = found(
      await searched(() => (event) => String((event.detail['image-tag'] as string).at(0)), IMAGES),
    );
    expect(breach.sentence).toMatch(/^deployer throws TypeError: /);
    expect(played.scenario.steps).toHaveLength(1);
    expect(played.scenario.delivery.faults).toEqual([]);
  });

  test('a severity that may not be there', async () => {
    const handler: Handler = ({ detail }) => {
      const { CRITICAL } = detail['finding-severity-counts'] as Record<string, number>;
      return CRITICAL;
    };
    const { played } = found(await searched(() => handler, SCANS));
    expect(played.scenario.steps).toMatchObject([{ scan: { status: 'FAILED' } }]);
  });

  test('an event that was not thought of, among those of the same source', async () => {
    const handler: Handler = (event) => (event['detail-type'] as string).startsWith('ECR Image') || fail();
    const { played } = found(await searched(() => handler, { source: ['aws.ecr'] }));
    expect(played.scenario.steps).toHaveLength(1);
  });

  test('a member that AWS may add', async () => {
    const known = ['result', 'repository-name', 'image-digest', 'action-type', 'image-tag'];
    const strict: Handler = ({ detail }) => Object.keys(detail).every((key) => known.includes(key)) || fail();
    const { played } = found(await searched(() => strict, { ...IMAGES, detail: { 'action-type': ['PUSH'] } }));
    expect(played.scenario.steps).toHaveLength(1);
    expect(played.scenario.delivery.faults).toMatchObject([{ change: { set: { 'detail.added-later': 'by AWS' } } }]);
  });

  test('an event that comes twice, to the same environment', async () => {
    const handler = (): Handler => {
      const seen = new Set<string>();
      return ({ id }) => (seen.has(id) ? fail() : seen.add(id));
    };
    const { played } = found(await searched(handler, IMAGES));
    expect(played.scenario.steps).toHaveLength(1);
    expect(played.scenario.delivery.faults).toMatchObject([{ duplicate: { nth: 1 } }]);
  });

  test('a second try after a call that failed, or after a crash', async () => {
    // A lock that is left when the first try does not come to its end.
    const handler: Handler = async ({ id }) => {
      const client = new SSMClient({});
      const lock = { Name: `/locks/${id}` };
      await client.send(new PutParameterCommand({ ...lock, Value: 'taken', Type: 'String' }));
      await client.send(new PutParameterCommand({ Name: '/deployed', Value: id, Type: 'String', Overwrite: true }));
      await client.send(new DeleteParameterCommand(lock));
    };
    const { played } = found(await searched(() => handler, IMAGES, { question: { faults: ['fail', 'crash'] } }));
    expect(played.scenario.steps).toHaveLength(1);
    expect(played.scenario.delivery.faults).toHaveLength(1);
  });
});

function fail(): never {
  throw new Error('This was not thought of');
}

test('what is found is a file that fails the same way in a rehearsal', async () => {
  const make = (): Handler => {
    const seen = new Set<string>();
    return ({ id }) => (seen.has(id) ? fail() : seen.add(id));
  };
  const { played, breach } = found(await searched(make, IMAGES));
  const text = toFile(played.scenario, breach, [{ consumer: 'deployer', threw: false }]);
  const { findings } = await rehearse(readScenario(text, 'found.yaml'), setup(IMAGES), {
    importModule: () => Promise.resolve({ handler: make() }),
  });
  expect(findings).toMatchObject([
    { kind: 'broken', evidence: { nearest: expect.stringContaining('not thought of') as string } },
  ]);
});

test('a search makes the same scenarios of the same seed, and others of another', async () => {
  async function steps(seed: number): Promise<string> {
    const tried: string[] = [];
    await searched(() => () => 1, IMAGES, {
      question: {
        judge: ({ scenario, run }) => {
          tried.push(
            JSON.stringify([scenario.steps, scenario.delivery, run.arrivals.map(({ delivery }) => delivery.event)]),
          );
          return undefined;
        },
      },
      reach: { seed, runs: 60 },
    });
    return tried.join('\n');
  }
  const first = await steps(7);
  expect(first.split('\n').length).toBeGreaterThanOrEqual(60);
  expect(await steps(7)).toBe(first);
  expect(await steps(8)).not.toBe(first);
});

test('a sound consumer is left alone, and what it has been through is told', async () => {
  const outcome = await searched(() => () => 'well', { source: ['aws.ecr'] }, { reach: { runs: 900 } });
  expect(outcome).toMatchObject({ kind: 'nothing', tried: 900, unrepeated: 0 });
  expect(Object.keys(outcome.events).toSorted()).toEqual([
    'AWS API Call via CloudTrail',
    'AWS Service Event via CloudTrail',
    'ECR Image Action',
    'ECR Image Scan',
    'ECR Pull Through Cache Action',
    'ECR Referrer Action',
    'ECR Replication Action',
    'ECR Scan Resource Change',
  ]);
  expect(Object.keys(outcome.faults).toSorted()).toEqual(['change', 'crash', 'delay', 'duplicate', 'fail', 'overlap']);
  expect(outcome.invocations).toBeGreaterThan(300);
});

describe('one of two at once that throws because the other is at it', () => {
  /** As Powertools' idempotency: done is done, in progress throws, and Lambda tries again. */
  function locking(isKept: boolean): Handler {
    return async ({ id }) => {
      const client = new SSMClient({});
      const done = { Name: `/done/${id}` };
      const seen = await client.send(new GetParameterCommand(done)).catch(() => undefined);
      if (seen !== undefined) return;
      await client.send(new PutParameterCommand({ Name: `/locks/${id}`, Value: 'taken', Type: 'String' }));
      if (!isKept) await client.send(new PutParameterCommand({ ...done, Value: 'yes', Type: 'String' }));
    };
  }
  const faults = ['duplicate', 'overlap'] as const;

  test('is sound where the next try is', async () => {
    const outcome = await searched(() => locking(false), IMAGES, {
      question: { faults: [...faults] },
      reach: { runs: 300 },
    });
    expect(outcome).toMatchObject({ kind: 'nothing', unrepeated: 0 });
    expect(outcome.faults['overlap']).toBeGreaterThan(0);
  });

  test('is not where no try ever is', async () => {
    const { breach } = found(await searched(() => locking(true), IMAGES, { question: { faults: [...faults] } }));
    expect(breach.sentence).toContain('ParameterAlreadyExists');
  });
});

test('what a judge throws is not lost, and nothing is drawn on', async () => {
  const judge = (): never => fail();
  await expect(searched(() => () => 1, IMAGES, { question: { judge } })).rejects.toThrow('This was not thought of');
});

test('what only a process with a past does is no breach, and is counted', async () => {
  // It stands an event once in a life of the process, whatever that is about.
  const make = (): Handler => {
    let events = 0;
    return () => ((events += 1) > 40 ? fail() : events);
  };
  const outcome = await searched(make, SCANS, { reach: { runs: 200 } });
  expect(outcome.kind).toBe('nothing');
  expect(outcome.unrepeated).toBeGreaterThan(0);
});

test(
  'every scenario that is drawn is one that a file can say, and each of its steps ends as it says',
  { timeout: 90_000 },
  async () => {
    const player = await open(() => () => 1, { source: ['aws.ecr', 'aws.inspector2'] });
    const refused: unknown[] = [];
    await search(
      player,
      {
        measure: { steps: 6, faults: 3 },
        judge: ({ scenario, activity }) => {
          const text = toFile(scenario, { sentence: 'it was drawn' }, []);
          const { steps, given, delivery, seed } = readScenario(text, 'drawn.yaml');
          expect({ steps, given, delivery, seed }).toEqual(
            JSON.parse(
              JSON.stringify({
                steps: scenario.steps,
                given: scenario.given,
                delivery: scenario.delivery,
                seed: scenario.seed,
              }),
            ),
          );
          for (const { step, code } of activity.failures) {
            const [body] = Object.values(scenario.steps[step]!) as [{ fails?: string }];
            if (body.fails !== code) refused.push(scenario.steps[step], code);
          }
          return undefined;
        },
      },
      { runs: 200, seed: 3 },
    );
    await player[Symbol.asyncDispose]();
    expect(refused).toEqual([]);
  },
);
