import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { FUNCTION, only, stage, START } from './stage.ts';

const JSONATA = { QueryLanguage: 'JSONata' };

/** Evaluates one expression in the Output of a Pass state. */
async function evaluated(expression: string, input: unknown = {}) {
  return stage().run(only({ Type: 'Pass', Output: `{% ${expression} %}` }, JSONATA), input);
}

test.each([
  ['$states.input.detail.`repository-name`', 'web'],
  ['$states.input.tags[$ != "latest"]', 'v1'],
  ['{"n": $count($states.input.tags), "all": $states.input.tags}', { n: 2, all: ['v1', 'latest'] }],
  ['$partition([1..5], 2)', [[1, 2], [3, 4], [5]]],
  ['$range(0, 10, 5)', [0, 5, 10]],
  ['$hash("a", "SHA-256")', createHash('sha256').update('a').digest('hex')],
  ['$parse(\'{"a":[1]}\')', { a: [1] }],
  ['$random(7) = $random(7)', true],
  ['$now()', '2026-01-15T09:30:00.000Z'],
  ['$now("[Y]-[M01]")', '2026-01'],
  ['$millis()', START],
  ['$states.context.State.Name', 'Only'],
])('%s', async (expression, output) => {
  const input = { detail: { 'repository-name': 'web' }, tags: ['v1', 'latest'] };
  const ended = await evaluated(expression, input);
  expect(ended.cause).toBeUndefined();
  expect(ended.output).toEqual(output);
});

test.each([
  ['$states.input.missing', 'returned nothing (undefined).'],
  ['$sum(["a"])', 'threw an error during evaluation. T0412: '],
  ['1 +', 'threw an error during evaluation. S0207: '],
  ['$eval("1")', 'threw an error during evaluation. T1006: '],
  ['$sum', 'returned an unsupported result type.'],
  ['$hash("a", "CRC")', "threw an error during evaluation. Unsupported hash algorithm 'CRC'"],
  ['($f := function($n) { 1 + $f($n) }; $f(1))', 'threw an error during evaluation. '],
])('%s fails the state, which tells where', async (expression, words) => {
  const ended = await evaluated(expression);
  expect(ended).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(ended.cause).toContain(
    `An error occurred while executing the state 'Only' (entered at the event id #2). The JSONata expression '${expression}' specified for the field 'Output' ${words}`,
  );
  expect(ended.events.slice(2)).toMatchObject([
    {
      type: 'EvaluationFailed',
      id: 3,
      previousEventId: 2,
      evaluationFailedEventDetails: {
        error: 'States.QueryEvaluationError',
        cause: ended.cause,
        location: 'Output',
        state: 'Only',
      },
    },
    { type: 'ExecutionFailed', id: 4, previousEventId: 3 },
  ]);
});

test('Arguments go to the task, Output and Assign see its result and the variables from before', async () => {
  const { run, lambda } = stage();
  lambda('double', ({ n }: { n: number }) => n * 2);
  const { output } = await run(
    {
      ...JSONATA,
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { n: '{% $states.input.start %}' }, Next: 'Double' },
        Double: {
          Type: 'Task',
          Resource: `${FUNCTION}:double`,
          Arguments: { n: '{% $n %}' },
          Assign: { n: '{% $states.result %}' },
          Output: { before: '{% $n %}', result: '{% $states.result %}', fixed: ['{% $states.input.start %}', 'text'] },
          Next: 'Show',
        },
        Show: { Type: 'Succeed', Output: { was: '{% $states.input %}', now: '{% $n %}' } },
      },
    },
    { start: 4 },
  );
  expect(output).toEqual({ was: { before: 4, result: 8, fixed: [4, 'text'] }, now: 8 });
});

test('a failed expression can be caught, with its error as $states.errorOutput', async () => {
  const { run, lambda } = stage();
  lambda('echo', (event) => event);
  const { output } = await run({
    ...JSONATA,
    StartAt: 'Try',
    States: {
      Try: {
        Type: 'Task',
        Resource: `${FUNCTION}:echo`,
        Output: { v: '{% $states.result.missing %}' },
        Catch: [
          {
            ErrorEquals: ['States.QueryEvaluationError'],
            Output: { error: '{% $states.errorOutput.Error %}' },
            Assign: { seen: true },
            Next: 'Caught',
          },
        ],
        End: true,
      },
      Caught: { Type: 'Pass', Output: { of: '{% $states.input %}', seen: '{% $seen %}' }, End: true },
    },
  });
  expect(output).toEqual({ of: { error: 'States.QueryEvaluationError' }, seen: true });
});

test('a Choice goes by its conditions, and each rule has an output of its own', async () => {
  const machine = {
    ...JSONATA,
    StartAt: 'Choose',
    States: {
      Choose: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 10 %}', Output: 'big', Assign: { size: 'L' }, Next: 'End' },
          { Condition: '{% $states.input.n > 5 %}', Next: 'End' },
        ],
        Default: 'End',
        Output: 'other',
      },
      End: { Type: 'Succeed' },
    },
  };
  expect((await stage().run(machine, { n: 11 })).output).toBe('big');
  expect((await stage().run(machine, { n: 6 })).output).toBe('other');
  expect((await stage().run(machine, { n: 1 })).output).toBe('other');
});

test('Wait, Map and Fail take expressions', async () => {
  expect(await stage().run(only({ Type: 'Wait', Seconds: '{% $states.input.s %}' }, JSONATA), { s: 3 })).toMatchObject({
    took: 3_000,
  });
  const processor = {
    StartAt: 'P',
    States: {
      P: { Type: 'Pass', Output: '{% $states.input.x & $string($states.context.Map.Item.Index) %}', End: true },
    },
  };
  expect(
    (
      await stage().run(
        only(
          {
            Type: 'Map',
            Items: '{% $states.input.list %}',
            ItemSelector: { x: '{% $states.context.Map.Item.Value %}' },
            ItemProcessor: processor,
          },
          JSONATA,
        ),
        { list: ['a', 'b'] },
      )
    ).output,
  ).toEqual(['a0', 'b1']);
  expect(
    await stage().run(only({ Type: 'Fail', End: undefined, Error: 'E', Cause: '{% $states.input.why %}' }, JSONATA), {
      why: 'so',
    }),
  ).toMatchObject({ error: 'E', cause: 'so' });
});

test('one state of a machine can be written with JSONata', async () => {
  const { output } = await stage().run(
    {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'B' },
        B: { Type: 'Pass', Parameters: { 'm.$': 'States.MathAdd($.n, 1)' }, End: true },
      },
    },
    { n: 1 },
  );
  expect(output).toEqual({ m: 3 });
});
