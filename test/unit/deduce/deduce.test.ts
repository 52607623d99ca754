import { expect, test } from 'vitest';
import { deduce } from '../../../src/deduce/deduce.ts';
import { excerpt } from '../../../src/deduce/excerpt.ts';
import { openRecording } from '../../../src/recording/file/open-recording.ts';
import { readScenario } from '../../../src/scenario/read.ts';
import { CHANNELS, emitted, recordingOf, scenarioOf } from './deduced.ts';

const PUSH = `version: 1
description: A push to an encrypted repository, and its scan.
region: us-east-2
given:
  - repository: { name: web, encryption: { type: KMS } }
steps:
  - push: { image: "web:1.4.2", layers: [43252507, 846, 615] }
  - scan: { image: "web:1.4.2", findings: { CRITICAL: 1 } }
`;

test('a push of three layers to an encrypted repository and its scan are worked out as just that', async () => {
  const told = await emitted(readScenario(PUSH, 'push.yaml'), CHANNELS['both']!);
  const { scenario, deduced } = await scenarioOf(recordingOf(told));
  expect(deduced.unexplained).toEqual([]);
  expect(scenario).toMatchObject({
    region: 'us-east-2',
    as: { role: 'ci-pusher', session: 'github-actions' },
    given: [{ repository: { name: 'web', encryption: { type: 'KMS' } } }],
    steps: [
      { push: { image: 'web:1.4.2', layers: [{ size: 43_252_507 }, { size: 846 }, { size: 615 }], login: true } },
      { wait: {} },
      { scan: { status: 'COMPLETE', findings: { CRITICAL: 1 } } },
    ].filter((step) => !('wait' in step) || scenario.steps.some((each) => 'wait' in each)),
  });
});

test('a push that is known by its event alone is one of an opaque image', async () => {
  const told = await emitted(readScenario(PUSH, 'push.yaml'), CHANNELS['only native events']!);
  const { scenario } = await scenarioOf(recordingOf(told));
  expect(scenario.steps[0]).toEqual({
    push: { image: 'web:1.4.2', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string, login: false },
  });
});

test('what no step brings about is quoted and named with its line', async () => {
  const told = recordingOf(await emitted(readScenario(PUSH, 'push.yaml'), CHANNELS['both']!));
  const strange = {
    version: '0',
    id: 'x',
    'detail-type': 'ECR Artifact Action',
    source: 'aws.ecr',
    account: '123456789012',
    time: '2026-01-15T09:30:10Z',
    region: 'us-east-2',
    resources: [],
    detail: {},
  };
  const { deduced, scenario } = await scenarioOf([...told, { line: 99, value: strange }]);
  expect(deduced.unexplained).toEqual([{ line: 99, what: 'ECR Artifact Action', kept: true }]);
  expect(scenario.steps.filter((step) => 'quote' in step)).toHaveLength(1);
});

test('what arrived twice is told once, and lines that are no event at all are named', async () => {
  const told = recordingOf(await emitted(readScenario(PUSH, 'push.yaml'), CHANNELS['both']!));
  const [first] = told;
  const deduced = await deduce(
    [...told, { line: 98, value: first?.value ?? {} }, { line: 99, value: { a: 1 } }],
    'x',
    'X.',
  );
  expect(deduced?.repeats).toEqual([{ line: 98, of: first?.line }]);
  expect(deduced?.strange).toEqual([99]);
});

test('of a recording only what happened around an event is taken', async () => {
  const scenario = readScenario(`${PUSH}  - wait: 3h\n  - push: { image: "web:1.5.0" }\n`, 'push.yaml');
  const told = await emitted(scenario, CHANNELS['only CloudTrail']!);
  const last = told.at(-1);
  const bytes = () => openRecording('memory', { bytes: chunks(told.map(({ text }) => `${text}\n`)) });
  const id = (JSON.parse(last?.text ?? '') as { readonly eventID: string }).eventID;
  const lines = await excerpt(bytes, { id, within: 600_000 });
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.length).toBeLessThan(told.length);
  expect(lines.at(-1)?.line).toBe(told.length);
  await expect(excerpt(bytes, { id: 'nobody', within: 1 })).rejects.toThrow(/Cannot look around "nobody"/);
});

async function* chunks(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

test('what EventBridge writes on an envelope, as it does on a replay, is no part of what was told', async () => {
  const told = recordingOf(await emitted(readScenario(PUSH, 'push.yaml'), CHANNELS['only native events']!));
  const replayed = told.map(({ line, value }) => ({ line, value: { ...value, 'replay-name': 'last-night' } }));
  expect((await scenarioOf(replayed)).deduced).toMatchObject({ unexplained: [], extra: [] });
});
