import { expect, test } from 'vitest';
import { openCrew } from '../../../../src/load/drive/crew.ts';
import { startAt } from '../../../../src/load/drive/run-clock.ts';
import type { WorkerTask } from '../../../../src/load/drive/worker.ts';

const ENTRY = '{"Source":"a","Resources":[],"DetailType":"b","Detail":"{}"}';

/** Enough to begin with; nobody listens there. */
const TASK: WorkerTask = {
  plan: { phases: [{ kind: 'constant', rate: 1, for: 3_600_000, name: 'all' }], seed: 1 },
  wording: {
    seed: '1',
    flows: [
      {
        name: 'one',
        weight: 1,
        steps: [
          { entry: [ENTRY], event: ['{}'], identity: { by: 'eventID' }, marks: [], isExpected: true, repository: 0 },
        ],
      },
    ],
    repositories: ['web'],
    cardinality: { repositories: 1, tags: 1, accounts: 1 },
    account: '123456789012',
    region: 'us-east-1',
  },
  run: 'test',
  index: 0,
  of: 1,
  endpoint: 'http://127.0.0.1:1/',
  credentials: { accessKeyId: '123456789012', secretAccessKey: 'none' },
  how: {
    region: 'us-east-1',
    agent: { 'x-amz-user-agent': 'a', 'user-agent': 'a' },
    attempts: 1,
    connections: 1,
    room: 10,
    patience: 1_000,
    tps: undefined,
  },
};

test('a worker that is gone before it has told its last is lost, and the others end', async () => {
  const beats: number[] = [];
  let beaten!: () => void;
  const second = new Promise<void>((resolve) => (beaten = resolve));
  const crew = await openCrew([TASK, TASK], (_, index) => {
    beats.push(index);
    if (new Set(beats).size === 2) beaten();
  });
  crew.begin(startAt(Date.now()), Date.now());
  await second;
  await crew[Symbol.asyncDispose]();
  await crew.ended;
  expect(crew.lost.toSorted((a, b) => a.index - b.index)).toEqual([
    { index: 0, says: 'it ended with 1' },
    { index: 1, says: 'it ended with 1' },
  ]);
});

test('a worker that cannot even begin is a defect, and no measurement', async () => {
  const opening = openCrew([TASK, { ...TASK, endpoint: 'no address', wording: undefined as never }], () => undefined);
  await expect(opening).rejects.toThrow(TypeError);
});

test('a worker that was told to stop tells its last, and is not lost', async () => {
  const crew = await openCrew([TASK], () => undefined);
  crew.begin(startAt(Date.now()), Date.now());
  crew.stop(0);
  await crew.ended;
  expect(crew.lost.toSorted((a, b) => a.index - b.index)).toEqual([]);
  expect(crew.beats().map(({ last }) => last)).toEqual([true]);
});
