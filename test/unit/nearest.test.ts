import { expect, test } from 'vitest';
import { nearest } from '../../src/nearest.ts';

test.each([
  ['delet', ['push', 'delete', 'pull'], 'delete'],
  ['psuh', ['push', 'pull'], 'push'],
  ['PutImage', ['putimage', 'PutImages'], 'putimage'],
  ['depolyer', ['notifier', 'deployer'], 'deployer'],
  ['invokd', ['invoked', 'invoker'], 'invoked'],
])('"%s" among %j means "%s"', (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant);
});

test.each([
  ['scan', ['push', 'pull']],
  ['x', ['deployer']],
  ['web', []],
  ['', ['push']],
])('"%s" among %j means nothing', (word, candidates) => {
  expect(nearest(word, candidates)).toBeUndefined();
});
