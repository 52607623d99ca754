import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openEvents } from '../../../../src/load/event/open-events.ts';
import { wordFlows } from '../../../../src/load/event/word-flows.ts';
import type { Plan } from '../../../../src/load/plan/plan.ts';
import { readPlan } from '../../../../src/load/plan/read-plan.ts';
import { toPlan } from '../../../../src/load/plan/load-plan.ts';
import { readScenario } from '../../../../src/scenario/read.ts';
import { readScenarioFile } from '../../../../src/scenario/read-file.ts';

const FOLDER = fileURLToPath(new URL('../../../../scenarios/', import.meta.url));

function planOf(flows: readonly object[], more: object = {}): Promise<Plan> {
  const phases = [{ constant: { rate: 1, for: '1s' } }];
  const written = { version: 1, description: 'x', phases, flows, ...more };
  return toPlan(readPlan(JSON.stringify(written), 'p.load.yaml'), `${FOLDER}p.load.yaml`);
}

const FLOWS = [
  { scenario: 'push.yaml', weight: 3 },
  { scenario: 'scan.yaml' },
  { scenario: 'push-multi-platform.yaml' },
];
const VARIED = { cardinality: { repositories: 20, tags: 300, accounts: 2 } };

async function eventsOf(plan: Plan, run = 'a') {
  return openEvents(await wordFlows(plan, readScenarioFile), run);
}

test('every event is told from all others by what AWS sends anyway, in its own words and packed into those of others', async () => {
  const events = await eventsOf(await planOf(FLOWS, VARIED));
  for (let at = 0; at < 3_000; at += 1) {
    const seq = at * 977;
    const text = events.text(seq, 0);
    expect(events.seqIn(text)).toBe(seq);
    if (at % 10 === 0) {
      expect(events.seqIn(JSON.stringify({ body: text }))).toBe(seq);
      expect(events.seqIn(JSON.stringify(JSON.parse(text), undefined, 2))).toBe(seq);
      expect(events.seqOf(events.event(seq, 0))).toBe(seq);
    }
  }
});

test('events of another run, and of nobody, are told of none', async () => {
  const plan = await planOf(FLOWS);
  const [ours, theirs] = [await eventsOf(plan, 'a'), await eventsOf(plan, 'b')];
  for (let seq = 0; seq < 200; seq += 1) expect(ours.seqIn(theirs.text(seq, 0))).toBeUndefined();
  expect(ours.seqIn('{"eventID":"8b271bc8-8d33-4fc3-a78c-eeef0ab2ad98"}')).toBeUndefined();
  expect(ours.seqIn(`sha256:${'0123456789abcdef'.repeat(4)}`)).toBeUndefined();
  expect(ours.seqIn('')).toBeUndefined();
});

test('flows happen as often as their weights say, and the events of each keep their order', async () => {
  const only = { 'detail-type': ['ECR Image Action', 'ECR Image Scan'] };
  const plan = await planOf([
    { scenario: 'push.yaml', weight: 3, only },
    { scenario: 'scan.yaml', only },
  ]);
  const events = await eventsOf(plan);
  const digests = new Map<unknown, string[]>();
  for (let seq = 0; seq < 500; seq += 1) {
    const { 'detail-type': type, detail } = events.event(seq, 0);
    const its = digests.get(detail['image-digest']) ?? [];
    digests.set(detail['image-digest'], [...its, type]);
  }
  const kinds = [...digests.values()].map((types) => types.join(', '));
  expect(
    Object.fromEntries(Object.entries(Object.groupBy(kinds, (kind) => kind)).map(([kind, all]) => [kind, all?.length])),
  ).toEqual({
    'ECR Image Action': 300,
    'ECR Image Action, ECR Image Scan': 100,
  });
});

test('names vary as much as the plan says, one acting out keeps its own, and order is judged in each repository', async () => {
  const only = { 'detail-type': ['ECR Image Action'] };
  const events = await eventsOf(await planOf([{ scenario: 'push.yaml', only }], VARIED));
  const repositories = new Set<string>();
  const groups = new Map<number, string>();
  for (let seq = 0; seq < 2_000; seq += 1) {
    const { account, detail } = events.event(seq, 0);
    expect(detail['image-tag']).toMatch(/^1\.4\.2-\d{3}$/);
    const name = `${account}/${String(detail['repository-name'])}`;
    repositories.add(name);
    expect(groups.get(events.groupOf(seq)) ?? name).toBe(name);
    groups.set(events.groupOf(seq), name);
  }
  expect([repositories.size, groups.size, events.groups]).toEqual([40, 40, 40]);
});

test('an entry is the event, worded for PutEvents, and as large as AWS reckons', async () => {
  const events = await eventsOf(await planOf(FLOWS, VARIED));
  const at = Date.parse('2026-02-03T04:05:06Z');
  for (let seq = 0; seq < 60; seq += 1) {
    const event = events.event(seq, at);
    const entry = JSON.parse(events.entry(seq, at)) as Readonly<Record<string, string>>;
    expect(entry).toEqual({
      Time: at / 1_000,
      Source: event.source,
      Resources: event.resources,
      DetailType: event['detail-type'],
      Detail: JSON.stringify(event.detail),
    });
    expect(event.time).toBe('2026-02-03T04:05:06Z');
    const texts = [entry['Source']!, entry['DetailType']!, entry['Detail']!, ...event.resources];
    expect(events.sizeOf(seq)).toBe(14 + texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
  }
});

test('the same plan words the same events, whoever opens them', async () => {
  const plan = await planOf(FLOWS, VARIED);
  const [one, other] = [await eventsOf(plan), await eventsOf(plan)];
  for (let seq = 0; seq < 100; seq += 1) expect(one.text(seq, 0)).toBe(other.text(seq, 0));
});

test('a bus of a real account is sent a source of our own, by its name', async () => {
  const aws = { aws: 'load', source: 'com.example.ecr', account: '123456789012', region: 'us-east-1' };
  const events = await eventsOf(await planOf(FLOWS, { target: aws }));
  expect(JSON.parse(events.entry(5, 0))).toMatchObject({ Source: 'com.example.ecr', EventBusName: 'load' });
});

test('a flow without an event that the pattern matches cannot be sent', async () => {
  const plan = await planOf([{ scenario: 'push.yaml', only: { source: ['aws.s3'] } }]);
  await expect(eventsOf(plan)).rejects.toMatchObject({
    code: 'LOAD_FLOW',
    message: 'Cannot send the flow "push": none of its events matches "only"',
    place: { file: expect.stringMatching(/p\.load\.yaml$/), line: 1 },
  });
});

test('an event that nothing tells from its like cannot be sent', async () => {
  const plan = await planOf([{ scenario: 'push.yaml' }]);
  const text = `version: 1
description: An event without an id or a digest.
steps:
  - quote:
      event:
        detail-type: ECR Scan Resource Change
        source: aws.ecr
        detail: { action-type: SCAN_FREQUENCY_CHANGE }
`;
  await expect(wordFlows(plan, () => Promise.resolve(readScenario(text, 'q.yaml')))).rejects.toThrow(
    'its event 1, "ECR Scan Resource Change", has neither an eventID nor an image-digest to tell it by',
  );
});
