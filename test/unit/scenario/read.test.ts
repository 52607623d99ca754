import { expect, test } from 'vitest';
import { Problems } from '../../../src/problem.ts';
import { readScenario } from '../../../src/scenario/read.ts';
import { placeOf } from '../../../src/scenario/scenario.ts';

const SMALLEST = 'version: 1\ndescription: Time passes.\nsteps:\n  - wait: 1h\n';

function problemsOf(text: string): readonly string[] {
  try {
    readScenario(text, 'some/file.yaml');
  } catch (error) {
    if (error instanceof Problems) {
      return error.problems.map(({ place, code, message }) => `${place?.line}:${place?.column} ${code} ${message}`);
    }
    throw error;
  }
  return [];
}

/** A scenario with a repository and these steps. */
function withSteps(...steps: readonly string[]): string {
  const lines = ['version: 1', 'description: Steps.', 'given:', '  - repository: { name: web }', 'steps:'];
  return [...lines, ...steps.map((step) => `  - ${step}`), ''].join('\n');
}

test('the smallest scenario has everything else filled in', () => {
  expect(readScenario(SMALLEST, 'scenarios/time-passes.yaml')).toEqual({
    name: 'time-passes',
    file: 'scenarios/time-passes.yaml',
    version: 1,
    description: 'Time passes.',
    account: '123456789012',
    region: 'us-east-1',
    start: '2026-01-15T09:30:00Z',
    seed: 1,
    as: { role: 'ci-pusher', session: 'github-actions' },
    options: {},
    given: [],
    steps: [{ wait: '1h' }],
    delivery: { latency: {}, faults: [] },
    expect: [],
    places: {
      '/version': { line: 1, column: 1, endColumn: 8 },
      '/description': { line: 2, column: 1, endColumn: 12 },
      '/steps': { line: 3, column: 1, endColumn: 6 },
      '/steps/0': { line: 4, column: 5, endColumn: 9 },
      '/steps/0/wait': { line: 4, column: 5, endColumn: 9 },
    },
  });
});

test('a scenario is plain data', () => {
  const scenario = readScenario(SMALLEST, 'x.yaml');
  expect(JSON.parse(JSON.stringify(scenario))).toEqual(scenario);
  expect(structuredClone(scenario)).toEqual(scenario);
});

test('every member of an expectation has a place of its own', () => {
  const text = `${SMALLEST}expect:
  - consumer: deployer
    invoked: 1
    calls:
      - { service: ecs, operation: UpdateService }
`;
  const scenario = readScenario(text, 'x.yaml');
  expect(placeOf(scenario, '/expect/0')).toMatchObject({ line: 6, column: 5, endColumn: 13 });
  expect(placeOf(scenario, '/expect/0/invoked')).toMatchObject({ line: 7, column: 5, endColumn: 12 });
  expect(placeOf(scenario, '/expect/0/calls/0')).toMatchObject({ line: 9, column: 9 });
  expect(placeOf(scenario, '/expect/0/calls/0/times')).toMatchObject({ line: 9, column: 9 });
});

test('keys with a slash or a tilde have places by the rules of JSON pointers', () => {
  const scenario = readScenario(withSteps('push: { image: "web:1", platforms: { linux/arm64: [846] } }'), 'x.yaml');
  expect(scenario.places).toHaveProperty(['/steps/0/push/platforms/linux~1arm64'], {
    line: 6,
    column: 42,
    endColumn: 53,
  });
});

