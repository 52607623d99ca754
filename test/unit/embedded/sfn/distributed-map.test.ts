import { expect, test } from 'vitest';
import { distributed } from '../../../contract/aws/sfn/distributed.ts';
import { MACHINE, stage } from './stage.ts';

const TAGS = ['1', '2', '3'];

/** A machine of one distributed map. */
const each = (states: Record<string, object>, more?: object) => ({
  StartAt: 'Each',
  States: distributed('Tags', states, more),
});

const WAIT = { Wait: { Type: 'Wait', Seconds: 10, End: true } };

test('a map run has a history of its own, and the execution around it tells only of its beginning and end', async () => {
  const { run } = stage();
  const { events } = await run(each(WAIT), { tags: TAGS });
  expect(events.map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
    ['ExecutionStarted', 0],
    ['MapStateEntered', 0],
    ['MapStateStarted', 2],
    ['MapRunStarted', 3],
    ['MapRunSucceeded', 4],
    ['MapStateSucceeded', 5],
    ['MapStateExited', 5],
    ['ExecutionSucceeded', 7],
  ]);
});

test('all items are worked on at once unless the map says otherwise', async () => {
  expect((await stage().run(each(WAIT), { tags: TAGS })).took).toBe(10_000);
  expect((await stage().run(each(WAIT, { MaxConcurrency: 2 }), { tags: TAGS })).took).toBe(20_000);
});

test('the executions that others fail beside are aborted', async () => {
  const { run, ask } = stage();
  const states = {
    Which: { Type: 'Choice', Choices: [{ Variable: '$', StringEquals: '2', Next: 'Bad' }], Default: 'Wait' },
    Bad: { Type: 'Fail', Error: 'Refused' },
    ...WAIT,
  };
  const { status, events } = await run(each(states), { tags: TAGS });
  expect(status).toBe('FAILED');
  const { mapRunArn } = events.find(({ type }) => type === 'MapRunStarted')!['mapRunStartedEventDetails'] as {
    mapRunArn: string;
  };
  const { executions } = await ask('ListExecutions', { mapRunArn });
  expect((executions as { status: string }[]).map((each) => each.status).toSorted()).toEqual([
    'ABORTED',
    'ABORTED',
    'FAILED',
  ]);
  expect(await ask('DescribeMapRun', { mapRunArn })).toMatchObject({
    status: 'FAILED',
    executionCounts: { failed: 1, aborted: 2, running: 0, pending: 0 },
  });
});

test('a failure of the map can be caught by its name', async () => {
  const { run } = stage();
  const definition = each({ Bad: { Type: 'Fail', Error: 'Refused' } });
  Object.assign(definition.States.Each, {
    Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Sorry' }],
  });
  Object.assign(definition.States, { Sorry: { Type: 'Pass', Result: 'sorry', End: true } });
  expect((await run(definition, { tags: TAGS })).output).toBe('sorry');
});

test.each([
  ['a percentage', { ToleratedFailurePercentage: 34 }, 'SUCCEEDED'],
  ['a smaller percentage', { ToleratedFailurePercentage: 33 }, 'FAILED'],
  ['a count', { ToleratedFailureCount: 1 }, 'SUCCEEDED'],
  [
    'a count, but a percentage that is too small',
    { ToleratedFailureCount: 1, ToleratedFailurePercentage: 10 },
    'FAILED',
  ],
])('one failure of three is put up with by %s or it is not', async (_, tolerance, status) => {
  const states = {
    Which: { Type: 'Choice', Choices: [{ Variable: '$', StringEquals: '2', Next: 'Bad' }], Default: 'Good' },
    Bad: { Type: 'Fail', Error: 'Refused' },
    Good: { Type: 'Pass', End: true },
  };
  const ended = await stage().run(each(states, tolerance), { tags: TAGS });
  expect(ended.status).toBe(status);
  if (status === 'SUCCEEDED') expect(ended.output).toEqual(['1', '3']);
});

test('an execution of a map run knows itself, and neither the variables nor the item of the map around it', async () => {
  const { run } = stage();
  const states = {
    Keep: {
      Type: 'Pass',
      Parameters: { 'input.$': '$$.Execution.Input', 'machine.$': '$$.StateMachine.Id' },
      End: true,
    },
  };
  const { output } = await run(each(states, { ItemSelector: { 'tag.$': '$$.Map.Item.Value' } }), { tags: ['1'] });
  expect(output).toEqual([{ input: { tag: '1' }, machine: `${MACHINE}/Tags` }]);
});

test('a map of nothing gives nothing', async () => {
  expect((await stage().run(each(WAIT), { tags: [] })).output).toEqual([]);
});
