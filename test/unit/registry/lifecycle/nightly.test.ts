import { expect, test } from 'vitest';
import { emitted } from '../../emitted.ts';

const GIVEN = `start: 2026-01-15T09:30:00Z
given:
  - repository: { name: web, lifecycle: { keep: 1 } }
  - repository: { name: api, lifecycle: { keep: 1 } }
  - repository: { name: bare }
`;

function runs(yaml: string): readonly string[] {
  return emitted(yaml)
    .records.filter(({ eventName }) => eventName === 'PolicyExecutionEvent')
    .map(
      ({ eventTime, serviceEventDetails }) =>
        `${eventTime.slice(0, 13)} ${serviceEventDetails?.['repositoryName'] as string}`,
    );
}

test('every night that a wait lets pass evaluates every policy, also where nothing expires', () => {
  expect(runs(`${GIVEN}options: { nightlyLifecycle: true }\nsteps: [{ wait: 2d }]`)).toEqual([
    '2026-01-16T03 web',
    '2026-01-16T03 api',
    '2026-01-17T03 web',
    '2026-01-17T03 api',
  ]);
});

test('without being asked for, and for less than a night, nothing is evaluated', () => {
  expect(runs(`${GIVEN}steps: [{ wait: 30d }]`)).toEqual([]);
  expect(
    runs(`${GIVEN}options: { nightlyLifecycle: true }\nsteps: [{ wait: 17h }, { push: { image: "web:1" } }]`),
  ).toEqual([]);
});

test('each night knows when the one before was, and takes what came in between', () => {
  const { records } = emitted(
    `${GIVEN}options: { nightlyLifecycle: true }\nsteps: [{ push: { image: "web:1" } }, { push: { image: "web:2" } }, { wait: 1d }, { push: { image: "web:3" } }, { wait: 1d }]`,
  );
  const details = records
    .filter(({ eventName }) => eventName === 'PolicyExecutionEvent')
    .map(({ serviceEventDetails }) => serviceEventDetails as unknown as Details)
    .filter(({ repositoryName }) => repositoryName === 'web');
  expect(details.map(({ lifecycleEventImageActions }) => lifecycleEventImageActions.flatMap(tags))).toEqual([
    ['1'],
    ['2'],
  ]);
  const [first, second] = details.map(({ lifecycleEventPolicy }) => lifecycleEventPolicy.lastEvaluatedAt);
  expect(first).toBe(0);
  expect(new Date(second ?? 0).toISOString()).toMatch(/^2026-01-16T03:00/);
});

interface Details {
  readonly repositoryName: string;
  readonly lifecycleEventPolicy: { readonly lastEvaluatedAt: number };
  readonly lifecycleEventImageActions: readonly {
    readonly lifecycleEventImage: { readonly tagList: readonly string[] };
  }[];
}

function tags({ lifecycleEventImage }: Details['lifecycleEventImageActions'][number]): readonly string[] {
  return lifecycleEventImage.tagList;
}
