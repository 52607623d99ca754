import { expect, test } from 'vitest';
import { type LogLine, readRuns } from '../../../../src/bus/aws/deployed/read-runs.ts';

const ID = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';
const OTHER = '8f5d2a34-1111-4222-8333-444455556666';

/** Lines of one stream, a millisecond apart. */
function lines(...messages: readonly string[]): LogLine[] {
  return messages.map((message, at) => ({ stream: 's', timestamp: 1_000 + at, message }));
}

const START = `START RequestId: ${ID} Version: $LATEST\n`;
const END = `END RequestId: ${ID}\n`;
const REPORT = `REPORT RequestId: ${ID}\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t\n`;

test('a run lasts from its start to its report, and nothing is said of what it returned', () => {
  expect(readRuns(lines(START, '2026-01-15T09:30:00.000Z\tid\tINFO\tdeployed\n', END, REPORT))).toEqual([
    {
      requestId: ID,
      startedAt: 1_000,
      took: 12.34,
      failure: undefined,
      outcome: { kind: 'returned', value: undefined },
    },
  ]);
});

test('a run without a report has not ended', () => {
  expect(readRuns(lines(START, END))).toEqual([]);
  expect(readRuns(lines(END, REPORT))).toEqual([]);
});

test.for([
  [
    'Node writes what was thrown',
    `2026-01-15T09:30:00.000Z\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no image","stack":["TypeError: no image"]}\n`,
    { kind: 'threw', error: { name: 'TypeError', message: 'no image' } },
  ],
  [
    'Node writes that a promise was left alone',
    `2026-01-15T09:30:00.000Z\t${ID}\tERROR\tUnhandled Promise Rejection \t{"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"Error: no"}\n`,
    { kind: 'threw', error: { name: 'Runtime.UnhandledPromiseRejection', message: 'Error: no' } },
  ],
  [
    'Python writes what was raised',
    '[ERROR] KeyError: \'image-tag\'\nTraceback (most recent call last):\n  File "/var/task/app.py", line 3, in handler\n',
    { kind: 'threw', error: { name: 'KeyError', message: "'image-tag'" } },
  ],
  [
    'Lambda tells that it was too slow',
    `2026-01-15T09:30:03.000Z ${ID} Task timed out after 3.00 seconds\n\n`,
    { kind: 'timed-out', after: 3_000 },
  ],
  [
    'Lambda tells that the runtime died',
    `RequestId: ${ID} Error: Runtime exited with error: exit status 1\n`,
    { kind: 'threw', error: { name: 'Runtime.ExitError', message: 'Runtime exited with error: exit status 1' } },
  ],
] as const)('%s', ([, line, outcome]) => {
  expect(readRuns(lines(START, line, END, REPORT)).map((run) => run.outcome)).toEqual([outcome]);
});

test('an error that a function logs and gets over is not its end', () => {
  const logged = `2026-01-15T09:30:00.000Z\t${ID}\tERROR\tretrying after {"errorCode":503}\n`;
  expect(readRuns(lines(START, logged, END, REPORT))[0]?.outcome.kind).toBe('returned');
});

const json = (type: string, record: object): string =>
  JSON.stringify({ time: 't', type, record: { requestId: ID, ...record } });

test.for([
  ['success', undefined, { kind: 'returned', value: undefined }],
  [
    'error',
    {
      timestamp: 't',
      level: 'ERROR',
      requestId: ID,
      message: { errorType: 'Error', errorMessage: 'no', stackTrace: [] },
    },
    { kind: 'threw', error: { name: 'Error', message: 'no' } },
  ],
  [
    'error',
    undefined,
    { kind: 'threw', error: { name: 'Error', message: 'the function has failed, and its log does not say how' } },
  ],
  ['timeout', undefined, { kind: 'timed-out', after: 3_000 }],
  [
    'success',
    { timestamp: 't', level: 'ERROR', requestId: ID, message: 'retrying' },
    { kind: 'returned', value: undefined },
  ],
] as const)('in JSON a run with status %s ends so', ([status, line, outcome]) => {
  const report = json('platform.report', { metrics: { durationMs: 3_000, billedDurationMs: 3_000 }, status });
  const between = line === undefined ? [] : [JSON.stringify(line)];
  const [run] = readRuns(lines(json('platform.start', { version: '$LATEST' }), ...between, report));
  expect(run).toMatchObject({ requestId: ID, took: 3_000, outcome });
});

test('streams of several environments are kept apart, and runs come in the order of their starts', () => {
  const inStream = (stream: string, at: number, message: string): LogLine => ({ stream, timestamp: at, message });
  const runs = readRuns([
    inStream('b', 20, START.replace(ID, OTHER)),
    inStream('a', 10, START),
    inStream('a', 30, '[ERROR] ValueError: no'),
    inStream('b', 40, REPORT.replace(ID, OTHER)),
    inStream('a', 50, REPORT),
  ]);
  expect(runs.map(({ requestId, outcome }) => [requestId, outcome.kind])).toEqual([
    [ID, 'threw'],
    [OTHER, 'returned'],
  ]);
});

test('what a function prints, whatever it is, ends no run', () => {
  for (const rubbish of ['{', '{"type":"platform.report"}', 'null', '{"type":1}', `REPORT RequestId: ${OTHER}`]) {
    expect(readRuns(lines(START, rubbish))).toEqual([]);
  }
});
