import { expect, test } from 'vitest';
import { isSame, ownFrame, type Failure } from '../../../../src/deduce/shrink/failure.ts';

const STACK = `TypeError: Cannot read properties of undefined
    at node:internal/process/task_queues:95:5
    at parse (file:///app/node_modules/some-parser/index.js:7:3)
    at tagOf (file:///app/src/deployer.js?ecreplay=12:2:30)
    at handler (file:///app/src/deployer.js?ecreplay=12:5:10)`;

test("the frame is the first of the user's own code, whichever time it was loaded", () => {
  expect(ownFrame(STACK)).toBe('tagOf (file:///app/src/deployer.js:2:30)');
  expect(ownFrame(STACK.replaceAll('=12', '=13'))).toBe(ownFrame(STACK));
  expect(ownFrame('Error: nowhere')).toBeUndefined();
});

const FAILURE: Failure = {
  consumer: 'deployer',
  finding: 'threw',
  name: 'TypeError',
  frame: 'a (a.js:1:1)',
  message: 'x',
};

test('two failures are the same by finding, consumer, name and frame, whatever their words', () => {
  expect(isSame(FAILURE, { ...FAILURE, message: 'y' })).toBe(true);
  for (const other of [{ consumer: 'b' }, { finding: 'timed-out' }, { name: 'RangeError' }, { frame: 'b (a.js:2:1)' }])
    expect(isSame(FAILURE, { ...FAILURE, ...other } as Failure)).toBe(false);
});
