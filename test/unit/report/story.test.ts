import { expect, test } from 'vitest';
import { rehearse, type Rehearsal } from '../../../src/rehearse/rehearse.ts';
import { courseOf, storyOf } from '../../../src/report/story/story.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const PUSHED = { 'detail-type': ['ECR Image Action'], detail: { 'action-type': ['PUSH'] } };

/** Rehearses two pushes with one consumer, `deployer`, that every pushed image goes to. */
async function rehearsed(
  expectation: string,
  { handler = () => null, pattern = PUSHED, faults = '', steps = '' }: Partial<Told> = {},
): Promise<Rehearsal> {
  const scenario = readScenario(
    `version: 1
description: Two images are pushed.
given:
  - repository: { name: web, imageTagMutability: IMMUTABLE }
steps:
  - push: { image: "web:1" }
  - wait: 40d
  - push: { image: "web:2" }
${steps}delivery: { faults: [${faults}] }
expect:
  - ${expectation}
`,
    'push.yaml',
  );
  return rehearse(
    scenario,
    {
      rules: [
        { name: 'other', pattern: { source: ['aws.kms'] }, targets: [{ consumer: 'nobody' }] },
        { name: 'on-push', pattern, targets: [{ consumer: 'deployer' }] },
      ],
      consumers: { deployer: { handler: 'story.test.ts#handler' }, nobody: { handler: 'story.test.ts#handler' } },
      root: import.meta.dirname,
    },
    { importModule: () => Promise.resolve({ handler }) },
  );
}

interface Told {
  readonly handler: (event: unknown) => unknown;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly faults: string;
  readonly steps: string;
}

/** The story of the first broken promise, without its times. */
async function told(...given: Parameters<typeof rehearsed>): Promise<readonly string[]> {
  const rehearsal = await rehearsed(...given);
  const broken = rehearsal.findings.find(({ kind }) => kind === 'broken');
  if (broken === undefined) throw new Error('no promise is broken');
  return storyOf(broken, rehearsal).map((line) => line.replaceAll(/(\d\d-\d\d )?\d\d:\d\d:\d\d(\.\d+)?\s+/g, ''));
}

test('of a consumer that no event has reached it is its rule that decides, with what it lacks', async () => {
  const pattern = { ...PUSHED, detail: { actionType: ['PUSH'] } };
  expect(await told('{ consumer: deployer, invoked: 2 }', { pattern })).toEqual([
    '  step 1: push web:1, 14 API calls',
    '  AWS says ECR Image Action PUSH SUCCESS web:1',
    '  it arrives on the embedded bus',
    expect.stringMatching(
      /^> rule "on-push" does not let it through: detail\.actionType is\n +absent, wanted \["PUSH"\]$/,
    ),
  ]);
});

test('of a consumer that is invoked too often it is the last invocation, and what let it through', async () => {
  expect(await told('{ consumer: deployer, invoked: 1 }')).toEqual([
    '  step 3: push web:2, 11 API calls',
    '  AWS says ECR Image Action PUSH SUCCESS web:2',
    '  it arrives on the embedded bus',
    '> rule "on-push" lets it through to deployer',
    '  deployer returns null',
  ]);
});

test('of one that throws it is the first try, however often it is tried again', async () => {
  const handler = (): never => {
    throw new TypeError('no tag');
  };
  const story = await told('{ consumer: deployer, threw: false }', { handler });
  expect(story.filter((line) => line.startsWith('>'))).toEqual(['> deployer fails: TypeError: no tag']);
  expect(story.filter((line) => line === '  deployer fails: TypeError: no tag')).toHaveLength(2);
});

test('of an event that a fault has lost it is that it never arrives', async () => {
  const faults = '{ drop: { chance: 1 } }';
  expect(await told('{ event: { pattern: { detail: { action-type: [PUSH] } }, delivered: 2 } }', { faults })).toEqual([
    '  step 1: push web:1, 14 API calls',
    '  AWS says ECR Image Action PUSH SUCCESS web:1',
    '> it never arrives on the embedded bus',
  ]);
});

test('of a step that fails it is the call that ECR refuses', async () => {
  const steps = '  - push: { image: "web:1" }\n';
  expect(await told('{ event: { pattern: { source: [aws.ecr] } } }', { steps })).toEqual([
    expect.stringMatching(/^ {2}step 4: push web:1, \d+ API calls$/),
    '> PutImage is refused: ImageAlreadyExistsException',
  ]);
});

test('of records it is the last that came as it was wanted', async () => {
  const story = await told('{ cloudtrail: { inOrder: [PutImage, DeleteRepository] } }');
  expect(story).toEqual(['  step 1: push web:1, 14 API calls', '> CloudTrail records PutImage of web']);
});

test('what a promise says of nothing in particular is told step by step', async () => {
  const story = await told('{ consumer: deployer, calls: [{ service: ecs, operation: UpdateService }] }');
  expect(story[0]).toMatch(/^ {2}step 1: push web:1, 14 API calls; AWS says \d+ events of it$/);
  expect(story).toContain('> deployer returns null');
});

test('a moment of another day has its date, and no line is wider than 80 columns', async () => {
  const handler = (): string => 'word '.repeat(60);
  const rehearsal = await rehearsed('{ consumer: deployer, returned: done, invoked: 2 }', { handler });
  const lines = [...storyOf(rehearsal.findings[1]!, rehearsal, ' '.repeat(10)), ...courseOf(rehearsal, '   ')];
  expect(lines.some((line) => /^ +02-24 09:30:\d\d {2}/.test(line))).toBe(true);
  expect(lines.flatMap((line) => line.split('\n')).filter((row) => row.length > 80)).toEqual([]);
});

test('a long story keeps its beginning and what decided it, and counts the rest', async () => {
  const faults = Array.from({ length: 4 }, () => '{ duplicate: { chance: 1 } }').join(', ');
  const story = await told('{ event: { pattern: { detail: { action-type: [PUSH] } }, delivered: 1 } }', { faults });
  expect(story.length).toBeLessThan(16);
  expect(story[0]).toMatch(/^ {2}step 3/);
  expect(story[1]).toMatch(/^ {2}… {2}\d+ lines left out$/);
  expect(story.filter((line) => line.startsWith('> it arrives'))).toHaveLength(1);
});
