import { expect, test } from 'vitest';
import { drift } from '../../../src/deduce/drift.ts';
import type { Said } from '../../../src/deduce/said.ts';
import type { JsonObject } from '../../../src/registry/activity.ts';
import { readScenarioFile } from '../../../src/scenario/read-file.ts';
import { CHANNELS, emitted, recordingOf } from './deduced.ts';

async function* all(lines: readonly Said[]): AsyncGenerator<Said> {
  yield* lines;
}

async function pushes(channels: string): Promise<readonly Said[]> {
  return recordingOf(await emitted(await readScenarioFile('scenarios/push.yaml'), CHANNELS[channels]!));
}

test('what ecreplay says itself does not differ', async () => {
  const lines = await pushes('both');
  expect(await drift(all(lines))).toMatchObject({ drifts: [], apart: [], compared: 23 });
});

/** Does something to each record of PutImage. */
async function changed(change: (record: Record<string, unknown>) => object): Promise<readonly Said[]> {
  return (await pushes('only CloudTrail')).map(({ line, value }) => ({
    line,
    value: (value['eventName'] === 'PutImage' ? change({ ...value }) : value) as JsonObject,
  }));
}

test.each([
  [
    'a new member',
    (record: object) => ({ ...record, eventContext: { a: 1 } }),
    { path: 'eventContext', recorded: { a: 1 } },
  ],
  [
    'a member that is gone',
    ({ managementEvent: _gone, ...record }: Record<string, unknown>) => record,
    { path: 'managementEvent', said: true },
  ],
  [
    'another value',
    (record: object) => ({ ...record, readOnly: true }),
    { path: 'readOnly', recorded: true, said: false },
  ],
  [
    'a time that looks otherwise',
    (record: object) => ({ ...record, eventTime: '2026-01-15T09:30:05.120Z' }),
    { path: 'eventTime', recorded: '2026-01-15T09:30:05.120Z' },
  ],
  [
    'another order',
    ({ eventVersion, ...record }: Record<string, unknown>) => ({ ...record, eventVersion }),
    { path: '(order)' },
  ],
] as const)('%s is found, and where', async (_name, change, wanted) => {
  const { drifts } = await drift(all(await changed(change)));
  expect(drifts).toEqual([expect.objectContaining({ what: 'ecr:PutImage', times: 1, ...wanted })]);
});

test('what differs often is told once, with how often and where first', async () => {
  const lines = (await pushes('only CloudTrail')).map(({ line, value }) => ({
    line,
    value: value['eventName'] === 'UploadLayerPart' ? { ...value, new: line } : value,
  }));
  const parts = lines.filter(({ value }) => value['eventName'] === 'UploadLayerPart');
  const { drifts } = await drift(all(lines));
  expect(parts.length).toBeGreaterThan(2);
  expect(drifts).toEqual([
    { what: 'ecr:UploadLayerPart', path: 'new', recorded: parts[0]?.line, times: parts.length, line: parts[0]?.line },
  ]);
});

test('an envelope with something new in it is found, too', async () => {
  const lines = (await pushes('a plain rule on the bus')).map(({ line, value }) => ({
    line,
    value: { ...value, traceId: 'x' },
  }));
  const { drifts } = await drift(all(lines));
  expect(drifts.map(({ what, path }) => `${what} ${path}`)).toEqual(
    expect.arrayContaining(['events via CloudTrail traceId', 'ECR Image Action PUSH traceId']),
  );
});