test.each([
  ['Windows line ends', SMALLEST.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\uFEFF${SMALLEST}`],
  ['no last line end', SMALLEST.trimEnd()],
  ['a document marker', `---\n${SMALLEST}...\n`],
])('%s makes no difference to what is read', (_, text) => {
  const { places, ...scenario } = readScenario(text, 'x.yaml');
  const { places: same, ...expected } = readScenario(SMALLEST, 'x.yaml');
  expect(scenario).toEqual(expected);
  expect(Object.keys(places)).toEqual(Object.keys(same));
});

test('a byte order mark is not a column', () => {
  expect(problemsOf('\uFEFFversoin: 1')[0]).toMatch(/^1:1 SCENARIO_UNKNOWN_KEY/);
});

test('an alias stands for what it names, and its place is where it is used', () => {
  const text = withSteps(
    'push: { image: "web:1", layers: &base [846, 615] }',
    'push: { image: "web:2", layers: *base }',
  );
  const scenario = readScenario(text, 'x.yaml');
  expect(scenario.steps[1]).toEqual({ push: { image: 'web:2', layers: [846, 615], login: true } });
  expect(placeOf(scenario, '/steps/1/push/layers')).toMatchObject({ line: 7, column: 29 });
});

test('all problems of a file are found at once, in the order of the file', () => {
  const places = problemsOf(`version: 1
description: Many problems.
account: 123456789012
steps:
  - push: { imag: "web:1" }
  - wait: 30
  - delet: { image: "web:1" }
  - pull: { image: "web:1", image: "web:2" }
expect:
  - event: { pattern: { source: aws.ecr } }
  - consumer: deployer
    invoked: { atLeast: 2, atMost: 1 }
`).map((problem) => problem.split(' ').slice(0, 2).join(' '));
  expect(places).toEqual([
    '3:10 SCENARIO_WRONG_TYPE',
    '5:13 SCENARIO_UNKNOWN_KEY',
    '6:11 SCENARIO_WRONG_UNIT',
    '7:5 SCENARIO_UNKNOWN_STEP',
    '8:29 SCENARIO_DUPLICATE_KEY',
    '10:33 SCENARIO_WRONG_VALUE',
    '12:14 SCENARIO_WRONG_VALUE',
  ]);
});

test.each([
  [
    '30',
    'is 30, not a length of time with its unit, such as 250ms, 30s, 5m, 12h or 14d, did you mean "30s" or "30ms"?',
  ],
  ['30 sec', 'did you mean "30s"?'],
  ['1.5 hours', 'did you mean "1.5h"?'],
  ['2w', 'did you mean "14d"?'],
  ['2 months', 'did you mean "60d"?'],
  ['5M', 'did you mean "5m"?'],
  ['5 constructor', 'is "5 constructor", not a length of time with its unit, such as 250ms, 30s, 5m, 12h or 14d'],
  ['soon', 'is "soon", not a length of time with its unit, such as 250ms, 30s, 5m, 12h or 14d'],
  ['-1s', 'is "-1s", not a length of time'],
])('a wait of %s is a wrong unit', (wait, words) => {
  const problems = problemsOf(withSteps(`wait: ${wait}`));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^6:11 SCENARIO_WRONG_UNIT Cannot read step 1: "wait" /);
  expect(problems[0]).toContain(words);
});

test.each([
  ['"1"', 'is "1", not 1, the only version of the format there is, did you mean 1?'],
  ['1.0.0', 'is "1.0.0", not 1'],
  ['2', 'is 2, not 1'],
  ['', 'is empty, not 1'],
])('version %s is refused as a version', (version, words) => {
  const [problem, ...others] = problemsOf(SMALLEST.replace('version: 1', `version: ${version}`));
  expect(others).toEqual([]);
  expect(problem).toMatch(/ SCENARIO_VERSION /);
  expect(problem).toContain(words);
});

test('a short digest passes where the scenario asks for what the documents show', () => {
  const text = withSteps(`push: { image: "web:1", digest: "sha256:${'ab'.repeat(30)}" }`);
  expect(problemsOf(text)[0]).toContain('SCENARIO_WRONG_VALUE');
  expect(problemsOf(`profile: documented\n${text}`)).toEqual([]);
});

test.each([
  ['a pull without a tag means latest', ['push: { image: "web:latest" }', 'pull: { image: web }']],
  [
    'a digest may be that of any image whose manifest was pushed',
    ['push: { image: "web:1" }', `pull: { image: "web@sha256:${'a'.repeat(64)}" }`],
  ],
  [
    'a lifecycle run may leave anything',
    ['push: { image: "web:1" }', 'expire: { repository: web }', 'pull: { image: "web:1" }'],
  ],
  [
    'a deletion by digest may leave any tag',
    ['push: { image: "web:1" }', `delete: { image: "web@sha256:${'a'.repeat(64)}" }`, 'pull: { image: "web:1" }'],
  ],
  [
    'a push that fails may have done some of its work',
    ['push: { image: "web:1", fails: ReferencedImagesNotFoundException }', 'pull: { image: "web:1" }'],
  ],
  [
    'a creation that fails may have created the repository',
    ['createRepository: { name: api, fails: InvalidParameterException }', 'push: { image: "api:1" }'],
  ],
  [
    'a deletion that fails deletes nothing for certain',
    [
      'push: { image: "web:1" }',
      'delete: { repository: web, fails: RepositoryNotEmptyException }',
      'pull: { image: "web:1" }',
    ],
  ],
  [
    'a repository may be created by a call',
    ['call: { operation: CreateRepository, request: { repositoryName: api } }', 'push: { image: "api:1" }'],
  ],
  [
    'an image may be put by a call',
    [
      'call: { operation: PutImage, request: { repositoryName: web, imageManifest: "{}", imageTag: "1" } }',
      'pull: { image: "web:1" }',
    ],
  ],
  [
    'a pull-through cache creates repositories by itself',
    [
      'call: { operation: CreatePullThroughCacheRule, request: { ecrRepositoryPrefix: quay, upstreamRegistryUrl: quay.io } }',
      'pull: { image: "quay/tool:1" }',
    ],
  ],
  [
    'a call may go to the registry of another account',
    ['call: { operation: ListImages, request: { registryId: "111122223333", repositoryName: theirs } }'],
  ],
  [
    'what is meant to fail may name what is not there',
    [
      'pull: { image: "web:9", fails: ImageNotFound }',
      'push: { image: "api:1", fails: RepositoryNotFoundException }',
      'expire: { repository: api, fails: RepositoryNotFoundException }',
    ],
  ],
  [
    'a repository may be deleted and created again',
    ['delete: { repository: web }', 'createRepository: { name: web }', 'push: { image: "web:1" }'],
  ],
  ['an error code of nobody we know may be meant', ['pull: { image: "web:9", fails: NoMatchingManifest }']],
])('%s', (_, steps) => {
  expect(problemsOf(withSteps(...steps))).toEqual([]);
});

test('an image of an unknown repository brings the repository with it', () => {
  const text = `${SMALLEST}given:\n  - image: { image: "team/web:1", tags: [latest] }\n`;
  expect(problemsOf(text.replace('- wait: 1h', '- pull: { image: team/web }'))).toEqual([]);
});

test('after a step that cannot be read nothing is said to be missing', () => {
  const problems = problemsOf(
    withSteps('creatRepository: { name: api }', 'push: { image: "api:1" }', 'pull: { image: "api:2" }'),
  );
  expect(problems.map((problem) => problem.split(' ')[1])).toEqual(['SCENARIO_UNKNOWN_STEP']);
});

test('keys that every object inherits are unknown like any other', () => {
  const [problem] = problemsOf(withSteps('constructor: { image: "web:1" }'));
  expect(problem).toContain('6:5 SCENARIO_UNKNOWN_STEP Cannot read step 1: "constructor" is not a step');
  expect(problemsOf(`toString: 1\n${SMALLEST}`)[0]).toContain('1:1 SCENARIO_UNKNOWN_KEY');
});

test('what AWS defines is passed on as it is written', () => {
  const request = {
    repositoryName: 'web',
    tags: [{ Key: 'a', Value: '' }],
    nothing: null,
    deep: { er: [1, 2.5, true] },
  };
  const scenario = readScenario(
    withSteps(`call: { operation: TagResource, request: ${JSON.stringify(request)} }`),
    'x.yaml',
  );
  expect(scenario.steps).toEqual([{ call: { operation: 'TagResource', request } }]);
});

test('that there is no event of a pull may be what a scenario shows', () => {
  const text = `version: 1
description: A pull has no event of its own.
given: [{ image: { image: "web:1" } }]
steps: [{ pull: { image: "web:1" } }]
expect: [{ event: { pattern: { detail: { action-type: [PULL] } }, times: 0 } }]
`;
  expect(readScenario(text, 'test.yaml').expect).toHaveLength(1);
});

test('below the prefix of a cache rule or a template anything may be pulled and pushed', () => {
  const text = `version: 1
description: Repositories that come about by themselves.
given:
  - pullThroughCacheRule: { prefix: hub, upstream: public.ecr.aws }
  - registry: { creationTemplates: [{ prefix: team }] }
steps:
  - pull: { image: "hub/alpine:3" }
  - push: { image: "team/web:1" }
`;
  expect(readScenario(text, 'test.yaml').steps).toHaveLength(2);
});
