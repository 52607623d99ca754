import { expect, test } from 'vitest';
import { config, project, push } from './project.ts';

const DEPLOYER = 'export const handler = async () => ({ deployed: true });\n';

const PLAN = `version: 1
description: A push now and then.
phases:
  - constant: { rate: 20, for: 1s }
flows:
  - scenario: scenarios/push.yaml
    only: { detail-type: [ECR Image Action] }
thresholds: [lost = 0, duplicated = 0, p99 < 1us]
settle: 5s
`;

const FILES = {
  'ecreplay.config.ts': config(),
  'deployer.ts': DEPLOYER,
  'scenarios/push.yaml': push(),
  'pushes.load.yaml': PLAN,
};

/** What the last line of JSON says. */
interface Last {
  readonly verdict: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly result: {
    readonly judgements: readonly { readonly kind: string }[];
    readonly void: readonly { readonly says: string }[];
  };
}

function lastOf(stdout: string): Last {
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Last;
}

const CODES: Readonly<Record<string, number>> = { kept: 0, broken: 4, void: 3 };

test('a plan is driven to the end, its result says what came of each event, and the code says its verdict', async () => {
  using user = project(FILES);
  const { status, stdout } = await user.ecreplay(['load', 'pushes.load.yaml', '--json', '--out', 'result.json']);
  const last = lastOf(stdout);
  expect(last.counts).toMatchObject({ due: 20, sent: 20, accepted: 20, delivered: 20, processed: 20, lost: 0 });
  expect(last.result.judgements.map(({ kind }) => kind)).toEqual(['kept', 'kept', 'broken']);
  // A machine with more to do than this test may be too late for a run to count, which is said then.
  expect([status, last.verdict]).toEqual([CODES[last.verdict], last.result.void.length > 0 ? 'void' : 'broken']);

  const merged = await user.ecreplay(['load', 'merge', 'result.json', '--json']);
  expect(lastOf(merged.stdout)).toEqual(last);
  expect(merged.status).toBe(status);
});

test('a run that is interrupted ends in order, with 130 and a result that says what is missing', async () => {
  using user = project({ ...FILES, 'pushes.load.yaml': PLAN.replace('for: 1s', 'for: 1h') });
  const running = user.start(['load', 'pushes.load.yaml', '--json', '--out', 'result.json']);
  await running.seen('"sent":');
  running.kill('SIGINT');
  const { status, stdout } = await running.ended;
  expect(status).toBe(130);
  expect(lastOf(stdout)).toMatchObject({ verdict: 'interrupted', result: { void: [{ code: 'interrupted' }] } });
  expect(user.read('result.json')).toContain('"interrupted"');
});

test('what cannot be run is refused before anything is sent, each in words and with 2', async () => {
  using user = project(FILES);
  const scenario = 'scenarios/push.yaml';
  const refused: readonly (readonly [readonly string[], string])[] = [
    [[scenario, '--rate', '5', '--consumer', 'nobody'], '"nobody" is not a consumer of the configuration'],
    [['pushes.load.yaml', '--start-at', '2020-01-01T00:00:00Z'], 'Cannot start at 2020-01-01T00:00:00Z: that was'],
    [['pushes.load.yaml', '--find-limit', '--out', 'x'], 'Cannot read "--out" with "--find-limit"'],
    [['merge', 'pushes.load.yaml'], 'Cannot read the result "pushes.load.yaml": it is no JSON'],
  ];
  await Promise.all(
    refused.map(async ([args, says]) => {
      const { status, text } = await user.ecreplay(['load', ...args]);
      expect(text).toContain(says);
      expect(status).toBe(2);
    }),
  );
});

test.each([
  [['--out', 'scenarios'], 'Cannot write "scenarios": there is a folder of that name'],
  [['--out', 'deployer.ts/result.json'], 'Cannot write "deployer.ts/result.json"'],
  [['--workers', '65'], 'wanted a whole number from 1 to 64'],
])('what would cost the run its result, or the machine its memory, is refused before it: %j', async (flags, says) => {
  using user = project(FILES);
  const { status, stdout, stderr } = await user.ecreplay(['load', 'pushes.load.yaml', ...flags]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
});
